"""What a person points at on a page, what a profile wants to know of it, and how it may be described: plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Node:
    """One element: its computed role and name, what its markup says, and its place among its siblings of the same tag.

    `words` are those of its markup, where a style draws them otherwise, as in capitals, and its name with them.
    `secret` elements hold what must not be read: their names are empty. `leaps` is set where a shadow root lies between
    the element and what it stands in.
    """

    tag: str
    role: str = ""
    name: str = ""
    words: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    nth: int = 1
    secret: bool = False
    leaps: bool = False


@dataclass(frozen=True, slots=True)
class Pointed:
    """The element that was pointed at and what it stands in, up to the page's root; `language` is the page's.

    What stands in a frame cannot be named by a profile.
    """

    nodes: tuple[Node, ...]
    language: str
    framed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the pages ask for an element: which description would do.

    `roles` are those that fit, the usual one first; `placed` ones are asked for by CSS alone, `named` ones by name;
    `within` is the role of what they are looked for in; `fills` are the parts of the name that pages fill in; `read`
    ones are found by the in-page reading too; `worded` ones show only after a press, so that their words are typed.
    """

    key: str
    roles: tuple[str, ...] = ()
    placed: bool = False
    named: bool = False
    within: str = ""
    fills: tuple[str, ...] = ()
    read: bool = False
    worded: bool = False


class Sort(StrEnum):
    """What a description goes by, the most stable first."""

    NAME = "name"
    TEST_ID = "test_id"
    ID = "id"
    ATTRIBUTE = "attribute"
    CLASS = "class"
    PLACE = "place"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One way to describe an element, in the profile's terms.

    `name` may hold `{parts}`, whose present values are in `filled`; `target` and `scope` are CSS ways to the very
    element that is meant and to what it is looked for in; `doubtful` names hold what looks like a number that counts.
    """

    sort: Sort
    role: str = ""
    name: str = ""
    css: str = ""
    target: str = ""
    scope: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    doubtful: bool = False

    @property
    def present(self) -> str:
        """The name as the page shows it now."""
        name = self.name
        for part, value in self.filled.items():
            name = name.replace(f"{{{part}}}", value)
        return name


class Fit(StrEnum):
    """What a page finds by a description."""

    RIGHT = "right"  # the one that is meant, and no other
    SEVERAL = "several"
    ANOTHER = "another"
    NONE = "none"
    UNREADABLE = "unreadable"  # it could be pressed, but not be read
