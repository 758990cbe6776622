"""Files as somebody might hand them in: proofs that are good, and every kind that must not be sent."""

from __future__ import annotations

import struct
import zlib


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def a_png(width: int = 2, height: int = 2, *, pixels: bytes | None = None, more: bytes = b"") -> bytes:
    """A grey picture; `pixels` may be others than its size says, `more` are chunks of its own."""
    rows = (b"\0" + b"\x80" * width) * height if pixels is None else pixels
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + more + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def a_text_chunk(text: bytes) -> bytes:
    return _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(text))


def a_jpg(width: int = 2, height: int = 2) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04AB" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34\xff\xd9"


def a_pdf(inside: bytes = b"", stream: bytes = b"", kind: bytes = b"") -> bytes:
    """One page's worth of a paper, with a stream of its own."""
    packed = b"2 0 obj <<" + kind + b">> stream\n" + zlib.compress(stream) + b"\nendstream endobj\n"
    body = b"%PDF-1.7\n1 0 obj <</Type /Catalog " + inside + b">> endobj\n" + packed
    return body + b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


PNG, JPG, PDF = a_png(), a_jpg(), a_pdf()
PACKED = b"PK\x03\x04" + b"\0" * 40
BAD = {  # name, content, why
    "wrong type": ("proof.gif", b"GIF89a", "upload_type"),
    "a script": ("proof.svg", b"<svg onload='x()'/>", "upload_type"),
    "no ending": ("proof", PNG, "upload_type"),
    "only an ending": (".png", PNG, "upload_name"),
    "a program called picture": ("proof.png", b"MZ\x90\x00" + b"\0" * 60, "upload_not_so"),
    "a page called paper": ("proof.pdf", b"<html><script>x()</script></html>", "upload_not_so"),
    "a zip bomb called paper": ("proof.pdf", PACKED, "upload_not_so"),
    "a jpg called png": ("proof.png", JPG, "upload_not_so"),
    "double ending": ("proof.exe.png", PNG, "upload_double"),
    "double ending of papers": ("proof.pdf.PNG", PNG, "upload_double"),
    "a zip bomb": ("proof.zip", PACKED, "upload_type"),
    "too big": ("proof.png", PNG + b"\0" * 600_000, "upload_too_big"),
    "empty": ("proof.png", b"", "upload_empty"),
    "cut png": ("proof.png", PNG[:-6], "upload_cut"),
    "only the head of a png": ("proof.png", PNG[:8], "upload_cut"),
    "cut pixels": ("proof.png", a_png(pixels=b"")[:-20], "upload_cut"),
    "damaged png": ("proof.png", a_png()[:40] + b"\xaa" + a_png()[41:], "upload_cut"),
    "cut jpg": ("proof.jpg", JPG[:-2], "upload_cut"),
    "cut in the head of a jpg": ("proof.jpeg", JPG[:12], "upload_cut"),
    "cut pdf": ("proof.pdf", PDF[:-20], "upload_cut"),
    "pdf of no version": ("proof.pdf", b"%PDF-x" + PDF, "upload_damaged"),
    "picture of no size": ("proof.png", a_png(0, 5), "upload_damaged"),
    "picture bomb by its pixels": ("proof.png", a_png(2, 2, pixels=b"\0" * 900_000), "upload_bomb"),
    "picture bomb by its size": ("proof.png", a_png(60_000, 60_000, pixels=b"\0"), "upload_bomb"),
    "picture bomb by its comment": ("proof.png", a_png(more=a_text_chunk(b"\0" * 2_000_000)), "upload_bomb"),
    "jpg bomb": ("proof.jpg", a_jpg(60_000, 60_000), "upload_bomb"),
    "another file behind a picture": ("proof.png", PNG + PACKED, "upload_active"),
    "locked pdf": ("proof.pdf", a_pdf(b"/Encrypt 9 0 R"), "upload_locked"),
    "pdf with a script": ("proof.pdf", a_pdf(b"/OpenAction <</S /JavaScript>>"), "upload_active"),
    "pdf with a packed script": ("proof.pdf", a_pdf(stream=b"<</S /Launch>>", kind=b"/Type /ObjStm"), "upload_active"),
    "long name": ("p" * 90 + ".png", PNG, "upload_name_long"),
    "name that runs backwards": ("proof\u202egnp.pdf.png", PNG, "upload_name"),
    "name with a hidden letter": ("pro\u200bof.png", PNG, "upload_name"),
    "name with a line break": ("proof\n.png", PNG, "upload_name"),
    "name in parts that look whole": ("cafe\u0301.png", PNG, "upload_name"),
    "name that is a command": ("proof|rm%20.png", PNG, "upload_name"),
    "name of a device": ("con.png", PNG, "upload_name"),
}
