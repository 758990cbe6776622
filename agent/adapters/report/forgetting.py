"""Take a creator out of a kept document, and leave what the run decided."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.adapters.report.document import Document

FORGOTTEN = "forgotten"
_TOLD_BY_OTHERS = frozenset({"nickname", "note", "said"})
_OUR_WORDS = frozenset(
    {
        "run",
        "shop",
        "action",
        "outcome",
        "code",
        "effect",
        "guard",
        "reason",
        "rule",
        "link",
        "step",
        "marks",
        "command",
    }
)


def forgotten(document: Document, account_id: str, handle: str) -> Document:
    """The same document without a creator's name; where it is about the creator, without what others wrote either."""
    account = document.get("account") or {}
    own = str(account.get("handle") or handle)
    about = own == handle or bool(account_id and account.get("id") == account_id)
    told = _unnamed(document, {handle, own} if about else {handle}, _TOLD_BY_OTHERS if about else frozenset())
    entries = [forgotten(one, account_id, handle) for one in document.get("entries", ())]
    return {**told, "entries": entries} if entries else {**told}


def names(text: str, handle: str) -> bool:
    """Whether a text speaks of this account."""
    return bool(_spoken_of(handle).search(text))


def _unnamed(value: Any, handles: set[str], wiped: frozenset[str]) -> Any:  # noqa: ANN401 - JSON-able data of any shape
    match value:
        case dict():
            kept = {key: one if key in _OUR_WORDS else _unnamed(one, handles, wiped) for key, one in value.items()}
            return kept | {key: FORGOTTEN for key in wiped & kept.keys() if kept[key]}
        case list():
            return [_unnamed(one, handles, wiped) for one in value]
        case str():
            return functools.reduce(lambda text, handle: _spoken_of(handle).sub(FORGOTTEN, text), handles, value)
        case _:
            return value


def _spoken_of(handle: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(handle)}(?!\.?\w)")
