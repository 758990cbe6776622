"""A roster as sheets to be written: all of it, or empty ones with a page that explains every column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.cells import Heading, NewSheet
from agent.domain.identity import legible
from agent.domain.roster import Table
from agent.roster.columns import TABLES
from agent.sheets import Sort

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from agent.domain.roster import Candidate, Login, Roster, Shop
    from agent.sheets import Column
    from agent.sheets.columns import Say

    Values = dict[str, str | date | None]


def sheets_of(roster: Roster | None, tables: Sequence[Table], say: Say) -> list[NewSheet]:
    """These tables with the lines of a roster, or without any."""
    return [_sheet(table, list(_lines(table, roster)) if roster else [], say) for table in tables]


def notes(tables: Sequence[Table], say: Say) -> NewSheet:
    """The page that explains the columns."""
    heads = tuple(Heading(say(f"about.{key}")) for key in ("sheet", "column", "meaning", "allowed"))
    rows = [
        (say(f"sheet.{table}"), say(f"head.{one.key}"), say(f"about.{one.key}"), ", ".join(_choices(one, say)))
        for table in tables
        for one in TABLES[table]
    ]
    general = [(say("sheet.notes"), "", say(f"about.{key}"), "") for key in ("empty", "missing", "ids")]
    return NewSheet(say("sheet.notes"), heads, (*general, *rows))


def _sheet(table: Table, lines: Sequence[Values], say: Say) -> NewSheet:
    columns = TABLES[table]
    heads = (Heading(say(f"head.{one.key}"), one.sort is Sort.DATE, tuple(_choices(one, say))) for one in columns)
    rows = (tuple(_told(line.get(one.key), one, say) for one in columns) for line in lines)
    return NewSheet(say(f"sheet.{table}"), tuple(heads), tuple(rows))


def _choices(column: Column, say: Say) -> Iterator[str]:
    yield from (_word(one, column, say) for one in column.choices)


def _told(value: str | date | None, column: Column, say: Say) -> str | date:
    return _word(value, column, say) if isinstance(value, str) else value or ""


def _word(value: str, column: Column, say: Say) -> str:
    """A word in the reader's language; codes, names and texts are what they are."""
    return say(f"cell.{value}") if column.sort in {Sort.CHOICE, Sort.SWITCH} else value


def _lines(table: Table, roster: Roster) -> Iterator[Values]:
    match table:
        case Table.LOGINS:
            yield from map(_login, roster.logins)
        case Table.SHOPS:
            yield from map(_shop, roster.shops)
        case Table.ACCOUNTS:
            yield from (_account(_called(shop, roster), one) for shop in roster.shops for one in shop.accounts)


def _called(shop: Shop, roster: Roster) -> str:
    """What a person calls a shop, where nothing else could be meant or made of it; else its id."""
    plain = not any(one.isdigit() for one in shop.name[:1]) and legible(shop.name, len(shop.name)) == shop.name
    return shop.name if plain and roster.shop(shop.name) == shop else shop.id


def _login(one: Login) -> Values:
    own: Values = {"id": one.id, "name": one.name, "portal": one.portal, "kind": one.kind.value}
    return own | {"countries": " ".join(sorted(one.countries)), "proxy": one.proxy, "attach": one.attach}


def _shop(one: Shop) -> Values:
    own: Values = {"id": one.id, "name": one.name, "login": one.login, "region": one.region, "zone": one.zone}
    return own | {"category": one.category, "stage": one.stage.value, "official": one.official}


def _account(shop: str, one: Candidate) -> Values:
    own: Values = {"shop": shop, "handle": one.handle, "id": one.account_id, "category": one.category}
    wish: Values = {"wanted": one.wanted.value, "via": one.via.value, "resend": str(one.resend)}
    what: Values = {"position": one.position, "format": one.format, "showcase": one.showcase}
    return own | what | wish | _consent(one)


def _consent(one: Candidate) -> Values:
    if one.consent is None:
        return {}
    agreed: Values = {"agreed_on": one.consent.agreed_on, "how": one.consent.how}
    return {"owned": "yes"} if one.consent.owned else agreed
