"""Whether a PNG or a JPEG is whole, and no bigger inside than a picture is: read by its structure, never drawn."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PIXELS: Final = 50_000_000  # a screen is 2 to 15 million
_MOST_TEXT: Final = 1_000_000
_AROUND: Final = 12  # bytes of a chunk besides its data: size, name and check sum
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's pixel, by its colour type
_PACKED_TEXT: Final = {b"iCCP": 2, b"zTXt": 2}  # a name and a NUL, then one byte, then what is packed
_SOF: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN, _END = 0xDA, 0xD9


def png_objection(body: bytes) -> str:
    """Why a PNG will not do; empty where it is whole."""
    chunks = list(_chunks(body))
    names = [name for name, _ in chunks]
    if not chunks or names[0] != b"IHDR" or names[-1] != b"IEND" or b"IDAT" not in names or len(chunks[0][1]) != 13:  # noqa: PLR2004 - as the format says
        return "upload_cut"
    width, height, depth, colour = struct.unpack(">IIBB", chunks[0][1][:10])
    if not width or not height or colour not in _SAMPLES:
        return "upload_damaged"
    if width * height > _MOST_PIXELS:
        return "upload_bomb"
    # Woven pictures (interlaced) have up to two rows of filter bytes more for each row.
    most = height * ((width * depth * _SAMPLES[colour] + 7) // 8 + 4) + 64
    pixels = b"".join(data for name, data in chunks if name == b"IDAT")
    behind = body[len(_PNG_HEAD) + sum(len(data) + _AROUND for _, data in chunks) :]
    return _unpacked(pixels, most) or _packed_texts(chunks) or ("upload_active" if behind.strip(b"\0\r\n") else "")


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk whose check sum is right, up to the first that is not."""
    at = len(_PNG_HEAD)
    while at + _AROUND <= len(body):
        (size,) = struct.unpack(">I", body[at : at + 4])
        name, data, told = body[at + 4 : at + 8], body[at + 8 : at + 8 + size], body[at + 8 + size : at + 12 + size]
        if len(told) != 4 or struct.pack(">I", zlib.crc32(name + data)) != told:  # noqa: PLR2004 - a check sum's bytes
            return
        yield name, data
        if name == b"IEND":
            return
        at += _AROUND + size


def _unpacked(packed: bytes, most: int) -> str:
    """Unpack no more than may be in there."""
    unpacking = zlib.decompressobj()
    try:
        size = len(unpacking.decompress(packed, most + 1))
    except zlib.error:
        return "upload_damaged"
    if size > most:
        return "upload_bomb"
    return "" if unpacking.eof else "upload_cut"


def _packed_texts(chunks: list[tuple[bytes, bytes]]) -> str:
    for name, data in chunks:
        if name in _PACKED_TEXT:
            packed = data.partition(b"\0")[2][_PACKED_TEXT[name] - 1 :]
            if _unpacked(packed, _MOST_TEXT) == "upload_bomb":
                return "upload_bomb"
    return ""


def jpg_objection(body: bytes) -> str:
    """Why a JPEG will not do; empty where its picture begins and ends."""
    at, size = 2, 0
    while at + 4 <= len(body) and body[at] == 0xFF:  # noqa: PLR2004 - how a marker begins
        marker = body[at + 1]
        if marker in _ALONE or marker == 0xFF:  # noqa: PLR2004 - filling
            at += 1 if marker == 0xFF else 2  # noqa: PLR2004 - filling
            continue
        (length,) = struct.unpack(">H", body[at + 2 : at + 4])
        if marker in _SOF and at + 9 <= len(body):
            high, wide = struct.unpack(">HH", body[at + 5 : at + 9])
            size = high * wide
        if marker == _SCAN:
            return _scanned(body, at + 2 + length, size)
        at += 2 + length
    return "upload_cut"


def _scanned(body: bytes, begins: int, size: int) -> str:
    if not size:
        return "upload_damaged"
    if size > _MOST_PIXELS:
        return "upload_bomb"
    return "" if body.find(bytes((0xFF, _END)), begins) > begins else "upload_cut"
