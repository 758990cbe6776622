"""What was learnt, written into an operator's own profile: a small file over the packaged one, comments kept."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Any, Final

import tomlkit

from agent.profile.layers import on_its_base
from agent.profile.reader import portal_of
from agent.tomlfile import Document, find, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tomlkit.items import String

_HEAD: Final = (
    "What this portal calls things where it differs from the profile that comes with the program.",
    "Learnt by pointing: compare every page, read-only, before you say verified = true.",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to be: where, what it said before ("" where it is new), and what it will say."""

    path: Path
    before: str
    after: str

    @property
    def diff(self) -> tuple[str, ...]:
        """The lines that change, with their surroundings."""
        before, after, name = self.before.splitlines(), self.after.splitlines(), str(self.path)
        return tuple(unified_diff(before, after, name, name, lineterm=""))


def draft(name: str, learnt: Mapping[str, Mapping[str, str]], folders: Sequence[Path], own: Path, below: Path) -> Draft:
    """The operator's profile with what was learnt: his file where he has one, else a new one in `own` over `below`'s.

    It is read as a profile before it is offered; raises MendInput(E_CONFIG).
    """
    path = find(f"portals/{name}.toml", folders) or own / "portals" / f"{name}.toml"
    before = read(path).text if path.exists() else ""
    after = _with(before, name, learnt)
    there = Document(path, tomllib.loads(after), after)
    portal_of(on_its_base(there, (*folders, below), (name,)), name, {})
    return Draft(path, before, after)


def _with(before: str, name: str, learnt: Mapping[str, Mapping[str, str]]) -> str:
    document = tomlkit.parse(before) if before else _new(name)
    document["verified"] = False
    elements = _table(document, "elements", tomlkit.table(is_super_table=True))
    for key, parts in learnt.items():
        group, _, one = key.partition(".")
        element = _table(_table(elements, group, tomlkit.table()), one, tomlkit.inline_table())
        element.update({part: _text(value) for part, value in parts.items()})
    return tomlkit.dumps(document)


def _new(name: str) -> tomlkit.TOMLDocument:
    document = tomlkit.document()
    for line in _HEAD:
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["name"], document["base"] = name, name
    return document


def _table(within: Any, key: str, empty: Any) -> Any:  # noqa: ANN401 - tomlkit's tables share no useful type
    if key not in within:
        within[key] = empty
    return within[key]


def _text(value: str) -> String:
    """A text as TOML, with unseen signs written out: a right-to-left mark must not turn a line of the file."""
    quoted = "".join(_escaped(char) for char in value)
    return tomlkit.string(quoted, escape=False) if quoted != value else tomlkit.string(value)


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\U{ord(char):08X}" if unicodedata.category(char)[0] == "C" else char
