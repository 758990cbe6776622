"""Promotions and files on trial in the engine; in the browser, tests of their own lose, double and kill them."""

from __future__ import annotations

from typing import Any

from fakes import FILE, OLD, PUBLISH, STOP
from flow_bench import Bench
from trials import Trial

from agent.domain.ledger import ClaimState
from agent.domain.permit import Kind

NOWHERE: Any = None  # no deed at the portal: its scenes are all about accounts


def _settled(bench: Bench, kind: Kind) -> None:
    """It happened once at most, is known to have, and was never pressed twice without a person."""
    claims, effects = bench.ask("claims"), bench.portal.shown(kind)
    done = sum(one.state is ClaimState.DONE for one in claims)
    assert done == len(effects) <= 1, "lost, or done twice without a person"
    assert bench.portal.clicks <= 1, "pressed without a person"


def listed_once(bench: Bench) -> None:
    """What was published stands in the list once, and as it was asked."""
    _settled(bench, Kind.PROMOTION_CREATE)
    rows = [one for one in bench.portal.listed() if one.name == PUBLISH.wanted.name]
    assert [one.is_what(PUBLISH.wanted) for one in rows] == [True] * len(bench.portal.shown(Kind.PROMOTION_CREATE))


def ended_once(bench: Bench) -> None:
    """What was ended is no longer running."""
    _settled(bench, Kind.PROMOTION_STOP)


def made_once(bench: Bench) -> None:
    """A file is one task of the portal's."""
    _settled(bench, Kind.EXPORT)


DEALS = (
    Trial(
        Kind.PROMOTION_CREATE,
        lambda _: None,
        lambda bench, kill_at: bench.promote(PUBLISH, kill_at=kill_at),
        listed_once,
        NOWHERE,
        PUBLISH.wanted.name,
    ),
    Trial(
        Kind.PROMOTION_STOP,
        lambda _: None,
        lambda bench, kill_at: bench.stop(STOP, kill_at=kill_at),
        ended_once,
        NOWHERE,
        OLD.name,
    ),
    Trial(
        Kind.EXPORT,
        lambda _: None,
        lambda bench, kill_at: bench.export(FILE, kill_at=kill_at).record,
        made_once,
        NOWHERE,
        FILE.subject,
    ),
)
