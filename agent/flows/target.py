"""The target is never guessed: which search hit is the account that is meant, or why none of them is."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from agent.domain.identity import shown
from agent.errors import AskPerson, Code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from agent.domain.identity import Target
    from agent.domain.seen import Hit, Listing

_SHOWN_LOOKALIKES = 5


def the_one(target: Target, hits: Listing[Hit]) -> Hit:
    """The hit that is meant: equal in every code point, and in the pinned id where one is pinned.

    Raises AskPerson: E_TARGET_NOT_PROVEN where nothing equals or the list is incomplete, E_TARGET_AMBIGUOUS where
    several do, E_TARGET_CHANGED where handle and pinned id no longer belong together.
    """
    if not hits.complete:
        raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, detail=f"{len(hits.rows)}/{hits.total}")
    same = [one for one in hits.rows if one.handle == target.handle]
    if target.account_id is not None:
        return _pinned(target, hits.rows, same)
    if len(same) > 1:
        raise AskPerson(Code.E_TARGET_AMBIGUOUS, handle=target.handle, detail=", ".join(one.account_id for one in same))
    if not same:
        raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, detail=_lookalikes(target, hits.rows))
    return same[0]


def _pinned(target: Target, rows: Iterable[Hit], same: list[Hit]) -> Hit:
    mine = [one for one in rows if one.account_id == target.account_id]
    if len(mine) == 1 and mine[0].handle == target.handle:
        return mine[0]
    if mine:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle, detail=f"now {shown(mine[0].handle)}")
    if same:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle, detail=f"now id {same[0].account_id}")
    raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, detail=_lookalikes(target, rows))


def _lookalikes(target: Target, rows: Iterable[Hit]) -> str:
    """The nearest names with the code points in which they differ, for a person to compare."""
    near = [one for one in rows if _folded(one.handle) == _folded(target.handle) or one.nickname == target.handle]
    return "; ".join(_told(target, one) for one in near[:_SHOWN_LOOKALIKES])


def _told(target: Target, hit: Hit) -> str:
    if hit.nickname == target.handle:
        return f"{shown(hit.handle)} is only nicknamed so"
    differing = sorted({char for char in hit.handle if char not in target.handle})
    points = " ".join(f"U+{ord(char):04X}" for char in differing)
    return f"{shown(hit.handle)} ({points or 'order'})"


def _folded(name: str) -> str:
    """A rough shape of a name, only to find what a person could mistake; it never decides."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = (char for char in plain if unicodedata.category(char)[0] not in "CMZ")
    return "".join(_SHAPES.get(char, char) for char in kept).replace("rn", "m").strip("._").replace("_", ".")


_SHAPES = {
    **dict.fromkeys("1l|\u0456\u0131\u04cf", "i"),
    **dict.fromkeys("0\u043e\u03bf", "o"),
    "\u0430": "a",
    "\u0435": "e",
    "\u0441": "c",
    "\u0440": "p",
    "\u0445": "x",
    "\u0443": "y",
}
