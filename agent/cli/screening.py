"""audit --captions: a first look at captions by lists of words, which needs no portal and is a hint only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.identity import legible
from agent.domain.screening import found
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from agent.domain.screening import WordHit
    from agent.wiring import House

_TABLES: Final = (".csv", ".xlsx")
_HEADS: Final = frozenset(
    {
        "caption",
        "captions",
        "text",
        "title",
        "文案",
        "标题",
        "视频文案",
        "texto",
        "descripción",
        "legenda",
        "คำบรรยาย",
        "mô tả",
    }
)
_AROUND: Final = 30


@dataclass(frozen=True, slots=True)
class _Caption:
    """A text and where it stands in its file: a line, or a cell."""

    place: str
    text: str


def look_through(file: Path, market: str, out: Path | None, rooms: House) -> int:
    """List every hit with its rule; 0 whether or not there are any, for a list of words decides nothing."""
    from agent.tomlfile import default_folder  # noqa: PLC0415 - only here
    from agent.wordlists import load_words  # noqa: PLC0415 - pydantic is heavy

    if market and not re.fullmatch("[A-Z]{2}", market):
        raise MendInput(Code.E_USAGE, why="market_form", value=legible(market, 40))
    lists = [one for one in load_words((*rooms.folders, default_folder())) if one.holds(market)]
    captions = _captions(file)
    hits = [(one, hit) for one in captions for hit in found(one.text, lists)]
    _tell(hits, len(captions))
    _keep(hits, out)
    return 0


def _captions(file: Path) -> list[_Caption]:
    if file.suffix.lower() in _TABLES:
        return list(_of_table(file))
    return [_Caption(str(line), text) for line, text in enumerate(_text(file).splitlines(), 1) if text.strip()]


def _text(file: Path) -> str:
    from agent.adapters.files import explained  # noqa: PLC0415 - only here
    from agent.adapters.tables import MOST_BYTES  # noqa: PLC0415 - only here

    if not file.is_file():
        raise MendInput(Code.E_INPUT, file=file, why="is_folder" if file.is_dir() else "file_missing")
    with explained(file), file.open("rb") as source:
        content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise MendInput(Code.E_INPUT, file=file, why="too_large", most=MOST_BYTES // 1_000_000)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise MendInput(Code.E_INPUT, file=file, line=line, why="not_utf8", byte=error.start) from None


def _of_table(file: Path) -> Iterator[_Caption]:
    """The cells below the first heading that says caption, of every sheet."""
    from agent.adapters.tables import read_table  # noqa: PLC0415 - only here

    sheets = read_table(file, _is_head)
    heads = False
    for sheet in sheets:
        at: int | None = None
        for _, row in sorted(sheet.rows.items()):
            if at is None:
                at = next((nth for nth, cell in enumerate(row) if cell and _is_head(cell.text)), None)
                heads = heads or at is not None
            elif at < len(row) and (cell := row[at]):
                yield _Caption(sheet.called(cell.place), cell.text)
    if not heads:
        raise MendInput(Code.E_INPUT, file=file, why="no_caption_column", known=", ".join(sorted(_HEADS)))


def _is_head(text: str) -> bool:
    return text.strip().casefold() in _HEADS


def _tell(hits: Sequence[tuple[_Caption, WordHit]], captions: int) -> None:
    say = words()
    if CALL.get().json:
        show.result({"only_a_hint": True, "captions": captions, "hits": [_as_object(*one) for one in hits]})
        return
    if hits:
        show.table(_columns(), [_row(*one) for one in hits])
    print(say("audit.screened", captions=captions, count=len(hits)))
    print(say("audit.only_a_hint"))


def _columns() -> list[str]:
    say = words()
    return [say(f"audit.{key}") for key in ("place", "passage", "reason", "rule", "words", "caption")]


def _row(caption: _Caption, hit: WordHit) -> tuple[str, ...]:
    say = words()
    rule = hit.list.rule.get(say.language, hit.list.rule["en"])
    return (
        caption.place,
        hit.passage,
        say(f"objection.{hit.list.objection}"),
        rule,
        hit.list.name,
        _around(caption, hit),
    )


def _around(caption: _Caption, hit: WordHit) -> str:
    """The passage with what stands beside it, on one line."""
    first, last = max(0, hit.start - _AROUND), hit.end + _AROUND
    dots = ("…" if first else "", "…" if last < len(caption.text) else "")
    return f"{dots[0]}{' '.join(caption.text[first:last].split())}{dots[1]}"


def _as_object(caption: _Caption, hit: WordHit) -> dict[str, object]:
    told = {"place": caption.place, "start": hit.start, "end": hit.end, "passage": hit.passage}
    return told | {"objection": hit.list.objection, "list": hit.list.name, "rule": dict(hit.list.rule)}


def _keep(hits: Sequence[tuple[_Caption, WordHit]], out: Path | None) -> None:
    from agent.adapters.tables import write_table  # noqa: PLC0415 - only here

    if out is None:
        return
    say = words()
    write_table(out, [NewSheet(say("audit.hints"), tuple(map(Heading, _columns())), tuple(_row(*one) for one in hits))])
    show.result({"list": str(out)}, [say("audit.written", path=out)])
