"""Fakes of the violation center, the help center and the notification center, on the portal of `fakes`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from agent.domain.appeal import AppealsSeen, SentAppeal, digest_of
from agent.domain.permit import Kind, Permit
from agent.domain.seen import Listing, Word
from agent.domain.ticket import Notice, TicketRow, TicketsSeen, TicketState, mark_of
from agent.domain.upload import Upload, Waiting
from agent.domain.violation import AppealState
from agent.ports import Appeals, Messages, Papers, Tickets

VIOLATION = "8210000000000000001"
UNTIL = datetime(2026, 12, 3, 6, 0, tzinfo=UTC)


class Taken(NamedTuple):
    """What the portal does with one upload: how often it keeps the file, of what size, and what it says."""

    times: int = 1
    kilobytes: int | None = None
    word: str = ""


@dataclass
class FakeService:
    """What these pages hold.

    `decided` is how the tries were answered, `uploads` what becomes of the next files, `others` are tickets that
    somebody else has opened, `answers` what the platform's people said, `closed` that no appeal is taken any more.
    """

    draft: list[Waiting] = field(default_factory=list)
    uploads: list[Taken] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    decided: list[AppealState] = field(default_factory=list)
    closed: bool = False
    others: list[TicketRow] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    states: dict[str, TicketState] = field(default_factory=dict)


class FakePapers(Papers):
    portal: Any
    own: Any

    async def take_out(self, name: str) -> None:
        gone = next(one for one in self.own.draft if one.name == name)
        self.own.draft.remove(gone)

    async def attach(self, file: Upload) -> str:
        assert self.portal.uploading, "an upload outside of the gate's mode for it"
        taken = self.own.uploads.pop(0) if self.own.uploads else Taken()
        self.own.sent.append(file.name)
        size = round(len(file.body) / 1000) if taken.kilobytes is None else taken.kilobytes
        self.own.draft += [Waiting(file.name, size)] * taken.times
        return taken.word


class FakeAppeals(FakePapers, Appeals):
    def __init__(self, portal: Any) -> None:
        self.portal, self.own = portal, portal.service
        self.reason = ""

    async def arrive(self) -> None:
        self.portal.read()

    def _tries(self) -> tuple[SentAppeal, ...]:
        acts = self.portal.shown(Kind.APPEAL)
        states = [*self.own.decided, *[AppealState.IN_PROGRESS] * len(acts)]
        return tuple(
            SentAppeal(f"882000000000000000{n}", states[n], one.at, None, digest_of(self.own.reasons[n]), ("a.png",))
            for n, one in enumerate(acts)
        )

    async def show(self, violation: str) -> AppealsSeen:
        from fakes import session

        assert violation == VIOLATION
        tries = self._tries()
        state = tries[-1].state if tries else AppealState.CLOSED if self.own.closed else AppealState.TO_APPEAL
        there = state is AppealState.TO_APPEAL or (state is AppealState.FAILED and len(tries) == 1)
        draft = tuple(self.own.draft) if there else None
        return AppealsSeen(session(), violation, state, UNTIL if there else None, tries, draft)

    async def write(self, reason: str) -> None:
        self.reason = reason

    async def prepare(self, permit: Permit) -> None:
        assert (permit.key.account, permit.handle) == (VIOLATION, VIOLATION)
        assert self.own.draft, "an appeal without a file"
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        before = len(self.portal.effects)
        try:
            return self.portal.click(permit)
        finally:
            self.own.reasons += [self.reason] * (len(self.portal.effects) - before)


class FakeTickets(FakePapers, Tickets):
    def __init__(self, portal: Any) -> None:
        self.portal, self.own = portal, portal.service
        self.text = ""

    async def arrive(self) -> None:
        self.portal.read()

    async def read(self) -> TicketsSeen:
        from fakes import session

        rows = tuple([self._row(n, one) for n, one in enumerate(self.portal.shown(Kind.TICKET))] + self.own.others)
        total = len(rows)
        if self.portal.cut_lists:
            self.portal.cut_lists -= 1
            rows, total = rows[:0], total + 1
        return TicketsSeen(session(), Listing(rows, total))

    def _row(self, number: int, one: Any) -> TicketRow:
        ticket = f"831000000000000010{number}"
        state = self.own.states.get(ticket, TicketState.OPEN)
        return TicketRow(ticket, self.own.texts[one.item], one.at, one.at, state)

    async def answer(self, ticket: str) -> str:
        return str(self.own.answers.get(ticket, ""))

    async def begin(self) -> Sequence[Waiting]:
        return tuple(self.own.draft)

    async def compose(self, text: str) -> None:
        self.text = text

    async def prepare(self, permit: Permit) -> None:
        assert self.text.endswith(mark_of(permit.key))
        self.portal.clock.moment += self.portal.thinking.pop() if self.portal.thinking else timedelta()

    async def press(self, permit: Permit) -> Word:
        self.own.texts[permit.key.item] = self.text.replace("\n", " ")
        return self.portal.click(permit)  # type: ignore[no-any-return]  # of a portal in memory


class FakeMessages(Messages):
    def __init__(self, portal: Any) -> None:
        self.portal = portal

    async def arrive(self) -> None:
        self.portal.read()

    async def read(self) -> Sequence[Notice]:
        return [
            Notice("1", "Customer service has answered your ticket", "Read it.", self.portal.clock.now(), read=False)
        ]
