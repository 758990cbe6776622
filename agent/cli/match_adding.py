"""Write chosen creators into the roster as candidates: without consent, and with nothing that anybody acts upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.cli.difference import as_object, difference
from agent.cli.importing import carry_through
from agent.cli.match_telling import matched
from agent.cli.speech import words
from agent.domain.identity import folded
from agent.domain.matching import Bar
from agent.domain.roster import Table, Wanted
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.cli.match import Found
    from agent.domain.matching import Match
    from agent.roster.merging import Merged
    from agent.sheets import Line
    from agent.tomlfile import Document
    from agent.wiring import House

_AGAINST: Final = {
    Bar.REGION: "barred_region",
    Bar.RESTRICTED: "barred_restricted",
    Bar.ELSEWHERE: "barred_elsewhere",
    Bar.OFFICIAL: "barred_official",
}


def add_candidates(
    rooms: House, found: Found, handles: Sequence[str], told: dict[str, Any], *, dry_run: bool, may_write: bool
) -> int:
    """Add lines to shops.toml where somebody says so; a line that is there already stays as it is."""
    from agent.sheets import Reading  # noqa: PLC0415 - pydantic is heavy
    from agent.tomlfile import read  # noqa: PLC0415 - only here

    before, nothing = read(rooms.roster_file), Reading[Table]()
    made = _merged(before, found, list({folded(one): matched(found, one) for one in handles}.values()))
    lines = [*difference(nothing, made), words()("ui.match_candidates", shop=found.shop.name)]
    shown = told | as_object(nothing, made), lines
    return carry_through(before, made, shown, dry_run=dry_run, may_write=may_write)


def _merged(before: Document, found: Found, chosen: Sequence[Match]) -> Merged:
    from agent.roster.merging import merged  # noqa: PLC0415 - pydantic is heavy
    from agent.wiring.lines import with_a_secret  # noqa: PLC0415 - same

    made = merged(before.table, list(_lines(found, chosen)), (), with_a_secret())
    if made.troubles:
        first = made.troubles[0]
        raise MendInput(Code.E_INPUT, why=first.why, **first.values)
    return made


def _lines(found: Found, chosen: Sequence[Match]) -> Iterator[Line[Table]]:
    """One line for each who is not in the roster; raises MendInput(E_INPUT) for whom no guard would let pass."""
    from agent.sheets import Given, Line  # noqa: PLC0415 - pydantic is heavy

    for one in chosen:
        who = one.creator.handle
        for bar in one.bars:
            if bar in _AGAINST:
                raise MendInput(Code.E_INPUT, why=_AGAINST[bar], value=f"@{who}")
        if Bar.HERE not in one.bars:
            said = {"shop": str(found.shop.id), "handle": str(who), "wanted": str(Wanted.CANDIDATE)}
            yield Line(Table.ACCOUNTS, f"@{who}", {key: Given(value, f"@{who}") for key, value in said.items()})
