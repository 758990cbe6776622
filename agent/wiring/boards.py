"""What the dashboard works with: the operator's files as they are now, the ledger, and what runs have left."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from agent.adapters.clocks import SystemClock
from agent.adapters.live.client import LiveClient
from agent.adapters.live.lines import NotALineError, as_input
from agent.adapters.report import folder as folders
from agent.adapters.report.document import of_row
from agent.adapters.report.report import environment, render
from agent.adapters.report.zones import in_both_zones, instant
from agent.errors import CompanionError, TryLater
from agent.tomlfile import default_folder, find
from agent.wiring.desks import user
from agent.wiring.house import ROSTER
from agent.words import LANGUAGES, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from agent.domain.handover import HandedOver
    from agent.domain.identity import RunId
    from agent.domain.ledger import Choice, RunRow
    from agent.domain.roster import Login, Roster, Shop
    from agent.domain.rules import Rules
    from agent.ports import Clock, Insights, Ledger
    from agent.wiring.house import House

__all__ = [
    "LANGUAGES",
    "Board",
    "FollowedClock",
    "LiveClient",
    "NotALineError",
    "as_input",
    "environment",
    "in_both_zones",
    "instant",
]
_ASK_AGAIN: Final = timedelta(minutes=1)  # a practice portal's clock may be put forward


class FollowedClock(SystemClock):
    """The time by which runs count: a practice portal's where its clock is followed and it answers, else our own."""

    def __init__(self, house: House) -> None:
        """Take the house whose roster names portals; nobody is asked yet."""
        self._house = house
        self._ahead = timedelta()
        self._asked_at: datetime | None = None

    def now(self) -> datetime:
        """The moment in UTC; the portal is asked anew from time to time, as its clock may be put forward."""
        here = super().now()
        if self._asked_at is None or here - self._asked_at > _ASK_AGAIN:
            self._asked_at = here
            with suppress(TryLater):
                self._ahead = self._house.clock(self._house.clock_portal()).now() - here
        return here + self._ahead


@dataclass
class Board:
    """One operator's files, ledger and runs, for a program that looks at them for days.

    `trouble` is why the roster's file cannot be read any more; what it said before then still holds.
    """

    house: House
    ledger: Ledger
    insights: Insights
    clock: Clock
    trouble: CompanionError | None = None
    _words: dict[str, Words] = field(default_factory=dict)
    _rules: dict[tuple[object, ...], Rules] = field(default_factory=dict)
    _written: int = -1
    _known: bool = False

    def words(self, language: str) -> Words:
        """The texts of one of our languages."""
        if language not in self._words:
            self._words[language] = Words.load(self.house.folders, language)
        return self._words[language]

    def roster(self) -> Roster:
        """The roster as its file says now; raises MendInput(E_CONFIG) where it could never be read."""
        file = find(ROSTER, self.house.folders)
        written = file.stat().st_mtime_ns if file else 0
        if written != self._written:
            self._written = written
            self._read_again()
        return self.house.roster

    def _read_again(self) -> None:
        fresh = replace(self.house)
        try:
            _ = fresh.roster
        except CompanionError as error:
            if not self._known:
                raise
            self.trouble = error
        else:
            self.house, self._rules, self._known, self.trouble = fresh, {}, True, None

    def rules(self, shop: Shop, login: Login, choices: Sequence[Choice]) -> Rules:
        """The rules of a shop but for its pace, which is shown nowhere; shops in the same place share what was read."""
        from agent.rulebook import Place, load_rules  # noqa: PLC0415 - pydantic is heavy

        place = Place.of(shop, login)
        key = (place, tuple(choices))
        if key not in self._rules:
            self._rules[key] = load_rules((*self.house.folders, default_folder()), place, choices)
        return self._rules[key]

    def candidates(self, shop: Shop) -> Mapping[str, Any]:
        """Whom `match` last found for a shop, as far as it keeps them; nothing where it never did."""
        from agent.adapters.matches import Matches  # noqa: PLC0415 - only here

        return Matches(self.house.state / "match").kept(shop.id)

    def report(self, row: RunRow, language: str) -> str:
        """The report of a run in a language: with its pictures where they are kept here, else what the ledger knows."""
        place = self._folder_of(row)
        kept = folders.read(place) if place else {}
        document = kept or of_row(row, self.house.roster.shop(row.shop))
        return render(document, folders.shots(place) if place and kept else (), self.words(language))

    def _folder_of(self, row: RunRow) -> Path | None:
        """The run's folder, where it is one of this state folder's own."""
        place = Path(row.evidence)
        return place if row.evidence and self._is_ours(place, self.house.runs) else None

    def picture(self, run: RunId, name: str) -> bytes:
        """A picture that a run of this machine kept, personal data covered; empty where there is none."""
        folder = self.house.runs / run
        file = folder / name
        ours = self._is_ours(folder, self.house.runs) and self._is_ours(file, folder)
        return file.read_bytes() if ours and file.is_file() else b""

    @staticmethod
    def _is_ours(place: Path, folder: Path) -> bool:
        """Whether a path leads to a thing that lies in a folder itself, and to nothing else."""
        return place.resolve().parent == folder.resolve() and not place.is_symlink()

    def live(self, hand_over: HandedOver) -> AbstractAsyncContextManager[LiveClient]:
        """A look at a page that is in a person's hands; raises MendInput(E_INPUT) where it cannot be had from here."""
        return LiveClient.connect(self.house.state, hand_over)

    @property
    def user(self) -> str:
        """Who decides here, for the record."""
        return user()

    @property
    def options(self) -> list[str]:
        """The options by which a command of ours works in the same house."""
        config = ["--config", str(self.house.config)] if self.house.config else []
        return [*config, "--state", str(self.house.state)]
