"""What a table would change in shops.toml, or what is wrong in it, told before anything is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.roster.merging import Change, Merged
    from agent.sheets import Reading, Trouble

_MOST_SHOWN: Final = 20
_MOST_TOLD: Final = 1000  # to a program


def tell(lines: Sequence[str]) -> None:
    """Say something that is no result."""
    for line in lines:
        print(legible(line, 2000), file=sys.stderr)


def tell_troubles(troubles: Sequence[Trouble]) -> None:
    """Each cell with what is wrong in it, the first ones where they are many."""
    say, shown = words(), troubles[:_MOST_SHOWN]
    if CALL.get().json:
        told = [{"cell": one.place, "why": one.why, **one.values} for one in troubles[:_MOST_TOLD]]
        show.result({"troubles": told, "more": max(len(troubles) - _MOST_TOLD, 0)})
        return
    lines = [f"{one.place}: {say(f'why.{one.why}', **one.values)}" for one in shown]
    tell([*lines, *_and_more(len(troubles) - len(shown))])


def _and_more(count: int) -> list[str]:
    return [words()("ui.roster_more", count=count)] if count > 0 else []


def difference(read_in: Reading[Any], made: Merged) -> Iterator[str]:
    """What becomes otherwise, what the table does not mention, and what in it was not read."""
    say = words()
    for one in made.changes:
        yield from _told(one)
    if made.left:
        names = [_called(name, handle) for _, name, handle in made.left]
        told = [*names[:_MOST_SHOWN], *_and_more(len(names) - _MOST_SHOWN)]
        yield say("ui.roster_left", count=len(names), names=", ".join(told))
    if read_in.unread:
        yield say("ui.roster_unread", names=", ".join(read_in.unread))


def _told(change: Change) -> Iterator[str]:
    say, name, key = words(), _called(change.name, change.handle), change.key
    if key:
        before, after = _shown(key, change.before), _shown(key, change.after)
        yield say("ui.roster_change", name=name, field=say(f"head.{key}"), before=before, after=after)
        return
    yield say("ui.roster_new", name=name)
    for own, value in change.after.items():
        if own not in {"name", "handle"}:
            yield say("ui.roster_value", field=say(f"head.{own}"), after=_shown(own, value))


def _called(name: str, handle: str) -> str:
    return f"{name} · @{handle}" if handle else name


def _shown(key: str, value: Any) -> str:  # noqa: ANN401 - whatever a line can say
    """A value as the table shows it."""
    from agent.roster.columns import CHOSEN  # noqa: PLC0415 - pydantic is heavy

    say = words()
    match value:
        case dict():
            return ", ".join(f"{say(f'head.{part}')} {_shown(part, one)}" for part, one in value.items())
        case list():
            return " ".join(value)
        case bool():
            return say("cell.yes") if value else say("cell.no")
        case None | "":
            return say("ui.roster_nothing")
    return say(f"cell.{value}") if key in CHOSEN else str(value)


def as_object(read_in: Reading[Any], made: Merged) -> dict[str, Any]:
    """The same for a program."""
    changes = [
        {
            "table": one.table,
            "name": one.name,
            "handle": one.handle,
            "field": one.key,
            "before": one.before,
            "after": one.after,
        }
        for one in made.changes
    ]
    left = [{"table": table, "name": name, "handle": handle} for table, name, handle in made.left]
    return {"changes": changes, "left": left, "unread": read_in.unread, "written": "", "kept": ""}
