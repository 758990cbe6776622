"""roster import: what a table would change in shops.toml, shown in words before it is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.difference import as_object, difference, tell, tell_troubles
from agent.cli.speech import every_language, words
from agent.domain.ledger import Outcome
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from pathlib import Path

    from agent.domain.roster import Table
    from agent.roster.merging import Merged
    from agent.sheets import Reading, Vocabulary
    from agent.tomlfile import Document
    from agent.wiring import House

_YES: Final = {"y", "yes"}


def take_in(rooms: House, file: Path, *, dry_run: bool, may_write: bool) -> int:
    """Read a table, show what it would change, and write that where somebody says so."""
    from agent.tomlfile import read  # noqa: PLC0415 - only here

    before = read(rooms.roster_file)
    read_in, made = _understood(rooms, before, file)
    told = as_object(read_in, made)
    return carry_through(before, made, (told, list(difference(read_in, made))), dry_run=dry_run, may_write=may_write)


def carry_through(
    before: Document, made: Merged, shown: tuple[dict[str, Any], list[str]], *, dry_run: bool, may_write: bool
) -> int:
    """Write a changed roster where somebody says so; `shown` is what would change, for a program and for a person."""
    told, lines = shown
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
        tell(lines)
    may_ask = CALL.get().may_ask and not CALL.get().json
    if not (may_write or (may_ask and _agreed(before.path, len(made.changes)))):
        return _not_written(told, may_ask=may_ask)
    kept = _written(before, after)
    written = words()("ui.roster_written", path=before.path, kept=kept)
    show.result(told | {"outcome": Outcome.DONE, "written": str(before.path), "kept": str(kept)}, [written])
    return 0


def _understood(rooms: House, before: Document, file: Path) -> tuple[Reading[Table], Merged]:
    """What a table says, and what the roster becomes by it; raises MendInput(E_INPUT), every wrong cell told."""
    from agent.adapters.tables import read_table  # noqa: PLC0415 - only here
    from agent.roster.merging import merged  # noqa: PLC0415 - pydantic is heavy
    from agent.sheets import read_sheets  # noqa: PLC0415 - same
    from agent.wiring.lines import with_a_secret  # noqa: PLC0415 - same

    known, roster = _vocabulary(), rooms.roster
    accounts = [one.account_id or "" for shop in roster.shops for one in shop.accounts]
    ids = [*(one.id for one in roster.logins), *(one.id for one in roster.shops), *accounts]
    read_in = read_sheets(read_table(file, known.knows), known, ids)
    made = merged(before.table, read_in.lines, read_in.tables, with_a_secret())
    if troubles := [*read_in.troubles, *made.troubles]:
        tell_troubles(troubles)
        raise MendInput(Code.E_INPUT, file=file, why="table_troubles", value=len(troubles))
    return read_in, made


def _vocabulary() -> Vocabulary[Table]:
    """What headers are called in all of our languages, and in the operator's own texts."""
    from agent.roster.columns import ROSTER  # noqa: PLC0415 - pydantic is heavy
    from agent.sheets import Vocabulary  # noqa: PLC0415 - same

    return Vocabulary.of(ROSTER, every_language())


def _after(before: Document, made: Merged) -> bytes:
    """The file as it would be, read once more by what reads it from then on."""
    from agent.roster import roster_of  # noqa: PLC0415 - pydantic and tomlkit are heavy
    from agent.roster.writing import written  # noqa: PLC0415 - pydantic and tomlkit are heavy
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
