"""What is wrong with a call of `adopt` is told before a browser is started."""

from __future__ import annotations

import json

import pytest
from fakes import ACCOUNT, START
from fakes import SHOP as SHOP_OF_TESTS
from operators import kept

from agent.cli.main import run
from agent.domain.adoption import AdoptRequest, Remembered, Shown, compared
from agent.domain.facts import Unknown
from agent.domain.identity import Handle
from agent.domain.ledger import Link, LinkState
from agent.errors import EXIT, Code
from agent.words import Words

pytestmark = pytest.mark.fast
SHOP = "Casa Aurora MX"
BY = ["--by", "Ana"]


@pytest.mark.parametrize(
    ("argv", "code", "says"),
    [
        (["--declare-unlinks", "1"], Code.E_USAGE, "--by NAME"),
        (["--declare-unlink", "alice.home@2026-10-01"], Code.E_USAGE, "--by NAME"),
        (["--declare-link", "alice.home@2026-10-01", "--by", " "], Code.E_USAGE, "--by NAME"),
        (["--declare-unlinks", "-1", *BY], Code.E_USAGE, "--declare-unlinks"),
        (["--declare-unlinks", "two", *BY], Code.E_USAGE, "--declare-unlinks"),
        (["--declare-unlink", "alice.home", *BY], Code.E_INPUT, "alice.home is not HANDLE@DATE"),
        (["--declare-link", "@alice.home@soon", *BY], Code.E_INPUT, "soon is not a date"),
        (["--declare-link", "\u0430lice@2026-10-01", *BY], Code.E_INPUT, "\\u0430lice is not a handle"),
        (["--declare-link", "alice.home@2026-10-01@2026-10-02", *BY], Code.E_INPUT, "is not a date"),
    ],
)
def test_a_wrong_call_is_told(
    place: list[str], argv: list[str], code: Code, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*place, "--lang", "en", "adopt", SHOP, *argv]) == EXIT[code]

    assert says in capsys.readouterr().err


def test_a_shop_that_nobody_knows_is_told(place: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*place, "adopt", "nowhere", "--json"]) == EXIT[Code.E_INPUT]

    assert SHOP in json.loads(capsys.readouterr().err)["what"]


LINK = Link(SHOP_OF_TESTS.id, ACCOUNT, Handle("alice.home"), LinkState.LINKED, START, None, START)


@pytest.mark.parametrize("language", ["", "zh", "en", "es"])
def test_the_status_says_who_made_a_link(far: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> None:
    request = AdoptRequest(SHOP_OF_TESTS, "Ana")
    shown = Shown((LINK,), (), Unknown(), None, None)
    taken = compared(request, shown, Remembered((), (), (), None, frozenset()), ())
    how = ["--lang", language] if language else ["--json"]

    kept(far, "see_links", LINK.shop, [LINK], complete=True)
    run([*far, *how, "status", SHOP])
    kept(far, "adopt", taken)
    run([*far, *how, "status", SHOP])

    told = capsys.readouterr().out
    words = Words.load((), language or "en")
    expected = ['"seen"', '"adopted"'] if not language else [words("origin.seen"), words("origin.adopted")]
    assert [one in told for one in expected] == [True, True]


def test_off_loopback_the_risks_come_first(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*far, "adopt", SHOP, "--json"]) == EXIT[Code.G_RISKS_NOT_ACCEPTED]

    assert capsys.readouterr().out == ""
