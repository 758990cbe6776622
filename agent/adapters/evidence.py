"""One folder per run: run.json, pictures and outlines of the page, a report; kept for a while, forgotten on demand."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from jinja2 import TemplateError

from agent.adapters.files import PRIVATE_FILE, explained, private_folder, write_private
from agent.adapters.logs import event
from agent.adapters.redact import redacted
from agent.adapters.report.document import Document, Shot, concerns, forgotten, of_record, of_run, shot_names
from agent.adapters.report.report import render, render_batch
from agent.domain.masking import masked
from agent.errors import CompanionError
from agent.ports import Evidence

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from agent.adapters.report.view import Say
    from agent.domain.record import Record, Who
    from agent.ports import Clock, Gate, Trail, Visit

T = TypeVar("T")

DOCUMENT: Final = "run.json"
REPORT: Final = "report.html"


class NullEvidence(Evidence):
    """Keeps nothing."""

    async def keep(self, label: str, visit: Visit) -> None:
        """Look away."""

    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Answer that nothing was kept."""
        _ = record, who, trail
        return ""


class FolderEvidence(Evidence):
    """Holds what a run shows in memory, and writes it to RUNS/run id when the run has ended."""

    def __init__(self, runs: Path, say: Say, clock: Clock, rules_version: str = "") -> None:
        """Take the folder of all runs and the words of the report; nothing is written yet."""
        self._runs = runs
        self._say = say
        self._clock = clock
        self._rules_version = rules_version
        self._shots: list[Shot] = []
        self._gates: list[Gate] = []

    async def keep(self, label: str, visit: Visit) -> None:
        """Keep a picture and an outline of the page; what cannot be had is left out."""
        if visit.gate not in self._gates:
            self._gates.append(visit.gate)
        picture, outline = await asyncio.gather(_tried(visit.picture), _tried(visit.outline))
        self._shots.append(Shot(label, picture or b"", masked(redacted(outline or ""))))

    def close(self, record: Record, who: Who, trail: Trail) -> str:
        """Write everything; a folder that cannot be written is logged and answered with an empty text."""
        document = of_run(record, who, trail, self._clock.now()) | {
            "rules_version": self._rules_version,
            "sent": [redacted(line) for gate in self._gates for line in gate.sent],
            "stopped": [redacted(line) for gate in self._gates for line in gate.stopped],
            "evidence": shot_names(self._shots),
        }
        try:
            return str(_write(self._runs / who.run, document, self._shots, render(document, self._shots, self._say)))
        except (CompanionError, OSError, TemplateError) as error:
            event("evidence.not_kept", level="WARNING", run=who.run, why=str(error))
            return ""


def keep_batch(runs: Path, name: str, told: Sequence[tuple[Record, str]], say: Say, at: datetime) -> Path:
    """Write one report about many runs into RUNS/name and answer its path.

    Each run comes as its record, which has the last word, and the folder that its evidence answered (or "").
    Raises MendHost.
    """
    entries = [(of_record(record), Path(folder) if folder else None) for record, folder in told]
    kept = [(_read(folder) if folder else {}) | _told(entry) for entry, folder in entries]
    document: Document = {"schema_version": 1, "run": name, "ended_at": at.isoformat(), "entries": kept}
    return _write(runs / name, document, (), _batch_report(runs, document, say)) / REPORT


def _told(entry: Document) -> Document:
    return {key: value for key, value in entry.items() if value is not None}


def sweep(runs: Path, keep_days: int, now: datetime) -> int:
    """Delete the folders of runs that ended longer ago than that; says how many."""
    old = [folder for folder in _folders(runs) if now - _ended(folder) > timedelta(days=keep_days)]
    return sum(_removed(folder) for folder in old)


def forget(runs: Path, account_id: str, handle: str, say: Say) -> int:
    """Take a creator's name, pictures and outlines out of every run and report; says how many folders changed.

    Raises MendHost.
    """
    batches_last = sorted(_folders(runs), key=lambda folder: "entries" in _read(folder))  # they show the runs' pictures
    return sum(_forget_in(folder, account_id, handle, say) for folder in batches_last)


def _forget_in(folder: Path, account_id: str, handle: str, say: Say) -> bool:
    before = _read(folder)
    if not concerns(before, account_id, handle):
        return False
    document: Document = forgotten(before, handle)
    for path in [path for shot in before.get("evidence", ()) for path in _files_of(folder, shot)]:
        path.unlink(missing_ok=True)
    document["evidence"] = []
    batch = "entries" in document
    _write(folder, document, (), _batch_report(folder.parent, document, say) if batch else render(document, (), say))
    return True


def _batch_report(runs: Path, document: Document, say: Say) -> str:
    return render_batch([(entry, _shots(runs / str(entry.get("run") or "?"))) for entry in document["entries"]], say)


async def _tried(view: Callable[[], Awaitable[T]]) -> T | None:
    try:
        return await view()
    except (CompanionError, OSError):
        return None


def _write(folder: Path, document: Document, shots: Sequence[Shot], report: str) -> Path:
    private_folder(folder)
    for shot, names in zip(shots, shot_names(shots), strict=True):
        _put(folder, names["picture"], shot.picture)
        _put(folder, names["outline"], _bytes(shot.outline))
    write_private(folder / DOCUMENT, _bytes(json.dumps(document, ensure_ascii=False, indent=1)))
    write_private(folder / REPORT, _bytes(report))
    return folder


def _put(folder: Path, name: str | None, content: bytes) -> None:
    """Not brought to the disk at once, which would cost more than taking the picture: the report holds it as well."""
    if name:
        with explained(folder), open(folder / name, "wb", opener=_owner_only) as file:
            file.write(content)


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE_FILE)


def _bytes(text: str) -> bytes:
    """Half a surrogate pair from a portal's text must not cost the evidence."""
    return text.encode("utf-8", "backslashreplace")


def _read(folder: Path) -> Document:
    """The document of a kept run, or an empty one where it cannot be read."""
    try:
        document = json.loads((folder / DOCUMENT).read_bytes())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _shots(folder: Path) -> list[Shot]:
    """The pictures and outlines that a run's folder still has."""
    return [_shot(folder, names) for names in _read(folder).get("evidence", ())]


def _shot(folder: Path, names: Document) -> Shot:
    picture, outline = (_content(folder, names.get(kind)) for kind in ("picture", "outline"))
    return Shot(str(names.get("label", "")), picture, outline.decode("utf-8", "replace"))


def _content(folder: Path, name: str | None) -> bytes:
    try:
        return (folder / Path(name).name).read_bytes() if name else b""
    except OSError:
        return b""


def _files_of(folder: Path, names: Document) -> Iterator[Path]:
    return (folder / Path(name).name for name in (names.get("picture"), names.get("outline")) if name)


def _folders(runs: Path) -> list[Path]:
    """The folders of runs; a link is none."""
    try:
        return [one for one in sorted(runs.iterdir()) if one.is_dir() and not one.is_symlink()]
    except FileNotFoundError:
        return []


def _ended(folder: Path) -> datetime:
    try:
        ended = datetime.fromisoformat(str(_read(folder).get("ended_at")))
    except ValueError:
        ended = datetime.fromtimestamp(folder.stat().st_mtime, UTC)
    return ended if ended.tzinfo else ended.replace(tzinfo=UTC)


def _removed(folder: Path) -> bool:
    try:
        shutil.rmtree(folder)
    except OSError as error:
        event("evidence.not_swept", level="WARNING", run=folder.name, why=str(error.strerror))
        return False
    return True
