"""Changes of a delivered page by the portal's own name for an element: what it says, what it is, where it stands.

A name is the key of a text (`dialog.send`), with its role where the text stands twice (`button dialog.open`), a test id
(`account.card`), or what is to be read there (`button Send invitation`). What is only said is changed in the texts
themselves; the rest does `static/reshape.js` in the page. What the fault leaves open, its seed decides.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from mock_portal import drawn
from mock_portal.mistakes import InputError
from mock_portal.texts import LANGUAGES, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mock_portal.faults import Fault
    from mock_portal.skin import Skin
    from mock_portal.texts import Texts

    Args = dict[str, Any]

CHANGES = ("label", "translated", "swapped", "role", "duplicate", "moved", "removed", "twin")
_SAID = frozenset({"label", "translated", "swapped"})
# What a seed chooses from where the fault does not say it.
_WAYS: Final = {
    "role": ("link", "generic"),
    "moved": ("end", "menu"),
    "twin": ("display", "visibility", "opacity", "offscreen"),
}
_TEST_IDS = frozenset(
    {"shop.context", "creator.context", "account.card", "account.category", "m4b_pagination_total", "m4b_loading"}
)
_ROLES: Final = frozenset(
    """
    alert button cell columnheader combobox dialog group heading img link list listbox listitem navigation option
    paragraph radio row status tab table tabpanel text textbox
    """.split(),  # noqa: SIM905 - a list to read, not code
)


@dataclass(frozen=True, slots=True)
class Named:
    """The elements that a name means: those of a test id, or those that say one of the keys, perhaps in one role."""

    role: str = ""
    keys: tuple[str, ...] = ()
    test_id: str = ""


def named(name: str, skin: Skin) -> Named:
    """What a name means.

    Raises:
        InputError: nothing is called so.
    """
    if name in _TEST_IDS:
        return Named(test_id=name)
    role, _, rest = name.partition(" ")
    if role in _ROLES and rest:
        return Named(role, _keys(rest, skin))
    return Named(keys=_keys(name, skin))


def _keys(word: str, skin: Skin) -> tuple[str, ...]:
    spoken = [skin.texts(language).table for language in LANGUAGES]
    if word in spoken[0]:
        return (word,)
    found = {key: None for table in spoken for key, text in table.items() if text == word}
    if not found:
        raise InputError(about="reshape", problem=f"nothing is called {word!r}")
    return tuple(found)


def check(body: object, skin: Skin) -> None:
    """Look whether a fault, or a step of a sequence, names what there is; its shape is looked at elsewhere."""
    for one in _reshaping(body):
        meant = [named(str(one[part]), skin) for part in ("element", "other") if part in one]
        if one.get("change") in _SAID and any(each.test_id for each in meant):
            raise InputError(about="reshape", problem="a test id has no text that could change")
        if one.get("change") == "swapped" and len(meant) != 2:  # noqa: PLR2004 - an exchange takes two
            raise InputError(about="reshape", problem="'swapped' misses 'other'")


def _reshaping(body: object) -> Iterator[Args]:
    if isinstance(body, dict):
        steps = body.get("steps")
        yield from (
            one
            for one in (body, *(steps if isinstance(steps, list) else ()))
            if isinstance(one, dict) and one.get("do") == "reshape"
        )


def said(table: Texts, faults: Iterable[Fault], skin: Skin, language: str) -> Texts:
    """The texts of a page as these faults change them."""
    for args in (fault.args for fault in faults if fault.args["change"] in _SAID):
        table = table.called(_SAYING[args["change"]](args, table, skin, whole(language)))
    return table


def for_page(faults: Iterable[Fault], skin: Skin) -> list[Args]:
    """What a page's own script has to change."""
    return [_told(fault.args, skin) for fault in faults if fault.args["change"] not in _SAID]


def _told(args: Args, skin: Skin) -> Args:
    change, meant = args["change"], named(args["element"], skin)
    ways = _WAYS.get(change, ("",))
    to = args.get("to") or _dice(args).choice(ways)
    return {"change": change, "to": to, "role": meant.role, "keys": meant.keys, "test_id": meant.test_id}


def _relabelled(args: Args, table: Texts, skin: Skin, language: str) -> dict[str, str]:
    """Another text: the one that is given, or that a skin of the seed would have."""
    return {key: args.get("to") or _drawn(args, key, table(key), language) for key in named(args["element"], skin).keys}


def _drawn(args: Args, key: str, now: str, language: str) -> str:
    seeds = (args.get("seed", 0), args.get("seed", 0) + 1)
    tries = [drawn.labels(seed, language).get(key, f"{now} {seed}") for seed in seeds]
    return next(one for one in tries if one != now)


def _translated(args: Args, table: Texts, skin: Skin, language: str) -> dict[str, str]:
    others = [one for one in LANGUAGES if one != language]
    other = skin.texts(args.get("to") or _dice(args).choice(others))
    return {key: other(key) for key in named(args["element"], skin).keys if key in table.table}


def _swapped(args: Args, table: Texts, skin: Skin, language: str) -> dict[str, str]:
    _ = language
    one, other = (named(args[part], skin).keys for part in ("element", "other"))
    return dict.fromkeys(one, table(other[0])) | dict.fromkeys(other, table(one[0]))


_SAYING: dict[str, Callable[[Args, Texts, Skin, str], dict[str, str]]] = {
    "label": _relabelled,
    "translated": _translated,
    "swapped": _swapped,
}


def _dice(args: Args) -> random.Random:
    return random.Random(f"{args.get('seed', 0)}/{args['element']}/{args['change']}")  # noqa: S311 - repeatable luck
