"""roster import: what a table would change in shops.toml, shown in words before it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from agent.cli import show
from agent.cli.call import CALL, LANGUAGES
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agent.roster import Change, Merged, Reading, Trouble, Vocabulary
    from agent.tomlfile import Document
    from agent.wiring import House

_MOST_SHOWN: Final = 20
_YES: Final = {"y", "yes"}


def take_in(rooms: House, file: Path, *, dry_run: bool, may_write: bool, may_ask: bool) -> int:
    """Read a table, show what it would change, and write that where somebody says so."""
    from agent.tomlfile import read  # noqa: PLC0415 - only here

    before = read(rooms.roster_file)
    read_in, made = _understood(rooms, before, file)
    told, lines = _object(read_in, made), list(_difference(read_in, made))
    if not made.edits:
        same = words()("ui.roster_same", path=before.path)
        show.result(told | {"outcome": Outcome.NOTHING_TO_DO}, [*lines, same])
        return 0
    after = _after(before, made)
    if dry_run:
        planned = words()("ui.roster_planned", count=len(made.changes))
        show.result(told | {"outcome": Outcome.PLANNED}, [*lines, planned])
        return 0
    if not CALL.get().json:
        _tell(lines)
    if not (may_write or (may_ask and _agreed(before.path, len(made.changes)))):
        return _not_written(told, may_ask=may_ask)
    kept = _written(before, after)
    written = words()("ui.roster_written", path=before.path, kept=kept)
    show.result(told | {"outcome": Outcome.DONE, "written": str(before.path), "kept": str(kept)}, [written])
    return 0


def _understood(rooms: House, before: Document, file: Path) -> tuple[Reading, Merged]:
    """What a table says, and what the roster becomes by it; raises MendInput(E_INPUT), every wrong cell told."""
    from agent.adapters.tables import read_table  # noqa: PLC0415 - only here
    from agent.roster import merged, read_sheets  # noqa: PLC0415 - pydantic is heavy
    from agent.wiring.lines import with_a_secret  # noqa: PLC0415 - same

    known, roster = _vocabulary(), rooms.roster
    accounts = [one.account_id or "" for shop in roster.shops for one in shop.accounts]
    ids = [*(one.id for one in roster.logins), *(one.id for one in roster.shops), *accounts]
    read_in = read_sheets(read_table(file, known.knows), known, ids)
    made = merged(before.table, read_in.lines, read_in.tables, with_a_secret())
    if troubles := [*read_in.troubles, *made.troubles]:
        _tell_troubles(troubles)
        raise MendInput(Code.E_INPUT, file=file, why="table_troubles", value=len(troubles))
    return read_in, made


def _vocabulary() -> Vocabulary:
    """What headers are called in all of our languages, and in the operator's own texts."""
    from agent.roster import Vocabulary  # noqa: PLC0415 - pydantic is heavy
    from agent.words import Words  # noqa: PLC0415 - only here

    return Vocabulary.of([words(), *(Words.load((), language) for language in LANGUAGES)])


def _after(before: Document, made: Merged) -> bytes:
    """The file as it would be, read once more by what reads it from then on."""
    from agent.roster import roster_of, written  # noqa: PLC0415 - pydantic and tomlkit are heavy
    from agent.tomlfile import parsed  # noqa: PLC0415 - only here
    from agent.wiring.lines import with_a_secret  # noqa: PLC0415 - same

    try:
        after = written(before.text, made.edits, made.roster).encode()
    except ValueError:
        raise MendInput(Code.E_INPUT, file=before.path, why="form_not_kept") from None
    roster_of(parsed(before.path, after), with_a_secret())
    return after


def _written(before: Document, after: bytes) -> Path:
    """Replace the file, with the earlier one kept beside it; answers where that is."""
    from agent.adapters.files import create_private, write_private  # noqa: PLC0415 - only here
    from agent.tomlfile import read  # noqa: PLC0415 - same

    path = before.path.resolve()
    kept = path.with_name(f"{path.name}.before-{before.fingerprint}")
    if read(path).text != before.text:
        raise MendInput(Code.E_INPUT, file=path, why="changed_meanwhile")
    if not kept.exists():
        create_private(kept, path.read_bytes())
    write_private(path, after)
    return kept


def _agreed(path: Path, count: int) -> bool:
    print(words()("ui.roster_write", count=count, path=path), file=sys.stderr, end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in _YES


def _not_written(told: dict[str, Any], *, may_ask: bool) -> int:
    """A person said no; where nobody could be asked, that needs a word on the command line."""
    if not may_ask:
        raise Refused(Code.G_NOT_CONFIRMED, detail="--yes")
    show.result(told | {"outcome": Outcome.CANCELLED}, [words()("ui.learn_not_written")])
    return 0


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        print(legible(line, 2000), file=sys.stderr)


def _tell_troubles(troubles: Sequence[Trouble]) -> None:
    """Each cell with what is wrong in it, the first ones where they are many."""
    say, shown = words(), troubles[:_MOST_SHOWN]
    if CALL.get().json:
        show.result({"troubles": [{"cell": one.place, "why": one.why, **one.values} for one in troubles]})
        return
    lines = [f"{one.place}: {say(f'why.{one.why}', **one.values)}" for one in shown]
    _tell([*lines, *_and_more(len(troubles) - len(shown))])


def _and_more(count: int) -> list[str]:
    return [words()("ui.roster_more", count=count)] if count > 0 else []


def _difference(read_in: Reading, made: Merged) -> Iterator[str]:
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
    say, name = words(), _called(change.name, change.handle)
    if change.key:
        before, after = _shown(change.before), _shown(change.after)
        yield say("ui.roster_change", name=name, field=say(f"head.{change.key}"), before=before, after=after)
        return
    yield say("ui.roster_new", name=name)
    for key, value in change.after.items():
        yield say("ui.roster_value", field=say(f"head.{key}"), after=_shown(value))


def _called(name: str, handle: str) -> str:
    return f"{name} · @{handle}" if handle else name


def _shown(value: Any) -> str:  # noqa: ANN401 - whatever a line can say
    """A value as the table shows it."""
    say = words()
    match value:
        case dict():
            return ", ".join(f"{say(f'head.{key}')} {_shown(one)}" for key, one in value.items())
        case list():
            return " ".join(value)
        case bool():
            return say("cell.yes") if value else say("cell.no")
    return str(value) if value not in {"", None} else say("ui.roster_nothing")


def _object(read_in: Reading, made: Merged) -> dict[str, Any]:
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
