"""Walk over the pages that the flows use, in each language that the portal offers, and keep what no longer fits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, cast

from agent.domain.drift import ElementSeen, Found, Skipped, StopSeen, compared, walk_of
from agent.domain.identity import Handle, Target
from agent.domain.portal import Surface
from agent.errors import AskPerson, Code, CompanionError
from agent.flows.stops import APP, CREATOR, SELLER, SIGNED_OUT
from agent.flows.visiting import visiting
from agent.ports import Home, LinkedAccounts

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.flows.stopping import Shown, Stop
    from agent.ports import Baselines, Desk, Visit, Walked


@dataclass(frozen=True, slots=True)
class Ground:
    """Where is walked, and beside which layouts; `accept` takes what moved for right as it is now."""

    shop: Shop
    baselines: Baselines
    accept: bool = False
    seller: tuple[Stop, ...] = SELLER
    creator: tuple[Stop, ...] = CREATOR
    app: tuple[Stop, ...] = APP
    signed_out: tuple[Stop, ...] = SIGNED_OUT


async def walk(ground: Ground, desk: Desk) -> tuple[StopSeen, ...]:
    """Every stop in every language, the ledger told; raises where not even the home opens."""
    pages = {*desk.portal.paths, *desk.portal.ways}
    ground = replace(ground, seller=tuple(one for one in ground.seller if not one.page or one.page in pages))
    async with visiting(desk) as visit:
        own = await desk.reader.read("home", lambda: _in_shop(visit, ground.shop))
        stops = [await _seen(stop, visit, own, ground) for stop in ground.seller]
        stops += await _of_creator(visit, own, ground, desk)
        stops += await _in_the_app(visit, own, ground, desk)
        stops += await _at_the_door(visit, own, ground, desk)
        try:
            for language in sorted(desk.portal.speaks.keys() - {own}):
                stops += await _in_language(visit, language, ground)
        finally:
            await _home_in(visit, own)  # a portal may remember for the session what it was asked for last
    for language, some in groupby(stops, lambda one: one.language):
        seen = tuple(some)
        right = {one.name: one.layout for one in seen if one.good and not one.skipped}
        ground.baselines.keep(ground.shop.id, language, right)
        await desk.ledger.see_walk(walk_of(seen, ground.shop.id, desk.portal.fingerprint, desk.clock.now()))
    return tuple(stops)


async def _in_shop(visit: Visit, shop: Shop) -> str:
    """Stand in the right shop, whose counters may be among what has changed; answers the session's language."""
    home = await visit.open(Home)
    await home.choose(shop.id)
    return cast("Walked", home).language


async def _in_language(visit: Visit, language: str, ground: Ground) -> list[StopSeen]:
    """All stops of the seller, or none where the portal does not answer in that language."""
    if await _home_in(visit, language) != language:
        return []
    return [await _seen(stop, visit, language, ground) for stop in ground.seller]


async def _home_in(visit: Visit, language: str) -> str:
    """Ask for a language from now on; answers which one the home then has."""
    visit.speak(language)
    return cast("Walked", await visit.open(Home)).language


async def _of_creator(visit: Visit, language: str, ground: Ground, desk: Desk) -> list[StopSeen]:
    """The pages of a creator whose session is kept: of the first account that the shop has linked."""
    if not ground.creator or not _offers_creator(desk):
        return []
    if desk.login.attach:  # his browser has the seller's session alone
        return [StopSeen(stop.name, language, skipped=Skipped.NO_SESSION) for stop in ground.creator]
    target = await _linked(visit)
    if target is None:
        return [StopSeen(stop.name, language, skipped=Skipped.NO_LINK) for stop in ground.creator]
    try:
        async with desk.visits.creator(desk.login, visit.lease, target, desk.trail) as own:
            return [await _seen(stop, own, language, ground) for stop in ground.creator]
    except AskPerson as error:
        if error.code is not Code.E_SESSION_EXPIRED:
            raise
        return [StopSeen(stop.name, language, skipped=Skipped.NO_SESSION) for stop in ground.creator]


