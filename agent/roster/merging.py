"""Lay the lines of a table over a roster: what is in the table is added or changed, what is missing there stays."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from agent.domain.identity import folded, legible
from agent.domain.roster import Table
from agent.roster.columns import CONSENT, TABLES
from agent.roster.finding import Places
from agent.roster.reading import examined
from agent.roster.writing import Edit, carry_out
from agent.sheets import Sort, Trouble
from agent.typed import dotted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from agent.sheets import Column, Given, Line
    from agent.typed import Problem, Where

_ROWS: Final = {Table.LOGINS: "login", Table.SHOPS: "shop"}
_IN_ORDER: Final = (Table.LOGINS, Table.SHOPS, Table.ACCOUNTS)  # each may name what the ones before it bring
_COLUMN: Final = {(table, one.key): one for table, columns in TABLES.items() for one in columns}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would become otherwise: a whole new line (no key), or one value of a line that is there."""

    table: Table
    name: str
    handle: str
    key: str
    before: Any
    after: Any


@dataclass(slots=True)
class Merged:
    """The roster to be, how it is written, what becomes otherwise, and what the table did not mention."""

    roster: dict[str, Any]
    edits: list[Edit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    left: list[tuple[Table, str, str]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def merged(
    table: Mapping[str, Any], lines: Sequence[Line[Table]], tables: Collection[Table], secrets: Collection[str] = ()
) -> Merged:
    """The roster with these lines; every line is then judged by the very code that reads shops.toml."""
    work = _Merging(Merged(deepcopy(dict(table))), [line for line in lines if line.broken])
    for one in _IN_ORDER:
        for line in lines:
            if line.table is one and not line.broken:
                work.lay(line)
    work.told.left = [one for one in work.untouched(table) if one[0] in tables]
    _, problems = examined(work.told.roster, secrets)
    work.told.troubles += work.by_cell(problems)
    return work.told


class _Merging:
    """The roster as it grows line by line, and which cell each of its values came from."""

    def __init__(self, told: Merged, broken: Iterable[Line[Table]]) -> None:
        self.told = told
        self._lines = Places(told.roster)
        self._places: dict[Where, str] = {}
        self._seen: set[Where] = set()
        self._unsure = {given.value for line in broken for key in ("id", "name") if (given := line.cells.get(key))}

    def lay(self, line: Line[Table]) -> None:
        """Add a line to the roster, or change the one that is there."""
        if line.table is Table.ACCOUNTS:
            where = self._account(line)
        else:
            where = self._lines.of_id(_ROWS[line.table], str(line.cells["id"].value))
        if where in self._seen:
            self.told.troubles.append(Trouble(line.place, "twice", {"value": self._named(line)}))
        elif where:
            self._seen.add(where)
            self._lay(line, where)

    def untouched(self, before: Mapping[str, Any]) -> Iterator[tuple[Table, str, str]]:
        """The lines of the roster as it was that no line of the table spoke of."""
        for table, rows in _ROWS.items():
            for index, row in enumerate(before.get(rows, ())):
                if (rows, index) not in self._seen:
                    yield table, row["name"], ""
        for index, shop in enumerate(before.get("shop", ())):
            for number, account in enumerate(shop.get("account", ())):
                if ("shop", index, "account", number) not in self._seen:
                    yield Table.ACCOUNTS, shop["name"], account["handle"]

    def by_cell(self, problems: Iterable[Problem]) -> Iterator[Trouble]:
        """What is wrong with the roster to be, by the cell or line that says it; else by its place in shops.toml."""
        told = {one.place for one in self.told.troubles}
        for one in problems:
            place = self._place(one.where)
            if place not in told:
                yield Trouble(place, "consent_cells" if one.why == "consent" else one.why, one.values)

    def _place(self, where: Where) -> str:
        for length in range(len(where), 0, -1):
            if place := self._places.get(where[:length]):
                return f"{place} ({dotted(where[length:])})" if where[length:] else place
        return f"shops.toml {dotted(where)}"

    def _named(self, line: Line[Table]) -> str:
        return " ".join(str(line.cells[key].value) for key in ("shop", "handle", "id") if key in line.cells)

    def _account(self, line: Line[Table]) -> Where:
        shop = self._find("shop", line.cells["shop"], "not_in_roster")
        return () if shop is None else self._lines.of_handle(shop, str(line.cells["handle"].value))

    def _find(self, rows: str, given: Given, why: str) -> int | None:
        """The shop or login that a cell names, by id or else by name; where there is none that is a trouble."""
        found = self._lines.called(rows, str(given.value))
        if found is None and given.value not in self._unsure:
            known = ", ".join(legible(str(row.get("name", "")), 40) for row in self.told.roster[rows][:10])
            value = legible(str(given.value), 60)
            self.told.troubles.append(Trouble(given.place, why, {"value": value, "known": known}))
        return found

    def _lay(self, line: Line[Table], where: Where) -> None:
        row = _at(self.told.roster, where)
        said = {
            key: one for key, one in self._said(line, row or {}).items() if self._is_news(line, key, one, row or {})
        }
        self._places[where] = line.place
        self._places |= {(*where, key): place for key, (_, place) in said.items()}
        values = {key: value for key, (value, _) in said.items()}
        edits = [Edit((*where, key), value) for key, value in values.items()] if row else [Edit(where, values)]
        self.told.changes += self._changes(line, where, values, row)
        self.told.edits += edits
        carry_out(edits, self.told.roster)
        if "name" in values:
            self._lines.call(_ROWS[line.table], int(where[1]), values["name"])

    def _changes(
        self, line: Line[Table], where: Where, values: Mapping[str, Any], row: Mapping[str, Any] | None
    ) -> Iterator[Change]:
        name = str((_at(self.told.roster, where[:2]) or values).get("name", ""))
        handle = str(line.cells["handle"].value) if "handle" in line.cells else ""
        if row is None:
            yield Change(line.table, name, handle, "", None, values)
            return
        for key, value in values.items():
            yield Change(line.table, name, handle, key, row.get(key, _unsaid(line.table, key)), value)

    def _said(self, line: Line[Table], row: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
        """What a line says in the keys of shops.toml, and where."""
        aside = {*CONSENT, "login", *(["shop"] if line.table is Table.ACCOUNTS else ())}
        said: dict[str, tuple[Any, str]] = {
            key: (one.value, one.place) for key, one in line.cells.items() if key not in aside
        }
        if login := line.cells.get("login"):
            found = self._find("login", login, "no_such_login")
            said["login"] = login.value if found is None else self.told.roster["login"][found]["id"], login.place
        return said | _consent({key: line.cells[key] for key in CONSENT if key in line.cells}, row.get("consent") or {})

    def _is_news(self, line: Line[Table], key: str, said: tuple[Any, str], row: Mapping[str, Any]) -> bool:
        """Whether a cell says other than the line that is there, or than what a line without it would mean."""
        value, place = said
        if _same(row.get(key, _unsaid(line.table, key)), value, _COLUMN.get((line.table, key))):
            return False
        told = " ".join(map(str, value.values())) if isinstance(value, dict) else str(value)
        if legible(told, len(told)) != told:
            self.told.troubles.append(Trouble(place, "invisible", {"value": legible(told)}))
        return True


def _unsaid(table: Table, key: str) -> str | int | None:
    column = _COLUMN.get((table, key))
    return column.unsaid if column else None


def _same(there: Any, value: Any, column: Column | None) -> bool:  # noqa: ANN401 - whatever TOML can hold
    if column and column.sort is Sort.HANDLE:
        return there is not None and folded(there) == folded(value)
    if isinstance(there, list) and isinstance(value, list):
        return set(there) == set(value)
    return bool(_trimmed(there) == value)


def _consent(cells: Mapping[str, Given], there: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    """The three cells of consent are one: owned, or agreed on a day by a way; a "no" alone only ends an ownership."""
    said: dict[str, Any] = {key: one.value for key, one in cells.items() if one.value is not False}
    if not cells or said == {key: _trimmed(value) for key, value in there.items() if value is not False}:
        return {}
    place = cells.get("how", next(iter(cells.values()))).place
    return {"consent": (said or None, place)} if said or there.get("owned") else {}


def _trimmed(value: Any) -> Any:  # noqa: ANN401 - whatever TOML can hold
    return value.strip() if isinstance(value, str) else value


def _at(table: Any, where: Where) -> Any:  # noqa: ANN401 - whatever stands there
    for step in where:
        there = step < len(table) if isinstance(step, int) else step in table
        if not there:
            return None
        table = table[step]
    return table
