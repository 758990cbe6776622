"""How long a run took, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from agent.adapters.report.told import Told
from agent.adapters.report.zones import parsed

if TYPE_CHECKING:
    from agent.adapters.report.document import Document


@dataclass(frozen=True, slots=True)
class Step:
    """All tries at one step: their milliseconds, and where the first began on the bar (percent)."""

    name: str
    tries: tuple[Document, ...]
    ms: float
    share: float

    @property
    def troubles(self) -> list[str]:
        """What went wrong before it went well."""
        return [str(one["error"]) for one in self.tries if one.get("error")]


@dataclass(frozen=True)
class Timing(Told):
    """The steps of a run, their tries, and all of it together."""

    @cached_property
    def steps(self) -> list[Step]:
        """The steps in the order in which they were first tried, all tries of one together."""
        tries: dict[str, list[Document]] = {}
        for attempt in self.doc.get("attempts") or ():
            tries.setdefault(attempt["step"], []).append(attempt)
        sums = {name: sum(one["ms"] for one in tried) for name, tried in tries.items()}
        longest = max(sums.values(), default=0) or 1
        return [Step(name, tuple(tried), sums[name], 100 * sums[name] / longest) for name, tried in tries.items()]

    @property
    def retries(self) -> int:
        """How often a step was tried again."""
        return sum(one["attempt"] > 1 for step in self.steps for one in step.tries)

    @property
    def took(self) -> str:
        """From start to end, in seconds."""
        start, end = parsed(self.doc.get("started_at")), parsed(self.doc.get("ended_at"))
        return f"{(end - start).total_seconds():.1f} {self.say('ui.seconds')}" if start and end else ""
