"""The token in a channel's address is nowhere: not in logs, errors, the ledger, its events, what a command tells."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from ledger_bench import SHOP, Place
from loguru import logger
from post_office import TOKEN, PostOffice, a_notifier, post_office

from agent.adapters import logs
from agent.adapters.notify import guard_address
from agent.adapters.redact import HIDDEN, redacted
from agent.domain.news import Message, Occasion
from agent.flows.deliver import deliver

ONE = Message("1", Occasion.DEADLINE, SHOP, values={"shop": "Casa Aurora", "detail": f"the portal says {TOKEN}"})


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[io.StringIO]:
    """Everything that is logged, at the noisiest level, for people; the file for machines lies beside."""
    stream, root = io.StringIO(), logging.getLogger()
    before = root.level
    root.setLevel(1)
    logs.configure("DEBUG", tmp_path / "logs" / "log.jsonl", stream)
    yield stream
    root.setLevel(before)
    logger.remove()
    logger.configure(patcher=lambda _: None)


@pytest.mark.parametrize("trouble", ["none", "refused", "silent", "nobody"])
def test_no_byte_of_the_token_is_kept_anywhere(
    tmp_path: Path,
    office: PostOffice,
    heard: io.StringIO,
    trouble: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office.status = 500 if trouble == "refused" else 200
    office.hold = threading.Event() if trouble == "silent" else None
    address = f"json://127.0.0.1:9/{TOKEN}" if trouble == "nobody" else office.url()
    spot = Place(tmp_path / "place")
    spot.create()
    book = spot.open()
    book.ask.tell(Message("1", Occasion.DEADLINE, SHOP, values={"shop": "Casa Aurora"}))

    book.run(deliver(book.ledger, a_notifier({"ops": address}), book.clock, timedelta(seconds=2)))
    book.close()

    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    said = heard.getvalue() + "".join(capfd.readouterr())
    assert TOKEN.encode() not in kept
    assert [word for word in (TOKEN, "logger=apprise", "logger=urllib3") if word in said] == []


def test_a_secret_in_the_portals_text_does_not_go_out(office: PostOffice) -> None:
    notifier = a_notifier({"ops": office.url()})
    message = Message("1", Occasion.DEADLINE, SHOP, values={"shop": TOKEN}, quote=f"your token is {TOKEN}")

    asyncio.run(notifier.send(notifier.channels[0], message, timedelta(seconds=8)))

    told = json.dumps(office.letters[0].told)
    assert TOKEN not in told
    assert HIDDEN in told


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("dingtalk://SECsentinelsecret@sentineltoken12/13800138000", "SECsentinelsecret"),
        ("dingtalk://SECsentinelsecret@sentineltoken12/13800138000", "sentineltoken12"),
        ("mailtos://ops:pa%20ss%2Fword@example.org?to=a@example.org", "pa ss/word"),
        ("json://h/?token=sentineltoken13", "sentineltoken13"),
        ("tgram://123456789:sentinel_bot-token/42", "sentinel_bot-token"),
        ("mailtos://ops:short@example.org", "short"),
        ("json://[not-an-address/sentineltoken14", "sentineltoken14"),
    ],
)
def test_each_telling_part_of_an_address_is_hidden(address: str, part: str) -> None:
    guard_address(address)

    assert part not in redacted(f"before {part} after")
    assert part not in redacted(f"before {address} after")
