"""The irreversible acts on trial: a flow that presses registers here, and every proof of this folder runs over it.

A trial says how its portal stands at the beginning, how a run is started, and what must hold at the end whatever
happened: once for the scripted portal of the engine, once (its `Deed`) for the mock portal and a real browser. What
must hold of every act is asked in `test_engine` and in `scene`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from fakes import ACCOUNT, ADD, APPROVE, ASK, BY_APP, ENDS, REMOVE, REQUEST, SHOP, UNLINK
from flow_bench import Bench

from agent.domain.appeal import AppealRequest
from agent.domain.content_audit import AuditRequest
from agent.domain.exporting import ExportRequest
from agent.domain.identity import AccountId, Handle, Target
from agent.domain.ledger import ClaimState, LinkState
from agent.domain.permit import SHOWCASE, Kind
from agent.domain.record import BindRequest, PromotionRequest, Record, ShowcaseRequest, StopRequest, UnlinkRequest
from agent.domain.roster import Shop, Via
from agent.domain.ticket import TicketRequest
from agent.domain.unlinking import Way
from agent.flows.bind import bind
from agent.flows.showcase import fill
from agent.flows.unlink import unlink
from agent.ports import Desk

Start = Callable[[Bench, str], Record]
Request: TypeAlias = (
    BindRequest
    | UnlinkRequest
    | ShowcaseRequest
    | PromotionRequest
    | StopRequest
    | ExportRequest
    | AuditRequest
    | AppealRequest
    | TicketRequest
)
Flow = Callable[[Any, Desk], Awaitable[Record]]


@dataclass(frozen=True)
class Place:
    """A shop of the example world with an account that it may invite and one that is linked to it."""

    market: str
    invited: Target
    linked: Target


MX = Place("MX", Target(Handle("cocina.conluz")), Target(Handle("casa.aurora.live"), AccountId("7100000000000000102")))
GB = Place("GB", Target(Handle("kitchen.with.kate")), Target(Handle("teaandtidy"), AccountId("7100000000000000111")))
TH = Place("TH", Target(Handle("glow.by.ploy")), Target(Handle("ploy.daily"), AccountId("7100000000000000115")))
PLACES = (MX, GB, TH)


@dataclass(frozen=True)
class Deed:
    """An act at the mock portal.

    `press` is the address of the one request that changes something, `before` the last one that is read before it,
    `looks` those at which it is looked up, `effect` what the portal's own log calls it; `words` and `options` stand
    before and after shop and handle on the command line. `asked` says that somebody must have asked for it first,
    `places` where the example world's network allows it, and `owner` that the account's owner authorizes in the app.
    `drafts` are the addresses at which files are put into a draft before the press.
    """

    press: str
    before: str
    looks: tuple[str, ...]
    effect: str
    request: Callable[[Shop, Target], Request]
    flow: Flow
    holds: Callable[[Any], None]
    words: tuple[str, ...]
    options: tuple[str, ...] = ()
    of_a_link: bool = True
    confirmed: bool = True
    asked: bool = False
    places: tuple[Place, ...] = PLACES
    owner: bool = False
    drafts: tuple[str, ...] = ()

    def target(self, place: Place) -> Target:
        """The account that it is done to."""
        return place.linked if self.of_a_link else place.invited

    def command(self, shop: str, place: Place) -> list[str]:
        """Its words on the command line."""
        handle = self.target(place).handle
        return [
            *self.words,
            shop,
            handle,
            *self.options,
            *(("--confirm", handle) if self.of_a_link and self.confirmed else ()),
        ]


@dataclass(frozen=True)
class Trial:
    """One act: `run` is given the bench and the point at which it is killed, or none."""

    kind: Kind
    prepare: Callable[[Bench], object]
    run: Start
    holds: Callable[[Bench], None]
    deed: Deed
    named: str = "@alice.home"
    name: str = ""

    def __str__(self) -> str:
        return self.name or self.kind


def _unlinking(request: UnlinkRequest) -> Start:
    return lambda bench, kill_at: bench.unlink(request, kill_at=kill_at)


def _linked(bench: Bench) -> None:
    bench.portal.linked.add(ACCOUNT)


def _asked(bench: Bench) -> None:
    _linked(bench)
    bench.portal.asked = True


def invited_is_remembered(bench: Bench) -> None:
    """An invitation that went out is in the ledger, whoever learned of it."""
    bench.refresh(SHOP)
    remembered = {one.account for one in bench.ask("invitations", SHOP.id)}
    assert not bench.portal.shown(Kind.BIND) or ACCOUNT in remembered, "a lost invitation"


def unlinked_is_remembered(bench: Bench) -> None:
    """A link that ended is known to have ended, was counted, and was never pressed twice without a person."""
    ended, claims = bench.portal.shown(*ENDS), bench.ask("claims")
    links = {one.account: one.state for one in bench.ask("links", SHOP.id)}
    assert len(ended) <= 1, "a doubled unlink"
    assert not ended or links[ACCOUNT] is LinkState.UNLINKED, "a lost unlink"
    assert len(ended) <= bench.ask("spent", "unlinks", SHOP.id, "ever") <= 3, "an unlink that was not counted"
    assert bench.portal.clicks <= 1 + sum(one.state is ClaimState.REJECTED for one in claims), (
        "pressed without a person"
    )


def asked_is_remembered(bench: Bench) -> None:
    """A request that went out is known, and nothing was spent on it."""
    claims, sent = bench.ask("claims"), bench.portal.shown(Kind.UNLINK_REQUEST)
    links = {one.account: one.state for one in bench.ask("links", SHOP.id)}
    done = any(one.state is ClaimState.DONE for one in claims)
    assert not sent or done or links[ACCOUNT] is LinkState.UNLINK_REQUESTED, "a lost request"
    assert bench.ask("spent", "unlinks", SHOP.id, "ever") == 0, "spent on a request"
    assert bench.portal.clicks <= 1 + sum(one.state is ClaimState.REJECTED for one in claims), (
        "pressed without a person"
    )


def shelf_is_remembered(bench: Bench) -> None:
    """Every product was added or taken out once at most, was counted, and stands as the claims say."""
    acts = [one for one in bench.portal.effects if one.kind in SHOWCASE]
    added = sum(one.kind is Kind.SHOWCASE_ADD for one in acts)
    counted = sum(bench.ask("spent", "showcase_adds", ACCOUNT, f"2026-11-{day}") for day in range(22, 31))
    assert len(acts) == len({(one.kind, one.item) for one in acts}), "done twice"
    assert added <= counted, "an add that was not counted"


def invitation_is_known(scene: Any) -> None:
    """Whatever the claims say of an invitation that came late: the list that was read since then told of it."""
    assert not scene.effects() or scene.target.handle in scene.remembered("invitations"), "a lost invitation"


def unlink_is_counted(scene: Any) -> None:
    """It happened once at most, is known to have, and was counted."""
    assert scene.done() == scene.effects() <= 1, "lost, or done twice without a person"
    assert not scene.effects() or scene.remembered("links")[scene.target.handle] == LinkState.UNLINKED
    assert scene.effects() <= scene.spent() <= 3, "an unlink that was not counted"


def request_is_known(scene: Any) -> None:
    """The request went out once at most, is known to have, and cost nothing."""
    assert scene.done() == scene.effects() <= 1, "lost, or sent twice without a person"
    assert scene.spent() == 0, "spent on a request"


def _invitation(shop: Shop, target: Target) -> Request:
    return BindRequest(shop, target, shop.wanted(target.handle))


def _in_the_app(shop: Shop, target: Target) -> Request:
    return BindRequest(shop, target, shop.wanted(target.handle), via=Via.APP)


def _filling(request: ShowcaseRequest) -> Start:
    return lambda bench, kill_at: bench.fill(request, kill_at=kill_at)


_TO_ADD, _TO_REMOVE = "1729400000000000004", "1729400000000000002"  # of the Mexican shop


def _adding(shop: Shop, target: Target) -> Request:
    return ShowcaseRequest(shop, target, (_TO_ADD,), spreads=True)


def _removing(shop: Shop, target: Target) -> Request:
    return ShowcaseRequest(shop, target, removes=(_TO_REMOVE,))


def shelf_is_known(scene: Any) -> None:
    """It happened once at most, and an add was counted."""
    assert scene.done() <= scene.effects() <= 1, "done twice"
    spent = sum(one.key.kind is Kind.SHOWCASE_ADD for one in scene.claims())
    assert scene.trial.kind is Kind.SHOWCASE_REMOVE or scene.effects() <= spent


def _by(way: Way) -> Callable[[Shop, Target], Request]:
    return lambda shop, target: UnlinkRequest(shop, target, way)


_API = "/api/v1/seller/creator"
_STREAMER = "/api/v1/streamer_desktop"
_SHELF = ("/streamer/showcase/product/list", f"{_STREAMER}/showcase_product/list")
_LINKS = ("/profile/linked-accounts", f"{_API}/agg/get")

TRIALS = (
    Trial(
        Kind.BIND,
        lambda _: None,
        lambda bench, kill_at: bench.bind(REQUEST, kill_at=kill_at),
        invited_is_remembered,
        Deed(
            press=f"{_API}/invitation/send",
            before=f"{_API}/availability/verify",
            looks=("/profile/linked-accounts/invitations", f"{_API}/invitation/list"),
            effect="invite",
            request=_invitation,
            flow=bind,
            holds=invitation_is_known,
            words=("bind",),
            of_a_link=False,
        ),
    ),
    Trial(
        Kind.UNLINK,
        _linked,
        _unlinking(UNLINK),
        unlinked_is_remembered,
        Deed(
            press=f"{_API}/unbind",
            before=f"{_API}/remain/get",
            looks=_LINKS,
            effect="unlink",
            request=_by(Way.SELLER),
            flow=unlink,
            holds=unlink_is_counted,
            words=("unlink",),
        ),
    ),
    Trial(
        Kind.UNLINK_REQUEST,
        _linked,
        _unlinking(ASK),
        asked_is_remembered,
        Deed(
            press="/api/m/unlink/request",
            before="/api/m/link/get",
            looks=("/m/link-info", "/api/m/link/get"),
            effect="unlink_request",
            request=_by(Way.CREATOR),
            flow=unlink,
            holds=request_is_known,
            words=("unlink",),
            options=("--via", "creator"),
            places=(MX,),  # the other shops' creators would have to be on a line of their own country
        ),
    ),
    Trial(
        Kind.UNLINK_APPROVE,
        _asked,
        _unlinking(APPROVE),
        unlinked_is_remembered,
        Deed(
            press=f"{_API}/unbind_apply/update",
            before=f"{_API}/remain/get",
            looks=_LINKS,
            effect="unlink_approve",
            request=_by(Way.APPROVE),
            flow=unlink,
            holds=unlink_is_counted,
            words=("unlink",),
            options=("--approve",),
            asked=True,
        ),
    ),
    Trial(
        Kind.BIND,
        lambda _: None,
        lambda bench, kill_at: bench.bind(BY_APP, kill_at=kill_at),
        invited_is_remembered,
        Deed(
            press="/api/v1/seller_app/bind/leave",
            before="/app/settings/bind",
            looks=("/profile/linked-accounts/invitations", f"{_API}/invitation/list"),
            effect="app_authorize",
            request=_in_the_app,
            flow=bind,
            holds=invitation_is_known,
            words=("bind",),
            options=("--via", "app"),
            of_a_link=False,
            owner=True,
        ),
        name="bind_app",
    ),
    Trial(
        Kind.SHOWCASE_ADD,
        _linked,
        _filling(replace(ADD, spreads=True)),
        shelf_is_remembered,
        Deed(
            press=f"{_STREAMER}/showcase_product/add",
            before=f"{_STREAMER}/product_link/check",
            looks=_SHELF,
            effect="showcase_add",
            request=_adding,
            flow=fill,
            holds=shelf_is_known,
            words=("showcase", "add"),
            options=(_TO_ADD,),
            confirmed=False,
            places=(MX,),
        ),
    ),
    Trial(
        Kind.SHOWCASE_REMOVE,
        _linked,
        _filling(REMOVE),
        shelf_is_remembered,
        Deed(
            press=f"{_STREAMER}/showcase_product/remove",
            before=f"{_STREAMER}/showcase_product/list",
            looks=_SHELF,
            effect="showcase_remove",
            request=_removing,
            flow=fill,
            holds=shelf_is_known,
            words=("showcase", "remove"),
            options=(_TO_REMOVE,),
            confirmed=False,
            places=(MX,),
        ),
    ),
)
