"""roster: the accounts that every shop wants as a table, out of shops.toml and into it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import a_place
from agent.cli.importing import take_in
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.roster import Table

if TYPE_CHECKING:
    from agent.domain.roster import Roster

roster = typer.Typer(help="The roster as a table: XLSX or CSV.", no_args_is_help=True)

NewFile = Annotated[Path, typer.Argument(metavar="FILE", parser=a_place, help="FILE.xlsx or FILE.csv, a new one.")]
Which = Annotated[Table, typer.Option("--table", help="Which table a .csv file holds.")]


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.add_typer(roster, name="roster")


@roster.command()
def template(file: NewFile = Path("roster.xlsx"), table: Which = Table.ACCOUNTS) -> int:
    """Write an empty table to fill in, with its columns explained."""
    return _write(file, table, None)


@roster.command()
def export(file: NewFile, table: Which = Table.ACCOUNTS) -> int:
    """Write all of the roster; read in again, it changes nothing."""
    return _write(file, table, house().roster)


def _write(file: Path, table: Table, filled: Roster | None) -> int:
    from agent.adapters.tables import has_sheets, write_table  # noqa: PLC0415 - only here
    from agent.roster.filling import notes, sheets_of  # noqa: PLC0415 - pydantic is heavy

    say, several = words(), has_sheets(file)
    tables = tuple(Table) if several else (table,)
    write_table(file, [*sheets_of(filled, tables, say), notes(tables, say)])
    lines = [say("ui.written", path=file)]
    if not several:
        others = ", ".join(one for one in Table if one is not table)
        lines.append(say("ui.roster_one_table", names=others))
    show.result({"written": str(file), "tables": tables}, lines)
    return 0


@roster.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", parser=a_place, help="A .xlsx or .csv file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
) -> int:
    """Add and change what a table says; what it does not mention stays as it is."""
    return take_in(house(), file, dry_run=dry_run, may_write=yes)
