"""The part of the ledger port that is about people who are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.ledger_sql import approvals, handovers
from agent.adapters.ledger_sql.writer import Writer
from agent.ports.people import PeopleAsked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.approving import Approval, ApprovalState
    from agent.domain.handover import HandedOver, HandOverState


class AskedBook(Writer, PeopleAsked):
    """Approvals and hand-overs."""

    async def ask_approval(self, asked: Approval, *, anew: bool) -> Approval | None:
        """What governs a press; where nothing was ever asked, only looked."""
        if not anew and await self._read(approvals.newest, asked.key, self.clock.now()) is None:
            return None
        return await self._write(approvals.ask, asked, anew=anew)

    async def approval(self, approval: str) -> Approval | None:
        """One approval."""
        return await self._read(approvals.one, approval, self.clock.now())

    async def approvals(self, state: ApprovalState | None = None, limit: int = 200) -> Sequence[Approval]:
        """The newest first."""
        return await self._read(approvals.several, state, self.clock.now(), limit)

    async def decide_approval(self, approval: str, *, approve: bool, by: str, reason: str) -> Approval:
        """A named person's yes or no."""
        return await self._write(approvals.decide, approval, approve=approve, by=by, reason=reason)

    async def begin_handover(self, began: HandedOver) -> None:
        """A person has the page."""
        await self._write(handovers.begin, began)

    async def end_handover(self, hand_over: str, state: HandOverState, inputs: Mapping[str, int]) -> None:
        """How it ended."""
        await self._write(handovers.end, hand_over, state, inputs)

    async def handovers(self, state: HandOverState | None = None, limit: int = 50) -> Sequence[HandedOver]:
        """The newest first."""
        return await self._read(handovers.several, state, self.clock.now(), limit)
