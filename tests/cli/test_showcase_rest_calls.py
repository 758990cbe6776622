"""What showcases are still to get, as `showcase rest` and `status` tell it, without a browser."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from operators import kept

from agent.cli.main import run
from agent.domain.identity import AccountId, Handle, ShopId
from agent.domain.jobs import Job, JobState, Task
from agent.domain.shelf import ShelfState

pytestmark = pytest.mark.fast
MX, CONLUZ = ShopId("7495000000000000011"), Handle("cocina.conluz")
DUE = datetime(2099, 1, 2, 6, tzinfo=UTC)
SHOP = "Casa Aurora MX"


@pytest.fixture
def waiting(place: list[str]) -> list[str]:
    """An operator one of whose showcases waits for its next day."""
    state = ShelfState(
        MX, AccountId("7100000000000000201"), CONLUZ, rest=("1731000000000000001", "1731000000000000002")
    )
    kept(place, "want", state, Job(MX, Task.SHOWCASE, CONLUZ, JobState.WAITING, DUE))
    return place


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "@cocina.conluz: 2 products still to be added to the showcase; goes on: 2099-01-02 06:00 UTC"),
        ("zh", "还有 2 件商品待加入橱窗"),
        ("es", "@cocina.conluz: faltan 2 productos por añadir al escaparate"),
    ],
)
def test_the_rest_and_when_it_goes_on_are_told_by_rest_and_by_status(
    waiting: list[str], capsys: pytest.CaptureFixture[str], language: str, line: str
) -> None:
    exits = [run([*waiting, "--lang", language, *call]) for call in (["showcase", "rest", SHOP], ["status", SHOP])]

    assert exits == [0, 0]
    assert capsys.readouterr().out.count(line) == 2


def test_a_machine_is_told_the_same_of_a_shop_and_of_one_account(
    waiting: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*waiting, "--json", "status", SHOP]) == 0
    of_shop = told(capsys)["showcases"]
    assert run([*waiting, "--json", "showcase", "rest", SHOP, "@hogar_bonito.mx"]) == 0

    assert [(one["handle"], one["products"], one["due_at"]) for one in of_shop] == [(CONLUZ, 2, DUE.isoformat())]
    assert told(capsys)["showcases"] == []


def test_what_is_given_up_is_waited_for_no_more(waiting: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    exits = [run([*waiting, "showcase", "rest", SHOP, *drop]) for drop in (["--drop"], [])]

    assert exits == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "@cocina.conluz: given up; 2 products are no longer waited for.",
        "No showcase of this shop is still to get anything.",
    ]
