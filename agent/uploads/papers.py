"""Whether a PDF is whole, can be read by whoever has to decide, and does nothing by itself."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_UNPACKED: Final = 200_000_000
_TAIL: Final = 2048
_HEAD: Final = re.compile(rb"%PDF-[12]\.\d")
_ACTS: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_LOCKED: Final = re.compile(rb"/Encrypt\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_END: Final = re.compile(rb"startxref\s+\d+\s+%%EOF")


def pdf_objection(body: bytes) -> str:
    """Why a PDF will not do; empty where it ends as one and nothing in it acts."""
    if not _HEAD.match(body):
        return "upload_damaged"
    if not _END.search(body[-_TAIL:]):
        return "upload_cut"
    left = _MOST_UNPACKED
    for told, packed in _parts(body):
        if _LOCKED.search(told):
            return "upload_locked"
        text = _unpacked(packed, left)
        left -= len(text)
        if left < 0:
            return "upload_bomb"
        if _ACTS.search(told) or (b"/ObjStm" in told and _ACTS.search(text)):
            return "upload_active"
    return ""


def _parts(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """What stands outside of streams, each time with the stream that follows; in streams anything stands by chance."""
    at = 0
    for found in _STREAM.finditer(body):
        if found.start() >= at:
            end = body.find(b"endstream", found.end())
            end = len(body) if end < 0 else end
            yield body[at : found.start()], body[found.end() : end]
            at = end + len(b"endstream")
    yield body[at:], b""


def _unpacked(packed: bytes, left: int) -> bytes:
    """What a packed stream holds, one byte more than may be at most; nothing of what is packed otherwise."""
    try:
        return zlib.decompressobj().decompress(packed, left + 1)
    except zlib.error:
        return b""
