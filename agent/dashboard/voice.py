"""How a page speaks to its reader: in one language, and with each moment in the shop's zone and in the reader's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from agent.wiring.boards import LANGUAGES, in_both_zones, instant
from agent.words import fact_told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.domain.jobs import Job
    from agent.errors import CompanionError
    from agent.words import Words

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_EXITS: Final = (
    (range(1), "ui.exit_good"),
    (range(1, 2), "ui.exit_bug"),
    (range(2, 4), "ui.exit_input"),
    (range(4, 6), "ui.exit_machine"),
    (range(10, 20), "ui.exit_later"),
    (range(20, 30), "ui.exit_person"),
    (range(30, 40), "ui.exit_refused"),
    (range(40, 50), "ui.exit_rejected"),
    ((130, 143), "ui.exit_stopped"),
)
_LEFT: Final = ("ui.left_days", "ui.left_hours", "ui.left_minutes", "ui.left_over")


@dataclass(frozen=True, slots=True)
class Voice:
    """One reader's words, at one moment."""

    say: Words
    now: datetime

    @property
    def tag(self) -> str:
        """The language as browsers name it."""
        return {"zh": "zh-CN"}.get(self.say.language, self.say.language)

    def word(self, kind: str, name: object) -> str:
        """A closed word, or the word itself where there is no text."""
        return self.say.word(kind, name)

    def moments(self, at: datetime | None, zone: str) -> str:
        """A moment in the shop's zone, then in the reader's where that clock shows another time."""
        return " · ".join(in_both_zones(at, zone)) if at else ""

    def left(self, until: datetime) -> str:
        """How long it takes until then, in the largest two units."""
        rest = until - self.now
        if rest <= timedelta():
            return self.say("ui.left_over")
        minutes = -(-rest // timedelta(minutes=1))
        told = {"days": rest // _DAY, "hours": (rest % _DAY) // _HOUR if rest >= _DAY else minutes // 60}
        if rest >= _DAY:
            return self.say("ui.left_days", **told)
        return self.say("ui.left_hours" if minutes >= 60 else "ui.left_minutes", minutes=minutes % 60, **told)  # noqa: PLR2004 - an hour

    @property
    def patterns(self) -> Mapping[str, str]:
        """The texts by which the page itself counts down, their places open."""
        return {key.partition("_")[2]: self.say.texts[key] for key in _LEFT}

    def trouble(self, job: Job, shop: str) -> str:
        """Why a job did not end well."""
        return self.say(f"error.{job.code}.what", handle=job.handle, shop=shop).strip() if job.code else ""

    def fact(self, fact: Mapping[str, Any], zone: str) -> str:
        """What was known of a fact; a moment in both zones."""
        value = str(fact.get("value", ""))
        return fact_told(fact, self.say, self.moments(instant(value), zone) or value)

    def why(self, verdict: Mapping[str, Any]) -> str:
        """One sentence: why a guard objects."""
        reason = verdict.get("reason")
        return self.say(f"reason.{reason}.why", measured=verdict.get("measured", "")) if reason else ""

    def error(self, error: CompanionError) -> str:
        """What went wrong."""
        return self.say(f"error.{error.code}.what", **error.params).strip()

    def next(self, error: CompanionError) -> str:
        """What to do about it."""
        return self.say(f"error.{error.code}.next", **error.params).strip()

    def exit(self, code: int | None) -> str:
        """How a command ended, and what that asks of people; None while it goes on."""
        if code is None:
            return self.say("ui.exit_none")
        found = next((key for codes, key in _EXITS if code in codes), "ui.exit_killed")
        return f"{self.say(found)} ({code})"


def wanted(asked: str | None, kept: str | None, accepted: str, usual: str) -> str:
    """The language that is asked for, else the one that was chosen before, else the browser's first, else the usual."""
    spoken = [part.partition(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((one for one in (asked, kept, *spoken) if one in LANGUAGES), usual)
