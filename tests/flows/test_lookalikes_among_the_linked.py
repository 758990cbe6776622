"""Whoever else is linked or has asked: the one account that is meant leaves, or nobody."""

from __future__ import annotations

from typing import Any

import pytest
from fakes import ACCOUNT, ALICE, APPROVE, ASK, SHOP, UNLINK, session
from flow_bench import Bench
from lookalikes import LOOKALIKES
from told import all_that_is_told

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.seen import LinkRow, LinksSeen, Listing
from agent.domain.unlinking import Application
from agent.errors import AskPerson, Code
from agent.flows.observe_unlink import linked_row, request_of

pytestmark = pytest.mark.fast
OTHER = AccountId("7100000000000000002")
TWINS = [*{shown for wanted, shown, _ in LOOKALIKES}]
each_way = pytest.mark.parametrize("request_", [UNLINK, ASK, APPROVE], ids=["unlink", "ask", "approve"])


def row(handle: str, account: AccountId = ACCOUNT) -> LinkRow:
    return LinkRow(account, handle, "Alice", None)


def linked(*rows: LinkRow) -> LinksSeen:
    return LinksSeen(session(), Listing(rows, len(rows)), None)


def chosen(target: Target, *rows: LinkRow) -> LinkRow | str | None:
    """The row that would leave, none of them, or why a person is asked."""
    try:
        return linked_row(target, linked(*rows))
    except AskPerson as error:
        return error.code


def test_of_lookalikes_alone_none_is_chosen() -> None:
    wrong = [shown for wanted, shown, _ in LOOKALIKES if chosen(Target(Handle(wanted)), row(shown, OTHER))]

    assert wrong == []


def test_beside_a_lookalike_the_exact_one_is_chosen_in_whatever_order() -> None:
    pairs = [(Target(Handle(wanted)), row(wanted), row(shown, OTHER)) for wanted, shown, _ in LOOKALIKES]

    wrong = [false for target, real, false in pairs if chosen(target, false, real) != real]
    wrong += [false for target, real, false in pairs if chosen(target, real, false) != real]

    assert wrong == []


def test_a_pinned_account_that_now_looks_different_is_left_to_a_person() -> None:
    told = {chosen(Target(Handle(wanted), ACCOUNT), row(shown)) for wanted, shown, _ in LOOKALIKES}

    assert told == {Code.E_TARGET_CHANGED}


def asked_by(handle: str, account: AccountId) -> Application:
    return Application(f"apply-{account}", account, handle, None)


def test_a_request_of_somebody_of_nearly_the_same_name_is_not_answered() -> None:
    theirs = [(row(wanted), asked_by(shown, OTHER)) for wanted, shown, _ in LOOKALIKES]

    assert [one for mine, one in theirs if request_of(mine, [one])] == []
    assert {request_of(mine, [one, asked_by(mine.handle, ACCOUNT)]).account_id for mine, one in theirs} == {ACCOUNT}


def test_a_request_under_nearly_the_same_name_is_left_to_a_person() -> None:
    for wanted, shown, _ in LOOKALIKES:
        with pytest.raises(AskPerson) as caught:
            request_of(row(wanted), [asked_by(shown, ACCOUNT)])
        assert (caught.value.code, caught.value.params["value"].isascii()) == (Code.E_TARGET_CHANGED, True)


def crowded(bench: Bench) -> None:
    """All of them are linked to the shop."""
    others = {AccountId(f"719{n:016}"): Handle(name) for n, name in enumerate([*TWINS, f"{ALICE.handle}\u200b"])}
    bench.portal.names |= others
    bench.portal.linked |= others.keys()


@each_way
def test_where_all_of_them_are_linked_and_the_one_is_not_nobody_leaves(
    bench: Bench, request_: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    crowded(bench)

    record = bench.run(request_)

    assert (record.code, record.exit, record.submitted) == (Code.E_TARGET_NOT_PROVEN, 24, "no")
    assert (bench.portal.clicks, bench.states()) == (0, [])
    assert "alice.home\\u200b (U+200B)" in all_that_is_told(record, capsys)


@each_way
def test_among_all_of_them_the_one_that_is_meant_leaves(bench: Bench, request_: Any) -> None:
    crowded(bench)
    bench.ready(request_)

    record = bench.run(request_)

    assert (record.outcome, record.exit, record.submitted) == (Outcome.DONE, 0, "yes")
    assert [one.account for one in bench.portal.effects] == [ACCOUNT]
    assert (bench.states(), bench.ask("claims")[0].key.shop) == ([ClaimState.DONE], SHOP.id)
