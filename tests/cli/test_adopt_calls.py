"""What is wrong with a call of `adopt` is told before a browser is started."""

from __future__ import annotations

import json

import pytest

from agent.cli.main import run
from agent.errors import EXIT, Code

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


def test_off_loopback_the_risks_come_first(far: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*far, "adopt", SHOP, "--json"]) == EXIT[Code.G_RISKS_NOT_ACCEPTED]

    assert capsys.readouterr().out == ""
