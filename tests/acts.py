"""The four irreversible acts as a browser test starts them on the example world, each as bare as it can be.

The showcase is kept by none of them: that costs two logins, and has tests of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from agent.domain.permit import Kind
from agent.domain.unlinking import Way
from agent.ports import Pace, Stage

if TYPE_CHECKING:
    from agent_bench import Agent

    from agent.domain.record import Record

BOUND, UNLINKED = "cocina.conluz", "casa.aurora.live"


@dataclass(frozen=True)
class Act:
    """One act: the request that commits it, what the portal calls its effect, and how it is started."""

    kind: Kind
    path: str
    effect: str
    start: Callable[[Agent], Record]

    def __str__(self) -> str:
        return self.kind

    @property
    def handle(self) -> str:
        return BOUND if self.kind is Kind.BIND else UNLINKED

    def prepare(self, agent: Agent, world: Any) -> None:
        """Bring about what it begins with."""
        if self.kind is Kind.UNLINK_REQUEST:
            agent.sign_in_creator_of_the_house()
        if self.kind is Kind.UNLINK_APPROVE:
            world.creator(UNLINKED).request_unlink()


class WhileSomebodyActs(Pace):
    """A run beside which somebody does something just before the last click."""

    def __init__(self, deed: Callable[[], object]) -> None:
        self._deed = deed

    def begin(self, rules: object) -> None:
        """Act in every run."""

    async def before(self, stage: Stage) -> None:
        if stage.step in {"dialog.send", "unlink.sure", "app_bind.leave"}:
            self._deed()


def more_links(*handles: str) -> str:
    """Further accounts linked to the shop, for the end of a world file; the newest first."""
    link = '\n[[link]]\nshop = "7495000000000000011"\naccount = "{}"\nlinked_hours_ago = {}\n'
    return "".join(link.format(one, hours) for hours, one in enumerate(handles, 100))


def _unlink(way: Way) -> Callable[[Agent], Record]:
    return lambda agent: agent.unlink(way, without_backup="a test of the press")


_API = "/api/v1/seller/creator"
ACTS = (
    Act(Kind.BIND, f"{_API}/invitation/send", "invite", lambda agent: agent.bind(BOUND)),
    Act(Kind.UNLINK, f"{_API}/unbind", "unlink", _unlink(Way.SELLER)),
    Act(Kind.UNLINK_REQUEST, "/api/m/unlink/request", "unlink_request", _unlink(Way.CREATOR)),
    Act(Kind.UNLINK_APPROVE, f"{_API}/unbind_apply/update", "unlink_approve", _unlink(Way.APPROVE)),
)
BIND, UNLINK, ASK, APPROVE = ACTS
each_act = pytest.mark.parametrize("act", ACTS, ids=str)


def first(*acts: Act, of: Sequence[Act] = ACTS) -> pytest.MarkDecorator:
    """A test of these acts; of the other ones in the long proofs only."""
    cases = [pytest.param(act, id=str(act), marks=[pytest.mark.heavy] * (act not in acts)) for act in of]
    return pytest.mark.parametrize("act", cases)


def in_turn(name: str, rows: Mapping[str, object], acts: Sequence[Act] = (BIND, UNLINK)) -> pytest.MarkDecorator:
    """Each row by one of the acts, in turn; by the other ones in the long proofs only."""
    cases = [
        pytest.param(act, rows[row], id=f"{act}-{row}", marks=[pytest.mark.heavy] * (n % len(acts) != k))
        for n, row in enumerate(rows)
        for k, act in enumerate(acts)
    ]
    return pytest.mark.parametrize(("act", name), cases)
