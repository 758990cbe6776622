"""A run's folder on the disk: its document, its report, and its pictures and outlines beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from agent.adapters.files import explained, owner_only, private_folder, write_private
from agent.adapters.report.document import Shot, shot_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.adapters.report.document import Document

DOCUMENT: Final = "run.json"
REPORT: Final = "report.html"


def write(folder: Path, document: Document, shots: Sequence[Shot], report: str) -> Path:
    """Write everything for the owner's eyes only and answer the folder; raises MendHost."""
    private_folder(folder)
    for shot, names in zip(shots, shot_names(shots), strict=True):
        _put(folder, names["picture"], shot.picture)
        _put(folder, names["outline"], _bytes(shot.outline))
    write_private(folder / DOCUMENT, _bytes(json.dumps(document, ensure_ascii=False, indent=1)))
    write_private(folder / REPORT, _bytes(report))
    return folder


def read(folder: Path) -> Document:
    """The document of a kept run, or an empty one where it cannot be read."""
    try:
        document = json.loads((folder / DOCUMENT).read_bytes())
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def shots(folder: Path) -> list[Shot]:
    """The pictures and outlines that a run's folder still has."""
    return [_shot(folder, names) for names in read(folder).get("evidence", ())]


def last_picture(folder: Path) -> Path | None:
    """The newest picture that a run's folder still has."""
    names = (one.get("picture") for one in reversed(read(folder).get("evidence", ())))
    return next((path for name in names if name and (path := folder / Path(name).name).is_file()), None)


def drop_shots(folder: Path, document: Document) -> None:
    """Delete the pictures and outlines that a document names; raises MendHost."""
    with explained(folder):
        for path in [path for names in document.get("evidence", ()) for path in _files(folder, names)]:
            path.unlink(missing_ok=True)


def all_in(runs: Path) -> list[Path]:
    """The folders of runs; a link is none, and neither is a folder that is not there."""
    try:
        return [one for one in sorted(runs.iterdir()) if one.is_dir() and not one.is_symlink()]
    except FileNotFoundError:
        return []


def _put(folder: Path, name: str | None, content: bytes) -> None:
    """Not brought to the disk at once, which would cost more than taking the picture: the report holds it as well."""
    if name:
        with explained(folder), open(folder / name, "wb", opener=owner_only) as file:
            file.write(content)


def _bytes(text: str) -> bytes:
    """Half a surrogate pair from a portal's text must not cost the evidence."""
    return text.encode("utf-8", "backslashreplace")


def _shot(folder: Path, names: Document) -> Shot:
    picture, outline = (_content(folder, names.get(kind)) for kind in ("picture", "outline"))
    return Shot(str(names.get("label", "")), picture, outline.decode("utf-8", "replace"))


def _content(folder: Path, name: str | None) -> bytes:
    try:
        return (folder / Path(name).name).read_bytes() if name else b""
    except OSError:
        return b""


def _files(folder: Path, names: Document) -> Iterator[Path]:
    return (folder / Path(name).name for name in (names.get("picture"), names.get("outline")) if name)
