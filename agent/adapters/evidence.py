"""One folder per run: run.json, pictures and outlines of the page, a report; kept for a while, forgotten on demand."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import TemplateError

from agent.adapters.logs import event
from agent.adapters.redact import redacted
from agent.adapters.report import folder as folders
from agent.adapters.report.document import (
    SCHEMA_VERSION,
    Document,
    Shot,
    of_record,
    of_run,
    shot_names,
)
from agent.adapters.report.forgetting import forgotten, names
from agent.adapters.report.report import render, render_batch
from agent.adapters.report.zones import parsed
from agent.domain.masking import masked
from agent.domain.rules import written
from agent.errors import CompanionError
from agent.ports import Evidence

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.adapters.report.told import Say
    from agent.domain.record import Record, Who
    from agent.domain.rules import Rule, Rules
    from agent.ports import Clock, Gate, Trail, Visit

T = TypeVar("T")
_PATIENCE_S = 10.0


class NullEvidence(Evidence):
    """Keeps nothing."""

    async def keep(self, label: str, visit: Visit) -> str:
        """Look away."""
        _ = label, visit
        return ""

    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Answer that nothing was kept."""
        _ = record, who, trail
        return ""


class FolderEvidence(Evidence):
    """Holds what a run shows in memory, and writes it to RUNS/run id when the run has ended."""

    def __init__(self, runs: Path, say: Say, clock: Clock, rules: Rules | None = None) -> None:
        """Take the folder of all runs, the words of the report and the rules in force; nothing is written yet."""
        self._runs = runs
        self._say = say
        self._clock = clock
        self._rules = rules
        self._shots: list[Shot] = []
        self._gates: list[Gate] = []

    async def keep(self, label: str, visit: Visit) -> str:
        """Keep a picture and an outline of the page; what cannot be had is left out."""
        if visit.gate not in self._gates:
            self._gates.append(visit.gate)
        picture, outline = await asyncio.gather(_tried(visit.picture), _tried(visit.outline))
        self._shots.append(Shot(label, picture or b"", masked(redacted(outline or ""))))
        return shot_names(self._shots)[-1]["picture"] or ""

    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Write everything; a folder that cannot be written is logged and answered with an empty text."""
        document = of_run(record, who, trail, self._clock.now()) | {
            "rules_version": self._rules.version if self._rules else "",
            "pace": _slowed(self._rules) if self._rules else [],
            "sent": [redacted(line) for gate in self._gates for line in gate.sent],
            "stopped": [redacted(line) for gate in self._gates for line in gate.stopped],
            "evidence": shot_names(self._shots),
        }
        try:
            return str(folders.write(self._runs / who.run, document, self._shots, self._report(document)))
        except (CompanionError, OSError, TemplateError) as error:
            event("evidence.not_kept", level="WARNING", run=who.run, why=str(error))
            return ""

    def _report(self, document: Document) -> str:
        return render(document, self._shots, self._say)


def _slowed(rules: Rules) -> list[Document]:
    """Where this login presses slower than shipped, and why somebody wanted it so."""
    pause, cap = rules.press_pause, rules.presses_per_day
    longer = [pause] if all(pause.value > one.value for one in pause.readings) else []
    fewer = [cap] if all(cap.value < one.value for one in cap.readings) else []
    slower: list[Rule[Any]] = [*longer, *fewer]
    return [{"rule": one.name, "value": written(one.value), "source": one.chosen.source} for one in slower]


async def _tried(view: Callable[[], Awaitable[T]]) -> T | None:
    try:
        async with asyncio.timeout(_PATIENCE_S):  # a page that hangs must not keep a press from being looked up
            return await view()
    except (CompanionError, OSError):  # a timeout is an OSError too
        return None


def keep_batch(runs: Path, name: str, told: Sequence[tuple[Record, str]], say: Say, at: datetime) -> Path:
    """Write one report about many runs into RUNS/name and answer its path.

    Each run comes as its record, which has the last word, and the folder that its evidence answered (or "").
    Raises MendHost.
    """
    entries = [_entry(record, folder) for record, folder in told]
    document: Document = {"schema_version": SCHEMA_VERSION, "run": name, "ended_at": at.isoformat(), "entries": entries}
    return folders.write(runs / name, document, (), _again(runs, document, say)) / folders.REPORT


def sweep(runs: Path, keep_days: int, now: datetime) -> int:
    """Delete the folders of runs that ended longer ago than that; says how many."""
    old = [folder for folder in folders.all_in(runs) if now - _ended(folder) > timedelta(days=keep_days)]
    return sum(_removed(folder) for folder in old)


def forget(runs: Path, account_id: str, handle: str, say: Say) -> int:
    """Take a creator's name out of every run and report, and every picture that may show it; says how many changed.

    Raises MendHost.
    """
    batches_last = sorted(
        folders.all_in(runs), key=lambda one: "entries" in folders.read(one)
    )  # they show the pictures
    return sum(_forgot(folder, account_id, handle, say) for folder in batches_last)


def _forgot(folder: Path, account_id: str, handle: str, say: Say) -> bool:
    before = folders.read(folder)
    after = forgotten(before, account_id, handle)
    if after == before and not any(names(shot.outline, handle) for shot in folders.shots(folder)):
        return False
    folders.drop_shots(folder, before)
    after["evidence"] = []
    folders.write(folder, after, (), _again(folder.parent, after, say))
    return True


def _again(runs: Path, document: Document, say: Say) -> str:
    """The report of a kept document; a batch shows what its runs' own folders still have."""
    if "entries" not in document:
        return render(document, (), say)
    return render_batch(
        [(entry, folders.shots(runs / str(entry.get("run") or "?"))) for entry in document["entries"]], say
    )


def _entry(record: Record, folder: str) -> Document:
    told = {key: value for key, value in of_record(record).items() if value is not None}
    return folders.read(Path(folder)) | told if folder else told


def _ended(folder: Path) -> datetime:
    return parsed(folders.read(folder).get("ended_at")) or datetime.fromtimestamp(folder.stat().st_mtime, UTC)


def _removed(folder: Path) -> bool:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        event("evidence.not_swept", level="WARNING", run=folder.name, why=str(error.strerror))
        return False
    return True
