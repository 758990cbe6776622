"""What a real service would get: its own form, plain text, nothing obeyed, no third party, no redirect."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.feishu import NotifyFeishu
from apprise.plugins.lark import NotifyLark
from apprise.plugins.slack import NotifySlack
from apprise.plugins.telegram import NotifyTelegram
from apprise.plugins.wecombot import NotifyWeComBot
from post_office import TOKEN, Letter, PostOffice, a_channel, a_notifier, post_office

from agent.domain.identity import Handle, ShopId
from agent.domain.news import Message, Occasion, Trouble
from agent.errors import Code

REPOSITORY = Path(__file__).parents[2]
HOSTILE = (
    '**b** _i_ `x` <b>h</b> <script>alert(1)</script> <!channel> @all @everyone <at user_id="all">所有人</at> '
    "[a](https://evil.example/a) www.evil.example \u202etxt \x1b[31m & done "
)
MESSAGE = Message(
    "key",
    Occasion.NEEDS_PERSON,
    ShopId("7495"),
    None,
    Handle("alice_home"),
    Code.E_CHALLENGE,
    {"shop": "Casa *Aurora*", "handle": "alice_home", "detail": "@all", "run": "0199aa"},
    HOSTILE,
)
SECRET = "SECsentinel0815secret"
ADDRESSES = {
    "dingtalk": f"dingtalk://{SECRET}@{TOKEN}",
    "feishu": f"feishu://{TOKEN}",
    "lark": f"lark://{TOKEN}",
    "wecom": f"wecombot://{TOKEN}",
    "telegram": "tgram://123456789:SENTINELabcdefghijklmnopqrstuvwxyzAB/123456",
    "slack": "slack://TABCDEFGH/BABCDEFGH/SENTINELabcdefghijklmnop",
    "markdown": f"feishu://{TOKEN}?format=markdown",
}
PLACES = {
    NotifyDingTalk: ("notify_url", "/robot/send?access_token={token}"),
    NotifyFeishu: ("notify_url", "/hook/{token}/"),
    NotifyLark: ("notify_url", "/hook/"),
    NotifyWeComBot: ("notify_url", "/webhook/send?key={key}"),
    NotifyTelegram: ("notify_url", "/bot"),
    NotifySlack: ("webhook_url", "/services"),
}
YES = b'{"errcode": 0, "ok": true, "code": 0, "result": {}}'
NO = {
    "dingtalk": b'{"errcode": 310000, "errmsg": "keywords not in content"}',
    "wecom": b'{"errcode": 45009, "errmsg": "api freq out of limit"}',
    "feishu": b'{"code": 19024, "msg": "Key Words Not Found"}',
    "lark": b'{"code": 9499, "msg": "Bad Request"}',
    "slack": b"no_service",
}


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    with post_office() as made:
        made.says = YES
        for plugin, (name, path) in PLACES.items():
            monkeypatch.setattr(plugin, name, f"http://127.0.0.1:{made.port}{path}")
        yield made


def sent(address: str, message: Message = MESSAGE, seconds: float = 8, **channel: Any) -> Trouble | None:
    notifier = a_notifier({"ops": address}, a_channel("ops", **channel))
    return asyncio.run(notifier.send(notifier.channels[0], message, timedelta(seconds=seconds)))


def text_of(service: str, letter: Letter) -> str:
    """What people read in this service, as it came in."""
    match service:
        case "feishu" | "lark" | "markdown":
            text = letter.told["content"]["text"]
        case "telegram":
            text = letter.told["text"]
        case "slack":
            (one,) = letter.told["attachments"]
            text = f"{one['title']}\n{one['text']}"
        case _:
            text = letter.told["text"]["content"]
    return str(text)


@pytest.mark.parametrize("service", ADDRESSES)
def test_each_service_gets_the_text_and_nothing_in_it_is_obeyed(office: PostOffice, service: str) -> None:
    office.says = b"ok" if service == "slack" else YES

    assert sent(ADDRESSES[service]) is None

    text = text_of(service, office.letters[-1])
    assert "A person is needed: Casa *Aurora* (\uff20alice_home)" in text
    assert "companion login SHOP" in text
    assert [bad for bad in ("@", "<!", "<at", "<script", "://", "\u202e", "\x1b", "www.evil") if bad in text] == []
    assert "\\u202etxt \\u001b[31m" in text


def test_telegram_which_reads_markup_gets_the_signs_escaped(office: PostOffice) -> None:
    sent(ADDRESSES["telegram"])

    told = office.letters[-1].told
    assert told["parse_mode"] == "HTML"
    assert "&amp; done" in told["text"]
    assert told["text"].count("<") == told["text"].count("<b>") + told["text"].count("</b>") == 2


def test_dingtalk_is_sent_plain_text_that_calls_nobody(office: PostOffice) -> None:
    sent(ADDRESSES["dingtalk"])

    told = office.letters[-1].told
    assert (told["msgtype"], told["at"]) == ("text", {"atMobiles": [], "isAtAll": False})


def test_an_address_that_asks_for_markup_gets_plain_text(office: PostOffice) -> None:
    sent(ADDRESSES["markdown"])

    assert office.letters[-1].told["msg_type"] == "text"


def test_dingtalk_gets_the_signature_that_it_computes_itself(office: PostOffice) -> None:
    sent(ADDRESSES["dingtalk"])

    query = parse_qs(urlsplit(office.letters[-1].path).query)
    signed = hmac.new(SECRET.encode(), f"{query['timestamp'][0]}\n{SECRET}".encode(), hashlib.sha256).digest()
    assert query["access_token"] == [TOKEN]
    assert base64.b64decode(query["sign"][0]) == signed


@pytest.mark.parametrize("service", NO)
def test_a_service_that_says_no_with_a_200_has_not_taken_it(office: PostOffice, service: str) -> None:
    office.says = NO[service]

    assert sent(ADDRESSES[service]) is Trouble.NOT_TAKEN


@pytest.mark.parametrize("service", [*ADDRESSES, "json"])
def test_ten_thousand_characters_are_cut_and_the_words_stay(office: PostOffice, service: str) -> None:
    office.says = b"ok" if service == "slack" else YES
    flood = Message("k", Occasion.DEADLINE, values={"shop": "店" * 10_000, "shop_id": "7"}, quote="店" * 10_000)

    assert sent(ADDRESSES.get(service, office.url()), flood) is None

    assert len(office.letters) == 1
    assert len(office.letters[0].body.decode("unicode_escape").encode("latin1", "replace")) < 5_000


def test_wecom_counts_bytes_and_gets_no_more_than_it_takes(office: PostOffice) -> None:
    sent(ADDRESSES["wecom"], Message("k", Occasion.DEADLINE, values={"shop": "店" * 900}, quote="店" * 900))

    text = text_of("wecom", office.letters[0])
    assert 1_500 < len(text.encode()) <= 2_048
    assert text.endswith("…")


@pytest.mark.parametrize("language", ["en", "zh", "es"])
def test_each_channel_reads_its_own_language(office: PostOffice, language: str) -> None:
    sent(ADDRESSES["feishu"], language=language)

    opening = {"en": "A person is needed", "zh": "需要人工处理", "es": "Hace falta una persona"}
    assert text_of("feishu", office.letters[0]).startswith(opening[language])


def test_a_redirect_is_not_followed(office: PostOffice) -> None:
    office.status, office.headers = 307, {"Location": f"http://127.0.0.1:{office.port}/elsewhere"}

    assert sent(office.url() + "?redirect=yes") is Trouble.NOT_TAKEN

    assert [one.path for one in office.letters] == [f"/{TOKEN}"]


def test_a_service_that_does_not_answer_is_left_in_time(office: PostOffice) -> None:
    office.hold = threading.Event()
    began = time.monotonic()

    trouble = sent(office.url(), seconds=1)

    assert time.monotonic() - began < 1.5
    assert trouble in {Trouble.TOO_SLOW, Trouble.NOT_TAKEN}


@pytest.mark.parametrize(
    ("address", "trouble"),
    [
        ("", Trouble.NO_ADDRESS),
        ("not an address", Trouble.BAD_ADDRESS),
        ("dingtalk://not+a+token!", Trouble.BAD_ADDRESS),
        (f"json://ops.example.com/{TOKEN}", Trouble.BAD_ADDRESS),
        ("json://127.0.0.1:9/x", Trouble.NOT_TAKEN),
    ],
)
def test_why_nothing_was_sent_is_told_without_the_address(address: str, trouble: Trouble) -> None:
    assert sent(address) is trouble


def run_folder(folder: Path) -> str:
    (folder / "1.jpg").write_bytes(b"\xff\xd8 first")
    (folder / "2.jpg").write_bytes(b"\xff\xd8 last")
    shots = [{"label": "before", "picture": "1.jpg"}, {"label": "after", "picture": "2.jpg"}, {"label": "outline"}]
    (folder / "run.json").write_text(json.dumps({"evidence": shots}), "utf-8")
    return str(folder)


@pytest.mark.parametrize(("pictures", "count"), [(True, 1), (False, 0)])
def test_the_last_picture_goes_only_where_it_is_switched_on(
    office: PostOffice, tmp_path: Path, *, pictures: bool, count: int
) -> None:
    message = Message("k", Occasion.REFUSED, code=Code.G_SLOTS, evidence=run_folder(tmp_path))

    sent(office.url(), message, pictures=pictures)

    attached = office.letters[0].told["attachments"]
    assert len(attached) == count
    assert [base64.b64decode(one["base64"]) for one in attached] == [b"\xff\xd8 last"] * count
    assert str(tmp_path).encode() not in office.letters[0].body


def test_evidence_that_is_gone_keeps_nothing_from_being_told(office: PostOffice, tmp_path: Path) -> None:
    message = Message("k", Occasion.REFUSED, code=Code.G_SLOTS, evidence=str(tmp_path / "gone"))

    assert sent(office.url(), message, pictures=True) is None


def test_each_address_in_the_handbook_is_of_the_service_that_it_stands_for() -> None:
    rows = re.findall(
        r"^\| (\w+).*?\| `(\w+://[^`]+)`", (REPOSITORY / "docs" / "notifications.md").read_text("utf-8"), re.MULTILINE
    )
    notifier = a_notifier(dict(rows))

    kinds = {one.name: notifier.service(one) for one in notifier.channels}

    assert kinds == {
        **{name: name for name in ("DingTalk", "Feishu", "Telegram", "Slack")},
        "Lark": "Lark (Feishu)",
        "WeCom": "WeCom Bot",
        "Mail": "E-Mail",
        "Server酱": "ServerChan",
        "your": "JSON",
    }


def test_the_service_is_named_without_its_address() -> None:
    notifier = a_notifier(ADDRESSES | {"none": ""})

    kinds = [notifier.service(one) for one in notifier.channels]

    assert kinds[:4] == ["DingTalk", "Feishu", "Lark (Feishu)", "WeCom Bot"]
    assert kinds[-1] is Trouble.NO_ADDRESS
