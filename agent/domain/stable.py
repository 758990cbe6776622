"""Which texts of a page's markup are likely to be the same tomorrow, in the next build, and for the next account."""

from __future__ import annotations

import re
from typing import Final

from agent.domain.masking import masked

HANDLE: Final = re.compile(r"@([A-Za-z0-9._]{2,24})")

_LONGEST_NAME: Final = 80
_LONGEST_TOKEN: Final = 60
# css-1x2y3z (emotion), sc-bdVaJa (styled-components), jsx-123, svelte-xyz123, and the hash of a CSS module: root__3xKq2
_BUILT: Final = re.compile(
    r"^(?:css|sc|jsx|svelte|emotion|makeStyles|Mui[A-Z]\w*)-|(?:__|--)[A-Za-z0-9_-]*\d", re.ASCII
)
_PARTS: Final = re.compile(r"[^A-Za-z0-9]+")
_HUMPS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+", re.ASCII)
_VOWELS: Final = re.compile(r"[aeiouyAEIOUY]")
_TOKEN: Final = re.compile(r"[A-Za-z_-][A-Za-z0-9_-]*", re.ASCII)
_MANY_DIGITS: Final = re.compile(r"\d{3,}")
_COUNTS: Final = re.compile(r"^\W*\d|\d\W*$|\d+\s*/\s*\d+")
_DUMB: Final = 5  # letters without a vowel
_SHORT: Final = 2
_HUMPED: Final = 3


def is_class(token: str) -> bool:
    """Whether a class was given by a person: none that a build made, nor one that holds a number."""
    return _is_word(token) and not any(char.isdigit() for char in token)


def is_id(token: str) -> bool:
    """Whether an id stays: no number in it, and no hash."""
    return is_class(token)


def is_test_id(value: str) -> bool:
    """Whether a test id names a kind of element: not one row, account or product of many."""
    fits = (
        0 < len(value) <= _LONGEST_TOKEN and value.isascii() and value.isprintable() and not set(value) & set("\"\\'")
    )
    return fits and masked(value) == value and not _MANY_DIGITS.search(value) and not _is_built(value)


def is_name(name: str) -> bool:
    """Whether an accessible name may be kept at all: short, printable lines without personal data."""
    return 0 < len(name) <= _LONGEST_NAME and "\n" not in name and masked(name) == name


def counts(name: str) -> bool:
    """Whether a name holds a number at one of its ends, or as a ratio: such a number is likely to change."""
    return bool(_COUNTS.search(name))


def _is_word(token: str) -> bool:
    return len(token) <= _LONGEST_TOKEN and bool(_TOKEN.fullmatch(token)) and not _is_built(token)


def _is_built(token: str) -> bool:
    return bool(_BUILT.search(token)) or any(_is_hash(part) for part in _PARTS.split(token) if part)


def _is_hash(part: str) -> bool:
    """Letters and digits mixed as nobody writes them: "1x2y3z", "bdVaJa", "xkcdqrt"."""
    humps = _HUMPS.findall(part)
    mixed = len(part) > _HUMPED and any(char.isdigit() for char in part[:-1]) and any(char.isalpha() for char in part)
    humped = len(humps) >= _HUMPED and sum(len(hump) <= _SHORT for hump in humps) * 2 >= len(humps)
    return mixed or (len(part) >= _DUMB and part.isalpha() and (humped or not _VOWELS.search(part)))
