"""Each way in which a bind can end other than well has the one code that a scheduler knows it by."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fakes import ACCOUNT, REQUEST, Press
from flow_bench import Bench

from agent.domain.facts import Unknown
from agent.domain.identity import AccountId
from agent.domain.seen import CheckName, Said
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast

Trouble = Callable[[Bench], object]


def says(*failed: CheckName) -> Trouble:
    """The portal's own list shows these lines in red."""
    return lambda bench: bench.portal.failed_checks.update(failed)


def pressed(press: Press) -> Trouble:
    """The press goes like this."""
    return lambda bench: bench.portal.presses.append(press)


def refused(word: str) -> Trouble:
    """The portal answers the press with a no in these words."""
    return pressed(Press(commits=False, said=Said.REFUSAL, text=word))


def without_echoes(bench: Bench) -> None:
    bench.portal.egress = Unknown("no echo answers")


def with_every_slot_taken(bench: Bench) -> None:
    bench.portal.linked = {AccountId(f"{int(ACCOUNT) + 1 + n}") for n in range(4)}


def challenged_before(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, said=Said.CHALLENGE)]
    bench.bind(REQUEST)


def unreadable_afterwards(bench: Bench) -> None:
    bench.portal.presses = [Press(commits=False, breaks=TimeoutError("click"))]
    bench.portal.cut_lists = 1000


@pytest.mark.parametrize(
    ("trouble", "code", "clicks"),
    [
        (without_echoes, Code.G_EGRESS_UNVERIFIED, 0),
        (with_every_slot_taken, Code.G_SLOTS, 0),
        (challenged_before, Code.G_COOLDOWN, 1),
        (says(CheckName.OWNER_ADULT), Code.G_NOT_ELIGIBLE, 0),
        (says(CheckName.NOT_ELSEWHERE), Code.G_CONFLICT, 0),
        (says(CheckName.LINK_RATE_KEPT), Code.G_LINK_RATE, 0),
        (pressed(Press(commits=False, said=Said.REFUSAL)), Code.B_REJECTED, 1),
        (refused("The account has a violation on record."), Code.B_NOT_ELIGIBLE, 1),
        (refused("该账号已绑定店铺。"), Code.B_CONFLICT, 1),
        (pressed(Press(commits=False, breaks=TimeoutError("click"))), Code.E_NOT_APPLIED, 1),
        (unreadable_afterwards, Code.E_OUTCOME_UNKNOWN, 1),
    ],
)
def test_a_bind_ends_with_the_code_of_its_trouble(bench: Bench, trouble: Trouble, code: Code, clicks: int) -> None:
    trouble(bench)

    record = bench.bind(REQUEST)

    assert (record.code, record.exit) == (code, EXIT[code])
    assert bench.portal.clicks == clicks
