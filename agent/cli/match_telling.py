"""How creators match a shop, in words: the table, every line of one score, the sheet, and the object for a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.cli import show
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet
from agent.domain.identity import folded, legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime
    from pathlib import Path

    from agent.cli.match import Found
    from agent.domain.creators import Source
    from agent.domain.matching import Line, Match

SHOWN: Final = 50
_COLOURS: Final = {"": "", "?": "yellow", "✗": "red"}


def tell(found: Found, most: int, output: Path | None) -> None:
    """The best ones as a table, what is known of whom, and how old all of it is."""
    say, shown = words(), found.matches[:most]
    heads = [say(f"ui.{key}") for key in ("match_score", "match_known", "account", "match_reasons")]
    show.table(heads, [_cells(one) for one in shown], [_COLOURS[_sign(one)] for one in shown])
    if len(found.matches) > len(shown):
        print(legible(f"  {say('ui.roster_more', count=len(found.matches) - len(shown))}"))
    for text in _remarks(found):
        print(legible(text, 600))
    if output:
        print(legible(say("ui.written", path=output), 600))


def explained(found: Found, handle: str) -> None:
    """One score, line by line, and where each datum comes from."""
    say, one = words(), matched(found, handle)
    print(legible(say("ui.match_of", handle=one.creator.handle, score=_score(one), shop=found.shop.name), 200))
    heads = [say(f"ui.{key}") for key in ("match_criterion", "match_points", "match_because")]
    rows = [(say(f"criterion.{each.criterion}"), _points(each), _because(each)) for each in one.lines]
    show.table(heads, rows, ["yellow" if each.points is None else "" for each in one.lines])
    print(legible(say("ui.match_sum", earned=one.earned, known=one.known, whole=one.whole, score=_score(one)), 400))
    for bar in one.bars:
        print(legible(f"✗ {say(f'barred.{bar}')}", 400))
    if not one.enough:
        print(legible(f"? {say('ui.match_too_little', known=one.known, whole=one.whole, least=one.least)}", 400))
    for text in _stamps(found):
        print(legible(text, 400))


def matched(found: Found, handle: str) -> Match:
    """The match of a handle; raises MendInput(E_INPUT) where no source names it."""
    key = folded(handle)
    one = next((each for each in found.matches if folded(each.creator.handle) == key), None)
    if one is None:
        raise MendInput(Code.E_INPUT, why="nobody_told", value=legible(handle, 60))
    return one


def sheet(found: Found) -> NewSheet:
    """Everybody, with the points of each criterion and why."""
    say = words()
    who = [say(f"head.{key}") for key in ("handle", "nickname", "region", "category", "followers")]
    heads = [*who, say("ui.match_score"), say("ui.match_known"), say("head.reasons"), say("head.as_of")]
    return NewSheet(say("sheet.creators"), tuple(map(Heading, heads)), tuple(_row(found, one) for one in found.matches))


def _row(found: Found, one: Match) -> tuple[str, ...]:
    who = one.creator
    followers = "" if who.followers is None else f"{who.followers:f}"
    category = " > ".join(who.category)
    stamp = who.as_of or found.known.sources[who.source].as_of
    own = (who.handle, who.nickname, who.region, category, followers)
    return *own, _score(one), f"{one.known}/{one.whole}", _reasons(one), str(stamp or "")


def _cells(one: Match) -> tuple[str, ...]:
    sign = _sign(one)
    who = f"@{one.creator.handle}" + (f" ({one.creator.nickname})" if one.creator.nickname else "")
    return f"{sign} {_score(one)}".strip(), f"{one.known}/{one.whole}", who, _reasons(one)


def _sign(one: Match) -> str:
    return "✗" if one.bars else "" if one.enough else "?"


def _score(one: Match) -> str:
    return words()("ui.match_unknown") if one.score is None else f"{one.score} %"


def _points(one: Line) -> str:
    if one.points is None:
        return f"? / {one.most}" if one.most else "?"
    return f"{one.points} / {one.most}" if one.most else f"{one.points:+}" if one.points else "0"


def _reasons(one: Match) -> str:
    """The lines in one cell: bars first, then what gave or took points, then what nobody told."""
    say = words()
    bars = [f"✗ {say(f'barred.{bar}')}" for bar in one.bars]
    given = [f"{each.points} {_because(each)}" for each in one.lines if each.points]
    untold = [say(f"criterion.{each.criterion}") for each in one.lines if each.points is None]
    return "; ".join([*bars, *given, *([say("ui.match_untold", names=", ".join(untold))] if untold else [])])


def _because(one: Line) -> str:
    told = " > ".join(one.told) if one.criterion == "category" else ""
    values = dict(zip(("value", "other"), one.told, strict=False))
    return words()(f"match.{one.criterion}_{one.ground}", **(values | ({"value": told} if told else {})))


def _remarks(found: Found) -> Iterator[str]:
    say, all_ = words(), found.matches
    barred = sum(bool(one.bars) for one in all_)
    thin = sum(not one.bars and not one.enough for one in all_)
    yield say("ui.match_counts", count=len(all_), good=len(all_) - barred - thin, thin=thin, barred=barred)
    yield from _stamps(found)
    yield say("ui.match_claims")
    yield say("ui.match_next")


def _stamps(found: Found) -> Iterator[str]:
    """Both sources' time stamps beside each other."""
    say, zone = words(), found.shop.zone
    for one in found.known.sources:
        as_of = _stamp(one.as_of, zone) or _newest(found, one) or say("ui.match_no_stamp")
        yield say("ui.match_source", name=one.name, as_of=as_of, moment=show.moment(one.read_at, zone))
        if one.partial:
            yield say("ui.match_partial", name=one.name)
    yield say("ui.match_official", moment=show.moment(found.official, zone) or say("ui.match_never"))


def _newest(found: Found, source: Source) -> str:
    """The newest stamp that a source's own lines carry."""
    told = [one.creator.as_of for one in found.matches if found.known.sources[one.creator.source] is source]
    return max((str(one) for one in told if one), default="")


def _stamp(at: date | datetime | None, zone: str) -> str:
    from datetime import datetime  # noqa: PLC0415 - only here

    return show.moment(at, zone) if isinstance(at, datetime) else str(at or "")


def as_object(found: Found, handle: str, most: int) -> dict[str, Any]:
    """The same for a program: the best ones, or the one that is to be explained."""
    shown = [matched(found, handle)] if handle else found.matches[:most]
    sources = [
        {
            "name": one.name,
            "read_at": one.read_at.isoformat(),
            "as_of": one.as_of.isoformat() if one.as_of else _newest(found, one) or None,
            "sha256": one.fingerprint,
            "partial": one.partial,
        }
        for one in found.known.sources
    ]
    own = {"shop": found.shop.id, "sources": sources, "count": len(found.matches)}
    official = {"seller_center_read_at": found.official.isoformat() if found.official else None}
    return own | official | {"claims": words()("ui.match_claims"), "creators": list(map(_as_object, shown))}


def _as_object(one: Match) -> dict[str, Any]:
    who = one.creator
    score = {"score": one.score, "earned": one.earned, "known": one.known, "whole": one.whole, "enough": one.enough}
    lines = [
        {
            "criterion": each.criterion,
            "ground": each.ground,
            "points": each.points,
            "most": each.most,
            "told": list(each.told),
            "because": _because(each),
        }
        for each in one.lines
    ]
    return {"handle": who.handle, "nickname": who.nickname, **score, "barred": list(one.bars), "lines": lines}
