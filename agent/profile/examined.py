"""A profile file as its writer wants to see it: what it lies over, what it knows, and what it does not tell yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.profile.faults import REQUIRED, gaps
from agent.profile.layers import on_its_base
from agent.profile.reader import portal_of
from agent.profile.shape import Profile
from agent.tomlfile import read
from agent.typed import checked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.domain.portal import Portal
    from agent.typed import Problem

_FOLDER = "portals"


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that is a profile: its layers from the uppermost, its portal, and its gaps, which only a draft has."""

    layers: tuple[Path, ...]
    portal: Portal
    gaps: tuple[Problem, ...]

    @property
    def wanted(self) -> int:
        """How many elements the pages ask for."""
        return sum(len(names.split()) for names in REQUIRED.values())

    @property
    def named(self) -> int:
        """How many of them it names."""
        wanted = {f"{group}.{name}" for group, names in REQUIRED.items() for name in names.split()}
        return len(wanted & self.portal.elements.keys())


def examine(file: Path, folders: Sequence[Path]) -> Examined:
    """Read one file as a portal's profile; its base is looked for beside it first. Raises MendInput(E_CONFIG)."""
    beside = (file.parent.parent,) if file.parent.name == _FOLDER else ()
    document = on_its_base(read(file), (*beside, *folders), (file.stem,))
    portal = portal_of(document, file.stem, {})
    found = tuple(gaps(checked(document, Profile)))
    return Examined(tuple(one.path for one in document.layers), portal, found)
