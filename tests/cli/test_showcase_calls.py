"""companion showcase, as an operator runs it beside the mock portal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from agent_bench import LIVE, LIVE_ID, session_of
from fakes import START
from operators import kept

from agent.cli.main import run
from agent.domain.identity import AccountId, Handle, ShopId, principal_of_creator
from agent.domain.ledger import Link, LinkState
from agent.domain.showcase import KeptShowcase, ShowcaseItem
from agent.wiring import House

MX = ShopId("7495000000000000011")
NEW, NO_AFFILIATE = "1729400000000000004", "1729400000000000012"


@pytest.fixture
def nobody_looks_at_the_pot(mock_world: Any, example_world: str) -> None:
    """A world in which one product of the showcase has no visitors."""
    pot = 'title = "Olla de barro"\n'
    mock_world.reset(world=example_world.replace(pot, f"{pot}noticed = false\n"))


@pytest.fixture
def with_creator(
    logged_in: list[str], mock_world: Any, real_browser: str, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The operator with the creator's session too, and with a browser."""
    monkeypatch.setenv("COMPANION_BROWSER__EXECUTABLE", real_browser)
    session = session_of(mock_world.origin, "m", handle=LIVE.handle, password="demo-creator-pass")
    house = House(config=Path(logged_in[1]), chosen_state=Path(logged_in[3]))
    house.vault().save(principal_of_creator(LIVE_ID), session)
    return logged_in


def test_what_was_added_is_listed_and_what_was_refused_is_told(
    with_creator: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ("Casa Aurora MX", LIVE.handle)

    added = run([*with_creator, "--json", "showcase", "add", *where, NEW, NO_AFFILIATE, NEW])
    told, said = capsys.readouterr()
    listed = run([*with_creator, "showcase", "list", *where])

    products = json.loads(told)["products"]
    assert (added, [one["outcome"] for one in products], listed) == (41, ["DONE", "REJECTED"], 0)
    assert f"Named more than once, taken once: {NEW}" in said
    assert "4 products, counted; added today 7/50" in capsys.readouterr().out
    assert mock_world.effects("showcase_add") == 1


def test_a_showcase_is_filled_with_what_another_account_had(
    with_creator: list[str], mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    left = Link(MX, AccountId("7100000000000000999"), Handle("casa.antigua"), LinkState.UNLINKED, None, None, START)
    kept(with_creator, "see_links", MX, [left], complete=False)
    kept(
        with_creator, "keep_showcase", KeptShowcase(MX, left.account, START, (ShowcaseItem(NEW, "Olla", "Casa", None),))
    )
    restore = [*with_creator, "showcase", "restore", "Casa Aurora MX", LIVE.handle]

    ends = [run([*restore, "--from", "@casa.antigua"]), run([*restore, "--from", "casa.ajena"])]
    ends.append(run([*restore[:-1], "--from", "@casa.antigua"]))

    assert (ends, mock_world.creator(LIVE.handle).showcase()[0]) == ([0, 3, 2], NEW)
    said = capsys.readouterr().err
    assert "casa.ajena" in said
    assert "--from also needs the accounts" in said


@pytest.mark.usefixtures("nobody_looks_at_the_pot")
def test_what_nobody_clicked_on_is_stale_once_the_portals_file_tells(
    with_creator: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [*with_creator, "showcase", "stale", "Casa Aurora MX", LIVE.handle]

    ends = [run(asked), run([*with_creator, "export", "products", "Casa Aurora MX", "--days", "28"]), run(asked)]

    before, after = capsys.readouterr().out.split("products_")
    assert ends == [0, 0, 0]
    assert "Nothing is stale." in before
    assert 'companion export products "Casa Aurora MX" --days 28' in before
    assert "nobody clicked on it" in after
    assert after.count("Olla de barro") == 1
