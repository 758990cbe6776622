"""The help center over HTTP: articles, tickets with a person at the other end, the chat and its hand-over, news."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from health_visitor import OPEN_MX, PNG, appeal, upload
from portal_visitor import GB, MX, Visitor

from mock_portal.client import ControlRefusedError, World
from mock_portal.texts import texts

pytestmark = pytest.mark.fast
DESK, CENTER = "/api/v1/seller/helpdesk", "/api/v1/seller/message_center"
ANSWERED, DONE, ELSEWHERE = "8310000000000000001", "8310000000000000002", "8310000000000000003"
UNREAD = "/api/v1/proxy/seller/helpdesk/unread_msg/get"


def ticket(visitor: Visitor, number: str) -> Any:
    return visitor.get(f"{DESK}/ticket/get?ticket_id={number}").data


def ask(visitor: Visitor, text: str = "Why?", category: str = "other") -> Any:
    return visitor.post(f"{DESK}/ticket/create", category=category, text=text).json


def draft(visitor: Visitor) -> list[str]:
    return [one["name"] for one in visitor.get(f"{DESK}/ticket/draft").data["draft"]]


def test_files_wait_for_the_next_ticket_and_go_with_it(lucia: Visitor) -> None:
    upload(lucia, "", name="a.png")
    kept = upload(lucia, "", PNG + b"1", "b.png")["data"]["file_id"]
    lucia.post(f"{DESK}/ticket/file/remove", file_id=upload(lucia, "", PNG + b"2", "c.png")["data"]["file_id"])
    waiting = draft(lucia)

    made = ask(lucia)["data"]["ticket_id"]

    assert (waiting, draft(lucia)) == (["a.png", "b.png"], [])
    assert [one["name"] for one in ticket(lucia, made)["files"]] == waiting
    assert lucia.post(f"{DESK}/ticket/file/remove", file_id=kept).json["message"] == "This file does not exist."


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (b"MZ", "a.png", "Only PNG, JPG and PDF files are accepted."),
        (PNG + b"x" * 500_000, "a.png", "The file is too big."),
        (PNG, "b.png", "This file has been uploaded already."),
    ],
)
def test_a_ticket_takes_the_files_that_an_appeal_takes(lucia: Visitor, body: bytes, name: str, said: str) -> None:
    upload(lucia, "")

    assert upload(lucia, "", body, name)["message"] == said


def chat(visitor: Visitor, deed: str, **told: str) -> Any:
    return visitor.post(f"{DESK}/chat/{deed}", **told).json


def heard(visitor: Visitor) -> list[tuple[str, str]]:
    return [(one["author"], one["text"]) for one in visitor.get(f"{DESK}/chat/get").data["posts"]]


def chat_state(visitor: Visitor) -> str:
    return str(visitor.get(f"{DESK}/chat/get").data["chat"]["state"])


def news(visitor: Visitor, category: str = "") -> list[str]:
    return [one["topic"] for one in visitor.get(f"{CENTER}/list?category={category}").data["list"]]


def unread_news(visitor: Visitor) -> dict[str, int]:
    return dict(visitor.get(f"{CENTER}/unread/get").data["categories"])


@pytest.mark.parametrize(
    ("lang", "wanted", "found"),
    [
        ("en", "UNLINK three", ["unlink"]),
        ("zh", "申诉", ["appeal"]),
        ("es", "escaparate 50", ["showcase"]),
        ("en", "zebra", []),
    ],
)
def test_articles_are_found_by_their_words(lucia: Visitor, lang: str, wanted: str, found: list[str]) -> None:
    lucia.cookies["portal_lang"] = lang
    told = lucia.get(f"{DESK}/article/list?keyword={quote(wanted)}")

    assert [one["article_id"] for one in told.data["list"]] == found


def test_an_article_has_paragraphs(lucia: Visitor) -> None:
    told = lucia.get(f"{DESK}/article/get?article_id=appeal").data

    assert (told["title"], len(told["paragraphs"])) == ("How to appeal against a violation", 2)
    assert lucia.get(f"{DESK}/article/get?article_id=x").json["message"] == "This article does not exist."


def test_a_ticket_is_opened_answered_replied_to_and_resolved(mock_world: World, lucia: Visitor) -> None:
    number = ask(lucia)["data"]["ticket_id"]
    states = [ticket(lucia, number)["state"]]
    for step in (
        lambda: mock_world.support().answer(number, "Because."),
        lambda: lucia.post(f"{DESK}/ticket/reply", ticket_id=number, text="And?"),
        lambda: mock_world.support().resolve(number),
    ):
        step()
        states.append(ticket(lucia, number)["state"])

    assert states == ["open", "answered", "open", "resolved"]
    assert [one["text"] for one in ticket(lucia, number)["posts"]] == ["Because.", "And?"]


def test_a_resolved_ticket_takes_nothing_more(mock_world: World, lucia: Visitor) -> None:
    said = lucia.post(f"{DESK}/ticket/reply", ticket_id=DONE, text="And?").json

    assert said["message"] == "This ticket is resolved already."
    with pytest.raises(ControlRefusedError, match="ticket_resolved"):
        mock_world.support().answer(DONE, "No.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 500, "success"),
        ("x" * 501, "Enter a text of 1 to 500 characters."),
        (" \n ", "Enter a text of 1 to 500 characters."),
        ("", "Some information is not filled in correctly"),
    ],
)
def test_a_ticket_has_up_to_five_hundred_characters(lucia: Visitor, text: str, said: str) -> None:
    assert ask(lucia, text)["message"] == said


def test_a_ticket_needs_a_category(lucia: Visitor) -> None:
    assert ask(lucia, category="weather")["message"] == "Some information is not filled in correctly"


def test_another_shop_s_ticket_cannot_be_read_or_answered(lucia: Visitor) -> None:
    assert ticket(lucia, ELSEWHERE) is None
    assert lucia.post(f"{DESK}/ticket/reply", ticket_id=ELSEWHERE, text="x").json["code"] != 0


def test_what_support_says_is_counted_until_it_is_read(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    number = ask(lucia)["data"]["ticket_id"]
    mock_world.support().answer(number, "Because.")
    counts = [lucia.get(UNREAD).data["Count"]]

    for thread in (number, number, ANSWERED):
        lucia.post(f"{DESK}/read", thread_id=thread)
        counts.append(lucia.get(UNREAD).data["Count"])

    assert (counts, mei.get(UNREAD).data) == ([2, 1, 1, 0], {"Count": 0, "Message": []})
    assert mock_world.effects("posts_read") == 2


def test_the_bot_knows_its_articles_and_speaks_the_reader_s_language(lucia: Visitor) -> None:
    chat(lucia, "begin")
    chat(lucia, "send", text="how do I unlink an account?")
    chat(lucia, "send", text="zzz")
    lucia.cookies["portal_lang"] = "zh"

    told = lucia.get(f"{DESK}/chat/get").data["posts"]

    assert [one["author"] for one in told] == ["bot", "seller", "bot", "seller", "bot"]
    assert (told[2]["article"]["article_id"], told[4]["article"]) == ("unlink", None)
    assert told[4]["text"] == texts("zh")("help.bot.unsure")


def test_a_person_takes_the_chat_over_and_a_ticket_keeps_it(mock_world: World, lucia: Visitor) -> None:
    chat(lucia, "begin")
    chat(lucia, "send", text="zzz")
    made = chat(lucia, "transfer")["data"]["ticket_id"]
    queued = chat_state(lucia)

    mock_world.support().join(MX)
    chat(lucia, "send", text="Hello?")
    mock_world.support().say(MX, "Here I am.")

    assert (queued, chat_state(lucia)) == ("queued", "person")
    assert heard(lucia)[-2:] == [("seller", "Hello?"), ("support", "Here I am.")]
    assert (ticket(lucia, made)["text"], ticket(lucia, made)["from_chat"]) == ("zzz", True)


def test_a_chat_that_a_person_ends_has_resolved_its_ticket(mock_world: World, lucia: Visitor) -> None:
    chat(lucia, "begin")
    made = chat(lucia, "transfer")["data"]["ticket_id"]
    mock_world.support().join(MX)

    mock_world.support().end(MX)

    assert ticket(lucia, made)["state"] == "resolved"
    assert lucia.get(f"{DESK}/chat/get").data["chat"] is None


def test_a_chat_that_is_left_in_the_queue_leaves_its_ticket_open(lucia: Visitor) -> None:
    chat(lucia, "begin")
    made = chat(lucia, "transfer")["data"]["ticket_id"]

    chat(lucia, "end")

    assert ticket(lucia, made)["state"] == "open"


def test_a_chat_goes_its_way_only(mock_world: World, lucia: Visitor) -> None:
    assert chat(lucia, "send", text="x")["message"] == "No chat is open."
    chat(lucia, "begin")
    assert chat(lucia, "begin")["message"] == "A chat is open already."
    with pytest.raises(ControlRefusedError, match="chat_state"):
        mock_world.support().join(MX)
    chat(lucia, "transfer")

    assert chat(lucia, "transfer")["message"] == "That is not possible in this chat now."
    with pytest.raises(ControlRefusedError, match="chat_state"):
        mock_world.support().say(MX, "x")


def test_each_shop_has_its_own_chat(mock_world: World, lucia: Visitor, mei: Visitor) -> None:
    chat(lucia, "begin")

    assert mei.get(f"{DESK}/chat/get").data["chat"] is None
    with pytest.raises(ControlRefusedError, match="no open chat"):
        mock_world.support().join(GB)


def test_the_news_begins_with_the_world_s_own(lucia: Visitor) -> None:
    assert news(lucia) == ["violation", "policy_claims", "two_step"]
    assert unread_news(lucia) == {"priority": 0, "violations": 1, "policies": 1, "account_updates": 0}


def test_what_others_do_becomes_news_and_what_the_shop_does_not(mock_world: World, lucia: Visitor) -> None:
    lucia.invite("7100000000000000103")
    mock_world.creator("cocina.conluz").accept()
    mock_world.creator("casa.aurora.live").request_unlink()
    mock_world.compliance().issue(MX, "infringement", 1)
    mock_world.support().answer(ANSWERED, "And more.")

    assert news(lucia)[:5] == ["ticket_answer", "violation", "unlink_request", "link", "accept"]
    assert unread_news(lucia) == {"priority": 2, "violations": 2, "policies": 1, "account_updates": 2}


@pytest.mark.parametrize(("good", "topic"), [(True, "appeal_accept"), (False, "appeal_reject")])
def test_a_decision_is_news(mock_world: World, lucia: Visitor, topic: str, *, good: bool) -> None:
    staff = mock_world.compliance()
    appeal(lucia, OPEN_MX)

    (staff.accept_appeal if good else staff.reject_appeal)(OPEN_MX)

    assert news(lucia, "violations")[0] == topic


def test_an_invitation_that_nobody_answers_is_news(mock_world: World, lucia: Visitor) -> None:
    lucia.invite("7100000000000000103")
    mock_world.advance(hours=47)
    before = news(lucia, "account_updates")

    mock_world.advance(hours=1)

    assert (before, news(lucia, "account_updates")) == ([], ["expired"])


def test_two_days_before_a_window_closes_it_is_a_priority(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    made = mock_world.compliance().issue(MX, "infringement", 1)
    until = lucia.get(f"/api/v1/seller/growth_center/violation/detail/get?violation_id={made}").data["until"]
    end = mock_world.now().fromisoformat(until)

    counts = []
    for hours in (48, 47):
        mock_world.set_clock(end)
        mock_world.advance(hours=-hours, seconds=-1)
        counts.append(sum(made in one["link"] for one in lucia.get(f"{CENTER}/list").data["list"]))

    assert counts == [0, 1]


def test_news_is_marked_as_read_one_by_one_or_by_category(mock_world: World, lucia: Visitor) -> None:
    first = lucia.get(f"{CENTER}/list").data["list"][0]

    lucia.post(f"{CENTER}/read", message_ids=[first["message_id"], "unknown"])
    after_one = unread_news(lucia)
    lucia.post(f"{CENTER}/read", category="")

    assert after_one == {"priority": 0, "violations": 0, "policies": 1, "account_updates": 0}
    assert lucia.get(f"{CENTER}/unread/get").data["total"] == 0
    assert mock_world.effects("notice_read") == 2


def test_read_what_is_not_said_is_refused(lucia: Visitor) -> None:
    assert lucia.post(f"{CENTER}/read", message_ids="x").json["code"] != 0


def test_nobody_hears_another_shop_s_news(mock_world: World, mei: Visitor) -> None:
    mock_world.compliance().issue(MX, "infringement", 1)

    assert news(mei) == ["policy_accounts"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"do": "x"}, "do: must be one of"),
        ({"do": "answer", "ticket": "1"}, "ticket: no '1'"),
        ({"do": "join", "shop": "1"}, "shop: no open chat"),
    ],
)
def test_what_support_cannot_do_is_told(mock_world: World, asked: dict[str, object], told: str) -> None:
    with pytest.raises(ControlRefusedError, match=told):
        mock_world.person({"who": "support"} | asked)
