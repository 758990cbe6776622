"""Personal data made unreadable before anything is kept: e-mail addresses, phone and identity numbers.

The 19-digit ids of the portal and times are not personal and stay.
"""

from __future__ import annotations

import re

# The parts are as long as mail allows: without a bound, a long text of a hostile page takes quadratic time.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
PHONE = re.compile(r"\+\d[\d ()-]{6,16}\d|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{9,10}(?!\d)")
IDENTITY = re.compile(
    r"(?<!\d)\d{17}[\dXx](?!\d)"  # China
    r"|(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)"  # United States
    r"|(?<!\d)\d-\d{4}-\d{5}-\d{2}-\d(?!\d)|(?<!\d)\d{13}(?!\d)"  # Thailand
    r"|\b[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d\b"  # Mexico
)
_KINDS = (EMAIL, PHONE, IDENTITY)
PERSONAL = re.compile("|".join(f"(?:{one.pattern})" for one in _KINDS))  # at once: each look through a page costs


def masked(text: str) -> str:
    """The same text with personal data replaced by dots."""
    for pattern in _KINDS:
        text = pattern.sub("•••", text)
    return text
