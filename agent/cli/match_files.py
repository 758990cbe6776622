"""The files about creators that a call names: read, judged cell by cell, each with its provenance."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from agent.cli.difference import tell, tell_troubles
from agent.cli.speech import every_language, words
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from agent.domain.creators import Known
    from agent.matching import Matching, Told
    from agent.sheets import Trouble, Vocabulary
    from agent.wiring import House


@dataclass(frozen=True, slots=True)
class Files:
    """The files, the day that their data is of where they do not say, and whether bad lines are passed over."""

    paths: Sequence[Path]
    as_of: date | None
    skip_bad: bool


def known_by(rooms: House, files: Files) -> tuple[Known, Matching]:
    """What files tell of creators; raises MendInput(E_INPUT) with every wrong cell told."""
    from agent.domain.creators import Known  # noqa: PLC0415 - only here
    from agent.matching import load_matching  # noqa: PLC0415 - pydantic is heavy
    from agent.tomlfile import default_folder  # noqa: PLC0415 - only here

    matching, known = load_matching((*rooms.folders, default_folder())), Known()
    spoken = _vocabulary(matching)
    for path in files.paths:
        troubles, read = _read(path, files, spoken, matching, known)
        if troubles:
            tell_troubles(troubles)
            if not (files.skip_bad and read):  # where a header is wrong there is no line to go on with
                raise MendInput(Code.E_INPUT, file=path, why="table_troubles", value=len(troubles))
            tell([words()("ui.match_skipped", count=len(troubles), path=path.name)])
    return known, matching


def _read(
    path: Path, files: Files, spoken: Vocabulary[Told], matching: Matching, known: Known
) -> tuple[list[Trouble], int]:
    """Add what one file tells; answers what is wrong in it, and how many lines it has."""
    from agent.adapters.clocks import SystemClock  # noqa: PLC0415 - only here
    from agent.adapters.tables import read_table  # noqa: PLC0415 - same
    from agent.domain.creators import Source  # noqa: PLC0415 - same
    from agent.matching import gather  # noqa: PLC0415 - pydantic is heavy
    from agent.sheets import read_sheets  # noqa: PLC0415 - same

    sheets = read_table(path, spoken.knows)
    known.sources.append(Source(path.name, SystemClock().now(), files.as_of, sha256(path.read_bytes()).hexdigest()))
    told = read_sheets(sheets, spoken)
    return [*told.troubles, *gather(told, len(known.sources) - 1, matching.markets, known)], len(told.lines)


def _vocabulary(matching: Matching) -> Vocabulary[Told]:
    """Our headers in three languages, and those that the operator's matching.toml adds."""
    from dataclasses import replace  # noqa: PLC0415 - only here

    from agent.matching import TOLD  # noqa: PLC0415 - pydantic is heavy
    from agent.sheets import Vocabulary  # noqa: PLC0415 - same

    own = Vocabulary.of(TOLD, every_language())
    return replace(own, heads={**matching.heads, **own.heads})
