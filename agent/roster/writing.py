"""Write single changes into an operator's shops.toml, with his comments and his order kept."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit.items import AoT, InlineTable, SingleKey, Table, Whitespace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tomlkit.items import Item

    from agent.typed import Where


@dataclass(frozen=True, slots=True)
class Edit:
    """A value that is set where the keys and numbers lead; a row is added at the end of its list, None takes away."""

    where: Where
    value: Any


def carry_out(edits: Sequence[Edit], table: dict[str, Any]) -> None:
    """The edits on plain values."""
    for edit in edits:
        *within, last = edit.where
        parent: Any = table
        for step in within:
            parent = parent[step] if isinstance(step, int) else parent.setdefault(step, [])
        if isinstance(last, int):
            parent.append(deepcopy(edit.value))
        elif edit.value is None:
            parent.pop(last, None)
        else:
            parent[last] = edit.value


def written(text: str, edits: Sequence[Edit], expected: Mapping[str, Any]) -> str:
    """The file's new text; raises ValueError where it would not say exactly what is expected of it."""
    document = tomlkit.parse(text if text.endswith("\n") else f"{text}\n")
    for edit in edits:
        _edit(document, edit)
    after = tomlkit.dumps(document)
    if "\r\n" in text:
        after = after.replace("\r\n", "\n").replace("\n", "\r\n")
    if tomllib.loads(after) != expected:
        raise ValueError(after)
    return after


def _edit(document: Any, edit: Edit) -> None:  # noqa: ANN401 - tomlkit's tables share no useful type
    *within, last = edit.where
    parent, kept = document, list[Any]()
    for step in within:
        if isinstance(step, str) and step not in parent:
            kept = _end_of(parent)
            parent[step] = tomlkit.aot()
        parent = parent[step]
    if isinstance(last, int):
        _add(parent, edit.value, kept)
    elif edit.value is None:
        parent.remove(last)
    elif last in parent:
        parent[last] = _item(edit.value)
    else:
        _say(parent, last, _item(edit.value))


def _add(rows: Any, value: Mapping[str, Any], kept: list[Any]) -> None:  # noqa: ANN401 - same
    """A further row, as a table of its own, or within the brackets where the others are.

    `kept` is what the new row shall stand before: the remarks at the end of a row belong to what follows it.
    """
    if not isinstance(rows, AoT):
        rows.append(_item(value))
        return
    table, kept = tomlkit.table(), kept or (_end_of(rows[-1]) if rows else [])
    table.trivia.indent = "\n"
    for key, one in value.items():
        table.add(key, _item(one))
    for item in kept:
        table.value.body.append((None, item))
    rows.append(table)


def _say(table: Any, key: str, item: Item) -> None:  # noqa: ANN401 - same
    """A new key after the last one: tomlkit's own way puts it after the remarks that belong to the next table."""
    if isinstance(table, InlineTable):
        table.add(key, item)
        return
    last = [name for name, one in table.value.body if name and not isinstance(one, AoT | Table)][-1]
    table.value._insert_after(last, SingleKey(key), item)  # noqa: SLF001 - it has no public name


def _end_of(table: Any) -> list[Any]:  # noqa: ANN401 - same
    """Take the remarks after a table's last line away from it, from the first blank line on."""
    body = table.value.body
    while body and isinstance(body[-1][1], AoT | Table):
        body = (body[-1][1][-1] if isinstance(body[-1][1], AoT) else body[-1][1]).value.body
    start = len(body)
    while start and body[start - 1][0] is None:
        start -= 1
    while start < len(body) and not isinstance(body[start][1], Whitespace):
        start += 1
    kept = [item for _, item in body[start:]]
    del body[start:]
    return kept


def _item(value: object) -> Item:
    if not isinstance(value, dict):
        plain: Item = tomlkit.item(value)
        return plain
    inline = tomlkit.inline_table()
    for key, one in value.items():
        inline.add(key, _item(one))
    return inline
