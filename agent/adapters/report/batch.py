"""Many runs as one page shows them: its title, how often each outcome occurs, and the runs by shop."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from agent.domain.ledger import Outcome

if TYPE_CHECKING:
    from agent.adapters.report.told import Say
    from agent.adapters.report.view import RunView

_DEMO: Final = "demo"
_ORDER: Final = [str(one) for one in Outcome]


@dataclass(frozen=True)
class BatchView:
    """Many runs on one page."""

    runs: tuple[RunView, ...]
    say: Say

    @property
    def title(self) -> str:
        """What was run: the demo, or one kind of act for so many accounts."""
        acts = {run.act for run in self.runs if run.act}
        if len(acts) != 1:
            return self.say("ui.report_title")
        if {run.doc.get("command") for run in self.runs} == {_DEMO}:
            return self.say("ui.demo_title")
        return self.say("ui.batch_title", act=acts.pop(), count=len(self.runs))

    @property
    def shops(self) -> list[tuple[str, list[RunView]]]:
        """The runs, by shop, in the order in which they were made."""
        return [(name, list(runs)) for name, runs in groupby(self.runs, key=lambda run: str(run.doc["shop"]["name"]))]

    def number(self, run: RunView) -> int:
        """The place of a run on the page, for links to it."""
        return next(number for number, one in enumerate(self.runs, 1) if one is run)

    @property
    def tally(self) -> list[tuple[RunView, int]]:
        """How often each outcome occurs, what went well first, each with one run that has it."""
        first = {run.doc["outcome"]: run for run in reversed(self.runs)}
        counts = Counter(run.doc["outcome"] for run in self.runs)
        return [(first[name], counts[name]) for name in sorted(counts, key=_place)]


def _place(outcome: str) -> int:
    return _ORDER.index(outcome) if outcome in _ORDER else len(_ORDER)
