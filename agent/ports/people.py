"""What the memory keeps about people who are asked: approvals of single presses, and pages that were handed over."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.approving import Approval, ApprovalState
    from agent.domain.handover import HandedOver, HandOverState


class PeopleAsked(ABC):
    """A part of the ledger."""

    @abstractmethod
    async def ask_approval(self, asked: Approval, *, anew: bool) -> Approval | None:
        """The approval that governs a press: one that lives, a no that no run has heard yet, else `anew` this one.

        A no is heard by this very call.
        """

    @abstractmethod
    async def approval(self, approval: str) -> Approval | None:
        """One approval by its id."""

    @abstractmethod
    async def approvals(self, state: ApprovalState | None = None, limit: int = 200) -> Sequence[Approval]:
        """The newest approvals first, or those that stand so."""

    @abstractmethod
    async def decide_approval(self, approval: str, *, approve: bool, by: str, reason: str) -> Approval:
        """Record a named person's yes or no, and let the job that waits for it be due; a yes may be taken back.

        MendInput(E_INPUT) for one that is not there, is over, or was decided so before.
        """

    @abstractmethod
    async def begin_handover(self, began: HandedOver) -> None:
        """Record that a person has the page of a login; what an earlier run of that login left open ends."""

    @abstractmethod
    async def end_handover(self, hand_over: str, state: HandOverState, inputs: Mapping[str, int]) -> None:
        """Record how it ended, and how much the person did, by kind."""

    @abstractmethod
    async def handovers(self, state: HandOverState | None = None, limit: int = 50) -> Sequence[HandedOver]:
        """The newest first, or those that stand so; one whose run was killed is `left` once its deadline is over."""
