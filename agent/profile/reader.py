"""Read a portal profile: what a portal calls things, checked before a browser is pointed at it."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeVar

from agent.domain.portal import Commit, Element, Elements, Jump, Origin, Pace, Portal, Regions, Request, Traffic
from agent.errors import Code, MendInput
from agent.profile.faults import LANGUAGES, contradictions, gaps
from agent.profile.layers import layered
from agent.profile.shape import Profile
from agent.typed import Problem, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from agent.profile.shape import TrafficTable
    from agent.tomlfile import Document

T = TypeVar("T")

_REFUSALS = {
    "not_eligible": Code.B_NOT_ELIGIBLE,
    "conflict": Code.B_CONFLICT,
    "rejected": Code.B_REJECTED,
    "no_answer": Code.E_NOT_APPLIED,
}


def load_portal(folders: Sequence[Path], name: str, override: Mapping[str, str] | None = None) -> Portal:
    """Read portals/NAME.toml; `override` gives other loopback addresses for `seller` and `creator`.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    return portal_of(layered(folders, name), name, override or {})


def portal_of(document: Document, name: str, override: Mapping[str, str]) -> Portal:
    """The portal that a file describes; `name` is what it must call itself."""
    return _described(document, name, tuple(override.items()))


@lru_cache(maxsize=32)  # asked for again at every visit of every shop
def _described(document: Document, name: str, override: tuple[tuple[str, str], ...]) -> Portal:
    row = checked(document, Profile)
    if found := [*contradictions(row, name), *(gaps(row) if row.verified else ())]:
        raise wrong(document, found)
    portal = _portal(row, document, dict(override))
    if portal.follows_portal_clock and not portal.loopback:
        raise wrong(document, [Problem(("clock",), "clock_elsewhere")])
    return portal


def _portal(row: Profile, document: Document, override: Mapping[str, str]) -> Portal:
    seller, creator = (_origin(row, side, override) for side in ("seller", "creator"))
    others = {origin for text in row.origins.others if (origin := Origin.of(text))}
    return Portal(
        name=row.name,
        verified=row.verified,
        fingerprint=document.fingerprint,
        seller=seller,
        creator=creator,
        allowed=frozenset({seller, creator, *others}),
        paths=row.paths,
        ways=row.ways,
        elements=_by_key(row.elements),
        words=_by_text(row.words),
        checks=_by_text(row.checks),
        obstacles=_by_text(row.obstacles),
        remarks=frozenset(row.remarks),
        uncounted=frozenset(row.uncounted),
        refusals={text: _REFUSALS[kind] for text, kind in _by_text(row.refusals).items()},
        traffic=_traffic(row.traffic),
        echoes=tuple(path if "://" in path else f"{seller}{path}" for path in row.echoes),
        surfaces=row.surfaces,
        challenges=tuple(row.challenges),
        overlays=tuple(row.overlays),
        sensitive=tuple(row.sensitive),
        follows_portal_clock=row.clock == "portal",
        speaks={one: f"{row.speaks.query}={word}" for one, word in row.speaks.words.items()} if row.speaks else {},
        pace=Pace(row.pace.pages_per_minute, timedelta(seconds=row.pace.press_pause_s)),
        regions=Regions(row.regions.query, row.regions.hosts),
        menu=frozenset(row.menu),
        jump=Jump(row.jump.query, timedelta(seconds=row.jump.lasts_s)) if row.jump else None,
        answers=_by_text(row.answers),
        markets=row.markets,
    )


def _origin(row: Profile, side: Literal["seller", "creator"], override: Mapping[str, str]) -> Origin:
    text = override.get(side) or override.get("seller")
    origin = Origin.of(text or getattr(row.origins, side))
    if origin is None or (text and not origin.loopback):
        field = f"portals.{row.name}.{side}"
        raise MendInput(Code.E_CONFIG, file="settings", line="?", field=field, why="not_this_machine")
    return origin


def _by_text(words: Mapping[T, list[str]]) -> dict[str, T]:
    return {text: name for name, texts in words.items() for text in texts}


def _by_key(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Elements:
    rows = ((f"{group}.{name}", parts) for group, table in tables.items() for name, parts in table.items())
    return Elements((key, _element(key, parts)) for key, parts in rows)


def _element(key: str, parts: Mapping[str, str]) -> Element:
    names = {language: parts[language] for language in LANGUAGES if language in parts}
    return Element(key, parts.get("role", ""), names, parts.get("css", ""))


def _traffic(row: TrafficTable) -> Traffic:
    return Traffic(
        reads=frozenset(map(_line, row.reads)),
        logins=frozenset(map(_line, row.logins)),
        commits=tuple(Commit(one.kind, _line(one.request), one.single_shot, one.via) for one in row.commits),
        uploads=frozenset(map(_line, row.uploads)),
    )


def _line(text: str) -> Request:
    method, _, path = text.partition(" ")
    return Request(method, path)
