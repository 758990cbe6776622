"""A profile's file, laid over the one that it names as its base: one for all hosts, small ones for each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from agent.domain.identity import names_a_device
from agent.tomlfile import find, need, read
from agent.typed import Problem, wrong

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.tomlfile import Document

NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}", re.ASCII)


def layered(folders: Sequence[Path], name: str) -> Document:
    """portals/NAME.toml with everything below it; raises MendInput(E_CONFIG)."""
    return on_its_base(read(need(f"portals/{name}.toml", folders)), folders, (name,))


def on_its_base(document: Document, folders: Sequence[Path], above: tuple[str, ...]) -> Document:
    """A file that was read, over its base; `above` are the names that lead here, none of which can be below itself.

    A base of the file's own name is the one of that name in a folder that is looked into later: the packaged one.
    """
    base = document.table.pop("base", None)
    if base is None:
        return document
    if base == above[-1] and (later := _later(document.path, folders)):
        return document.over(on_its_base(read(need(f"portals/{base}.toml", later)), folders, above))
    why = _objection(base, folders, above)
    if why:
        raise wrong(document, [Problem(("base",), why, {"value": " → ".join((*above, str(base)))})])
    below = read(need(f"portals/{base}.toml", folders))
    return document.over(on_its_base(below, folders, (*above, base)))


def _later(path: Path, folders: Sequence[Path]) -> list[Path]:
    """The folders after the file's own that have one of its name."""
    places = [folder / "portals" / path.name for folder in folders]
    own = [at for at, place in enumerate(places) if place.resolve() == path.resolve()]
    first = own[-1] + 1 if own else 0
    return [folder for folder, place in zip(folders[first:], places[first:], strict=True) if place.exists()]


def _objection(base: object, folders: Sequence[Path], above: tuple[str, ...]) -> str:
    if not isinstance(base, str) or not NAME.fullmatch(base) or names_a_device(base):
        return "not_a_profile_name"
    if base in above:
        return "below_itself"
    return "" if find(f"portals/{base}.toml", folders) else "no_such_profile"
