"""The target is never guessed: which search hit is the account that is meant, or why none of them is."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from agent.domain.identity import parse_id, shown
from agent.errors import AskPerson, Code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.domain.identity import Target
    from agent.domain.seen import Hit, LinkRow, Listing
    from agent.ports import Desk

_SHOWN_LOOKALIKES = 5
_LONGEST_HANDLE = 24


async def pinned(target: Target, desk: Desk) -> Target:
    """The target with the id that an earlier claim pinned, unless it names one itself."""
    account = target.account_id or await desk.ledger.pinned(target.handle)
    return target.pinned(account) if account else target


def the_one(target: Target, hits: Listing[Hit]) -> Hit:
    """The hit that is meant: equal in every code point, and in the pinned id where one is pinned.

    Raises AskPerson: E_TARGET_NOT_PROVEN where nothing equals or the list is incomplete, E_TARGET_AMBIGUOUS where
    several do, E_TARGET_CHANGED where handle and pinned id no longer belong together.
    """
    if not hits.complete:
        raise AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, detail=f"{len(hits.rows)}/{hits.total}")
    same = [one for one in hits.rows if one.handle == target.handle]
    if target.account_id is not None:
        return _numbered(target, _pinned(target, hits.rows, same))
    if len(same) > 1:
        raise AskPerson(Code.E_TARGET_AMBIGUOUS, handle=target.handle, detail=", ".join(one.account_id for one in same))
    if not same:
        raise _nobody(target, hits.rows)
    return _numbered(target, same[0])


def _numbered(target: Target, hit: Hit) -> Hit:
    """An account is known by its id, so one without a proper id is nobody."""
    try:
        parse_id(hit.account_id)
    except ValueError:
        raise AskPerson(
            Code.E_TARGET_NOT_PROVEN, handle=target.handle, why="not_an_id", value=shown(hit.account_id)
        ) from None
    return hit


def _pinned(target: Target, rows: Sequence[Hit], same: list[Hit]) -> Hit:
    mine = [one for one in rows if one.account_id == target.account_id]
    if len(mine) == 1 and mine[0].handle == target.handle:
        return mine[0]
    if mine:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle, detail="now_called", value=shown(mine[0].handle))
    if same:
        raise AskPerson(Code.E_TARGET_CHANGED, handle=target.handle, detail="now_another_id", value=same[0].account_id)
    raise _nobody(target, rows)


def _nobody(target: Target, rows: Sequence[Hit]) -> AskPerson:
    why = "only_a_nickname" if any(one.nickname == target.handle for one in rows) else ""
    return AskPerson(Code.E_TARGET_NOT_PROVEN, handle=target.handle, why=why, detail=lookalikes(target, rows))


def lookalikes(target: Target, rows: Iterable[Hit | LinkRow]) -> str:
    """The nearest names with the code points in which they differ, for a person to compare."""
    near = sorted(rows, key=lambda one: _unlike(target, one))
    return "; ".join(_told(target, one) for one in near[:_SHOWN_LOOKALIKES])


def _unlike(target: Target, hit: Hit | LinkRow) -> tuple[bool, float]:
    """Sorts by what a person could mistake: foreign letters first, as no honest handle has any, then likeness."""
    borrowed = hit.nickname == target.handle or not hit.handle.isascii()
    return not borrowed, -SequenceMatcher(None, target.handle, hit.handle[:_LONGEST_HANDLE]).ratio()


def _told(target: Target, hit: Hit | LinkRow) -> str:
    name = hit.handle[:_LONGEST_HANDLE]
    points = " ".join(f"U+{ord(char):04X}" for char in sorted(set(name) - set(target.handle)))
    return f"{shown(name)} ({points})" if points else shown(name)
