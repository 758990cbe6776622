"""One file for all that a page's script imports, as the real site's builds are: a page asks once, not twenty times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_IMPORT: Final = re.compile(r'^import (?:(.+) from )?"\./(\w+\.js)";\n', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


def bundled(entry: str, files: Mapping[str, str]) -> str:
    """A script after all those that it needs, each in a scope of its own and in the order of its imports."""
    parts: dict[str, str] = {}
    for _, needed in _IMPORT.findall(files[entry]):
        _add(needed, files, parts)
    return "".join(parts.values()) + _linked(files[entry])


def _add(name: str, files: Mapping[str, str], parts: dict[str, str]) -> None:
    if name in parts:
        return
    for _, needed in _IMPORT.findall(files[name]):
        _add(needed, files, parts)
    body = _linked(files[name])
    told = ", ".join(_EXPORT.findall(body))
    parts[name] = f"const {_scope(name)} = (() => {{\n{_EXPORT.sub('', body)}return {{ {told} }};\n}})();\n"


def _linked(text: str) -> str:
    """The script with its imports taken from the scopes that stand before it."""
    return _IMPORT.sub(lambda found: _taken(found[1], found[2]), text)


def _taken(names: str | None, name: str) -> str:
    taken = names.removeprefix("* as ").replace(" as ", ": ") if names else ""  # an alias is written otherwise here
    return f"const {taken} = {_scope(name)};\n" if taken else ""


def _scope(name: str) -> str:
    return f"${name.removesuffix('.js')}"
