"""Read tables about creators, as an operator exported them: what cannot be read is told by cell and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.assortments.reading import path_of
from agent.domain.creators import Creator, Known, Sale
from agent.domain.identity import Handle, folded, legible
from agent.domain.mixing import plain_text
from agent.domain.numerals import says_nothing
from agent.matching.columns import Told
from agent.sheets import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.sheets import Line, Reading

_LONGEST: Final = 300
_AS_IT_IS: Final = ("followers", "views", "sold", "engagement", "audience", "violations", "restricted", "as_of")


def gather(told: Reading[Told], source: int, markets: Mapping[str, str], known: Known) -> list[Trouble]:
    """Add what a file tells to what is known; answers what is wrong with single lines, which are left out.

    What an earlier file said of a creator stands; this one fills in what that did not say.
    """
    work = _Gathering(source, markets, known)
    for line in told.lines:
        if not line.broken:
            work.lay(line)
    return work.troubles


class _Gathering:
    def __init__(self, source: int, markets: Mapping[str, str], known: Known) -> None:
        self.source, self.markets, self.known = source, markets, known
        self.troubles: list[Trouble] = []
        self._here: dict[str, str] = {}

    def lay(self, line: Line[Told]) -> None:
        said = {key: one.value for key, one in line.cells.items()}
        if line.table is Told.SALES:
            self._sale(line, said)
        else:
            self._creator(line, said)

    def _sale(self, line: Line[Told], said: Mapping[str, Any]) -> None:
        if not {"product", "title"} & said.keys():
            self.troubles.append(Trouble(line.place, "sale_of_nothing"))
            return
        one = Sale(said.get("product", ""), _text(said, "title"), path_of(_text(said, "category")), self.source)
        self.known.sales.setdefault(folded(said["handle"]), []).append(one)
        self.known.creators.setdefault(folded(said["handle"]), Creator(Handle(said["handle"]), source=self.source))

    def _creator(self, line: Line[Told], said: Mapping[str, Any]) -> None:
        key, region = folded(said["handle"]), self._region(line, said)
        if key in self._here:
            values = {"value": f"@{said['handle']}", "place": self._here[key]}
            self.troubles.append(Trouble(line.cells["handle"].place, "creator_twice", values))
        elif region is not None:
            self._here[key] = line.place
            self.known.creators[key] = completed(self.known.creators.get(key), self._read(line, said, region))

    def _read(self, line: Line[Told], said: Mapping[str, Any], region: str) -> Creator:
        return Creator(
            handle=Handle(said["handle"]),
            nickname=_text(said, "nickname"),
            number=_text(said, "id"),
            region=region,
            category=path_of(_text(said, "category")),
            source=self.source,
            place=line.place,
            **{key: said.get(key) for key in _AS_IT_IS},
        )

    def _region(self, line: Line[Told], said: Mapping[str, Any]) -> str | None:
        """The market's code, empty where none is told; None, and a trouble, where the word is no market's."""
        text = _text(said, "region")
        found = self.markets.get(plain_text(text), "") if text else ""
        if text and not found:
            self.troubles.append(Trouble(line.cells["region"].place, "no_such_market", {"value": legible(text, 40)}))
            return None
        return found


def completed(before: Creator | None, now: Creator) -> Creator:
    """What was known, with what only the later source says."""
    if before is None:
        return now
    own = {key: getattr(before, key) for key in Creator.__slots__}
    return Creator(**{key: getattr(now, key) if one in (None, "", ()) else one for key, one in own.items()})


def _text(said: Mapping[str, Any], key: str) -> str:
    text = str(said.get(key, ""))
    return "" if says_nothing(text) else text[:_LONGEST]