def _offers_creator(desk: Desk) -> bool:
    return desk.portal.surfaces.get("creator") not in {None, Surface.PHONE}


async def _in_the_app(visit: Visit, language: str, ground: Ground, desk: Desk) -> list[StopSeen]:
    """The Seller app's pages, as a phone shows them, where the profile says that they can be opened."""
    if not ground.app or desk.portal.app is Surface.PHONE:
        return []
    if desk.login.attach:
        return [StopSeen(stop.name, language, skipped=Skipped.NO_PHONE) for stop in ground.app]
    async with desk.visits.phone(desk.login, visit, desk.trail) as phone:
        phone.speak(language)
        return [await _seen(stop, phone, language, ground) for stop in ground.app]


async def _at_the_door(visit: Visit, language: str, ground: Ground, desk: Desk) -> list[StopSeen]:
    """The login pages, in a context of their own of which nothing is kept; nobody signs out for them."""
    if desk.login.attach or not ground.signed_out:
        return [StopSeen(stop.name, language, skipped=Skipped.SIGNED_IN) for stop in ground.signed_out]
    offered = [stop for stop in ground.signed_out if "creator" not in stop.name or _offers_creator(desk)]
    async with desk.visits.fresh(desk.login, visit.lease, "", desk.trail) as outside:
        outside.speak(language)
        return [await _seen(stop, outside, language, ground) for stop in offered]


async def _linked(visit: Visit) -> Target | None:
    """The first linked account; None too where the list cannot be read, which is told at its own stop."""
    try:
        rows = (await (await visit.open(LinkedAccounts)).read()).links.rows
    except CompanionError:
        return None
    return Target(Handle(rows[0].handle), rows[0].account_id) if rows else None


async def _seen(stop: Stop, visit: Visit, language: str, ground: Ground) -> StopSeen:
    """What is found wrong is looked at afresh: a page may not have been alive yet when it was unfolded."""
    before = None if ground.accept else ground.baselines.of(ground.shop.id, language).get(stop.name)
    first, shown = await _looked(stop, visit, language, ground)
    if compared(first, before).good or first.barred:
        return compared(first, before)
    again, shown = await _looked(stop, visit, language, ground)
    seen = compared(again, before)
    return seen if shown is None or seen.good else await _pictured(seen, shown, visit, ground)


async def _looked(stop: Stop, visit: Visit, language: str, ground: Ground) -> tuple[StopSeen, Shown | None]:
    """What a stop shows, and its page where one came to it."""
    seen = StopSeen(stop.name, language)
    try:
        shown = await stop.come(visit, ground.shop)
        if isinstance(shown, Skipped):
            return replace(seen, skipped=shown), None
        elements, layout = await shown.page.look_for(stop.shows, stop.within, **shown.filled)
        passed = tuple(ElementSeen(key, Found.ONCE) for key in stop.passes)
        return replace(seen, elements=(*passed, *elements), layout=layout), shown
    except CompanionError as error:
        return replace(seen, elements=await _left(stop, error, visit), trouble=error), None


async def _left(stop: Stop, error: CompanionError, visit: Visit) -> tuple[ElementSeen, ...]:
    """What can still be said of a page that did not prove to be itself: what is there all the same."""
    missed = error.params.get("element", "")
    if missed not in stop.shows:
        return (ElementSeen(missed, Found.MISSING),) if missed in stop.keys else ()
    try:
        return (await cast("Walked", visit.here(Home)).look_for(stop.shows))[0]
    except CompanionError:
        return (ElementSeen(missed, Found.MISSING),)


async def _pictured(seen: StopSeen, shown: Shown, visit: Visit, ground: Ground) -> StopSeen:
    """With what is wrong in a frame; a page that gives no picture has shown enough."""
    try:
        await shown.page.point_at(seen.wrong)
        image = await visit.picture()
    except CompanionError:
        return seen
    return replace(seen, picture=ground.baselines.picture(ground.shop.id, seen.language, seen.name, image))
