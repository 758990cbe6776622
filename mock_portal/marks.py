"""Codes that tell nothing to who does not know them; `static/reshape.js` makes the same."""

from __future__ import annotations

_PRIME, _BASIS, _ALL = 16777619, 2166136261, 0xFFFFFFFF


def code(text: str) -> str:
    """Eight hexadecimal digits (FNV-1a of 32 bits)."""
    sum_ = _BASIS
    for byte in text.encode():
        sum_ = ((sum_ ^ byte) * _PRIME) & _ALL
    return f"{sum_:08x}"
