"""A run's document told in the reader's language, its moments in the shop's zone and in the operator's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from agent.adapters.report.zones import city, in_both_zones, parsed

if TYPE_CHECKING:
    from datetime import tzinfo

    from agent.adapters.report.document import Document


class Say(Protocol):
    """The words for people (`agent.words.Words` is one): a text by its key, the key itself where there is none."""

    @property
    def language(self) -> str:
        """The language's code, such as zh."""

    def __call__(self, key: str, **values: object) -> str:
        """The text, its places filled."""


@dataclass(frozen=True)
class Told:
    """What all parts of a report need to be told; `here` is the operator's zone, the machine's own by default."""

    doc: Document
    say: Say
    here: tzinfo | None = None

    def word(self, kind: str, name: object) -> str:
        """A closed word in the reader's language, or the word itself with spaces where there is no text."""
        key = f"{kind}.{name}"
        text = self.say(key)
        return str(name).removesuffix(".name").replace("_", " ") if text == key else text

    def sentence(self, key: str, **values: object) -> str:
        """The text, or the middle of its key with spaces where there is none."""
        text = self.say(key, **values)
        return key.split(".")[1].replace("_", " ") if text == key else text

    def moments(self, at: object) -> list[str]:
        """A moment in the shop's zone, and in the operator's where its clock shows another time."""
        instant = parsed(at)
        return in_both_zones(instant, str(self.doc["shop"]["zone"]), self.here) if instant else []

    @property
    def city(self) -> str:
        """The shop's zone as people call it."""
        return city(str(self.doc["shop"]["zone"]))
