"""Promotions and files on trial, beside the acts about accounts: no link or invitation tells of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from fakes import FILE, OLD, PUBLISH, STOP
from flow_bench import Bench
from trials import MX, Deed, Flow, Request, Trial

from agent.domain.compass import window
from agent.domain.exporting import ExportRequest, Module
from agent.domain.identity import Target
from agent.domain.insight import Span
from agent.domain.ledger import ClaimState
from agent.domain.permit import Kind
from agent.domain.promotion import Promotion, Tool
from agent.domain.record import PromotionRequest, Record, StopRequest
from agent.domain.roster import Shop
from agent.domain.shop_days import day_of
from agent.flows.exporting import export
from agent.flows.promote import promote
from agent.flows.promotion_stop import stop
from agent.ports import Desk

_API = "/api/v1/promotion"
_FILES = "/api/v1/insights/seller/export"
_LIST = ("/promotion/marketing-tools", f"{_API}/list")
_STANDING, _NAME = "8310000000000000001", "Sartenes de otoño"  # of the Mexican shop in the example world


def settled(bench: Bench, kind: Kind) -> None:
    """It happened once at most, is known to have, and was never pressed twice without a person."""
    claims, effects = bench.ask("claims"), bench.portal.shown(kind)
    done = sum(one.state is ClaimState.DONE for one in claims)
    assert done == len(effects) <= 1, "lost, or done twice without a person"
    assert bench.portal.clicks <= 1, "pressed without a person"


def listed_once(bench: Bench) -> None:
    """What was published stands in the list once, and as it was asked."""
    settled(bench, Kind.PROMOTION_CREATE)
    rows = [one for one in bench.portal.listed() if one.name == PUBLISH.wanted.name]
    assert [one.is_what(PUBLISH.wanted) for one in rows] == [True] * len(bench.portal.shown(Kind.PROMOTION_CREATE))


def ended_once(bench: Bench) -> None:
    """What was ended is no longer running."""
    settled(bench, Kind.PROMOTION_STOP)


def _creating(shop: Shop, _: Target) -> Request:
    """A sale so far ahead that no history of these gets there, on the same day whichever process asks."""
    starts = datetime.combine(datetime.now(UTC).date() + timedelta(days=12), time(18), UTC)
    wanted = {"tool": Tool.FLASH_SALE, "name": "Viernes", "percent": 45, "products": ("1729400000000000003",)}
    return PromotionRequest(shop, Promotion(**wanted, starts=starts, ends=starts + timedelta(hours=3)))


def _stopping(shop: Shop, _: Target) -> Request:
    return StopRequest(shop, _STANDING, _NAME)


def _exporting(shop: Shop, _: Target) -> Request:
    return ExportRequest(shop, Module.LIVES, window(Span.LAST_28, day_of(datetime.now(UTC), shop.zone)))


async def _exported(request: ExportRequest, desk: Desk) -> Record:
    return (await export(request, desk, timedelta(seconds=20))).record


def deal_is_known(scene: Any) -> None:
    """It happened once at most, and is known to have."""
    assert scene.done() == scene.effects() <= 1, "lost, or done twice without a person"


def _deed(verb: str, request: Callable[[Shop, Target], Request], flow: Flow) -> Deed:
    return Deed(
        press=f"{_API}/{verb}",
        before=_LIST[1],
        looks=_LIST,
        effect=f"promotion_{verb}",
        request=request,
        flow=flow,
        holds=deal_is_known,
        words=("promo",),
        of_a_link=False,
        places=(MX,),
    )


def made_once(bench: Bench) -> None:
    """A file is one task of the portal's."""
    settled(bench, Kind.EXPORT)


DEALS = (
    Trial(
        Kind.PROMOTION_CREATE,
        lambda _: None,
        lambda bench, kill_at: bench.promote(PUBLISH, kill_at=kill_at),
        listed_once,
        _deed("create", _creating, promote),
        PUBLISH.wanted.name,
    ),
    Trial(
        Kind.PROMOTION_STOP,
        lambda _: None,
        lambda bench, kill_at: bench.stop(STOP, kill_at=kill_at),
        ended_once,
        _deed("deactivate", _stopping, stop),
        OLD.name,
    ),
    Trial(
        Kind.EXPORT,
        lambda _: None,
        lambda bench, kill_at: bench.export(FILE, kill_at=kill_at).record,
        made_once,
        Deed(
            press=f"{_FILES}/create",
            before="/compass/live-analysis",
            looks=("/compass/creator-analysis", f"{_FILES}/list"),
            effect="export",
            request=_exporting,
            flow=_exported,
            holds=deal_is_known,
            words=("insights", "export"),
            of_a_link=False,
            places=(MX,),
        ),
        FILE.subject,
    ),
)
