"""A message in words: what happened, what was done, what to do; what others wrote is shown and never obeyed."""

from __future__ import annotations

import re

import pytest
from fakes import SHOP

from agent.adapters.notices import cut, harmless, notice_of
from agent.domain.identity import Handle
from agent.domain.news import Message, Occasion
from agent.errors import Code
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast

KEYWORD = {"en": "What to do", "zh": "接下来", "es": "Qué hacer"}  # the one that docs/notifications.md tells for robots
VALUES = {
    Occasion.NEEDS_PERSON: {"handle": "alice.home", "run": "0199aa", "intent": "abc123", "shop": SHOP.name},
    Occasion.APPROVAL: {
        "handle": "alice.home",
        "kind": "bind",
        "shop": SHOP.name,
        "approval": "ab12",
        "until": "09:00",
    },
    Occasion.HAND_OVER: {"login": "ops", "step": "home", "machine": "here", "until": "09:15", "shop": SHOP.name},
    Occasion.REFUSED: {"handle": "alice.home", "run": "0199aa", "reason": "no_consent", "shop": SHOP.name},
    Occasion.QUOTA: {"reason": "press_cap", "measured": "20 of 20", "not_before": "2026-11-24", "shop": SHOP.name},
    Occasion.DEADLINE: {"handle": "alice.home", "until": "2026-11-23 08:00", "shop": SHOP.name, "shop_id": SHOP.id},
    Occasion.VIOLATION: {"violation": "821", "days": "5", "until": "2026-12-10", "shop": SHOP.name, "shop_id": SHOP.id},
    Occasion.HEALTH: {
        "figure": "credit_score",
        "value": "78",
        "line": "80",
        "state": "crossed",
        "shop": SHOP.name,
        "shop_id": SHOP.id,
    },
    Occasion.SUMMARY: {"took": "3 s", "exit": "20", "done": "1", "jobs_needs_person": "2", "next_due": "09:00"},
    Occasion.FINDINGS: {"handle": "alice.home", "count": "1", "open": "2", "shop": SHOP.name, "shop_id": SHOP.id},
    Occasion.CHANGED: {"turn": "frozen", "about": "821", "handle": "alice.home", "shop": SHOP.name, "shop_id": SHOP.id},
    Occasion.GPM: {
        "handle": "alice.home",
        "shop": SHOP.name,
        "shop_id": SHOP.id,
        "value": "510.00 MXN",
        "mean": "650.00 MXN",
        "source": "a paper",
        "read_on": "2026-11-02",
    },
    Occasion.TEST: {"machine": "here"},
}
CODES = {
    Occasion.NEEDS_PERSON: Code.E_OUTCOME_UNKNOWN,
    Occasion.REFUSED: Code.G_NOT_ELIGIBLE,
    Occasion.QUOTA: Code.G_QUOTA,
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", Occasion)
def test_each_message_is_whole_in_each_language(occasion: Occasion, language: str) -> None:
    message = Message("k", occasion, SHOP.id, code=CODES.get(occasion), values=VALUES[occasion])

    title, text = notice_of(message, Words.load((), language))

    assert (len(title) > 5, "\n" in title) == (True, False)
    assert len(text.splitlines()) >= 2
    assert KEYWORD[language] in text
    assert re.search(r"[{}\[\]]|error\.|news\.|reason\.", title + text) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://evil.example/x", "see https[:]//evil[.]example/x"),
        ("www.evil.example", "www[.]evil[.]example"),
        ("JavaScript://x", "JavaScript[:]//x"),
        ("3.5 of 4. Next", "3.5 of 4. Next"),
        ("a\n\tb  c", "a b c"),
        ("\u202egnp.\u200b\x1b[2J", "\\u202egnp.\\u200b\\u001b[2J"),
        ("call +52 55 1234 5678 or a@b.example", "call ••• or •••"),
        ("店铺已暂停", "店铺已暂停"),
    ],
)
def test_somebodys_text_is_shown_on_one_line_and_opens_nothing(text: str, shown: str) -> None:
    assert harmless(text, 300) == shown


def test_what_is_too_long_says_so() -> None:
    assert harmless("x" * 301, 300) == "x" * 300 + "…"


@pytest.mark.parametrize("most", [3, 4, 7, 20, 21])
def test_a_cut_text_fits_in_bytes_and_stays_readable(most: int) -> None:
    short = cut("店铺 shop", most)

    assert len(short.encode()) <= most
    assert "店铺 shop".startswith(short.removesuffix("…"))


def test_no_value_fills_a_place_of_another_or_calls_for_a_text() -> None:
    message = Message("k", Occasion.DEADLINE, values={"shop": "{until} [x {shop}]", "until": "{shop}"})

    title, text = notice_of(message, Words.load((), "en"))

    assert "{until} [x {shop}]" in title
    assert "{shop}" in text


def test_a_handle_stays_as_it_is_typed_but_calls_nobody() -> None:
    message = Message("k", Occasion.DEADLINE, handle=Handle("bob.shop"), values={"handle": "bob.shop", "shop": "@all"})

    title, _ = notice_of(message, Words.load((), "en"))

    assert title.endswith("\uff20all (\uff20bob.shop)")
