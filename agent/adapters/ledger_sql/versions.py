"""Which version of the tables a ledger has, and how it gets to ours."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import column, select, table

from agent.adapters.ledger_sql import schema
from agent.errors import Code, RestoreState

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

    from agent.adapters.ledger_sql.database import Transactions


@dataclass(frozen=True, slots=True)
class Release:
    """The newest version of the tables (four digits), and the folder of the scripts that lead there."""

    version: str
    scripts: Path


OURS: Final = Release("0008", Path(__file__).with_name("migrations"))


def version_of(database: Transactions) -> str:
    """The version of a ledger's tables; RestoreState(E_LEDGER_CORRUPT) for a database that is no ledger."""
    wanted: Select[Any] = select(column("version_num")).select_from(table(schema.VERSION_TABLE))
    with database.reading() as connection:
        versions = connection.scalars(wanted).all()
    if len(versions) != 1 or not str(versions[0]).isdecimal():
        raise RestoreState(Code.E_LEDGER_CORRUPT, path=database.at, detail="version_unreadable", value=versions)
    return str(versions[0])


def upgrade(database: Transactions, release: Release) -> None:
    """Lead the tables to a release in one transaction: a crash inside it leaves what was."""
    with database.writing() as connection:
        lead(connection, release)


def lead(connection: Connection, release: Release) -> None:
    """Take the steps that are missing, within a transaction of the caller's."""
    from alembic import command  # noqa: PLC0415 - heavy, and only needed by `init` and after an update
    from alembic.config import Config  # noqa: PLC0415 - same

    config = Config()
    config.set_main_option("script_location", str(release.scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
