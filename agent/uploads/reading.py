"""Read the files that are to be sent, each once, with every doubt about it; what is read here is what will be sent."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.domain.upload import FileKind, Upload
from agent.errors import Code, MendInput
from agent.uploads.naming import LONGEST, kind_of, objection
from agent.uploads.papers import pdf_objection
from agent.uploads.pictures import jpg_objection, png_objection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import NoReturn

    from agent.domain.upload import UploadLimits

_HEADS: Final = {FileKind.PNG: b"\x89PNG\r\n\x1a\n", FileKind.JPG: b"\xff\xd8\xff", FileKind.PDF: b"%PDF-"}
_WHOLE: Final = {FileKind.PNG: png_objection, FileKind.JPG: jpg_objection, FileKind.PDF: pdf_objection}
_MOST_REASON: Final = 100_000


def read_uploads(paths: Sequence[Path], limits: UploadLimits) -> tuple[Upload, ...]:
    """All of them in their order; raises MendInput(E_INPUT) naming the file and what is against it."""
    if len(paths) > limits.files:
        raise MendInput(Code.E_INPUT, file=paths[limits.files], why="upload_many", value=limits.files)
    read: dict[str, Upload] = {}
    for path in paths:
        one = _read(path, limits.bytes)
        if one.digest in read:
            _refuse(path, "upload_doubled", legible(read[one.digest].name, LONGEST))
        if any(one.name.casefold() == other.name.casefold() for other in read.values()):
            _refuse(path, "upload_same_name", legible(one.name, LONGEST))
        read[one.digest] = one
    return tuple(read.values())


def read_reason(path: Path) -> str:
    """The text that goes with them; raises MendInput(E_INPUT) for what is no text, or none."""
    body = _bytes(path, _MOST_REASON)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse(path, "upload_no_text")
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text:
        _refuse(path, "upload_empty")
    if any(ord(char) < ord(" ") and char not in "\n\t" for char in text):
        _refuse(path, "upload_no_text")
    return text


def _read(path: Path, most: int) -> Upload:
    if why := objection(path.name):
        _refuse(path, why, LONGEST if why == "upload_name_long" else "")
    body, kind = _bytes(path, most), kind_of(path.name)
    if kind is None or not body.startswith(_HEADS[kind]):
        _refuse(path, "upload_not_so", kind or "")
    if why := _WHOLE[kind](body):
        _refuse(path, why)
    return Upload(path.name, kind, body)


def _bytes(path: Path, most: int) -> bytes:
    """Of a plain file alone: a pipe would be waited for, a device has no end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            _refuse(path, "upload_no_file")
        with path.open("rb") as file:
            body = file.read(most + 1)
    except (OSError, ValueError) as error:
        _refuse(path, "upload_unreadable", os.strerror(getattr(error, "errno", 0) or 0))
    if not body:
        _refuse(path, "upload_empty")
    if len(body) > most:
        _refuse(path, "upload_too_big", most // 1000)
    return body


def _refuse(path: Path, why: str, value: object = "") -> NoReturn:
    raise MendInput(Code.E_INPUT, file=legible(str(path), 300), why=why, value=value)
