"""What Tabcut's own pages tell: read in a session of its own, kept for a while with its provenance."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from agent.adapters.matches import Matches
from agent.cli.match_site import site_login
from agent.domain.creators import Source
from agent.domain.rankings import SiteWish
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from agent.domain.creators import Known
    from agent.domain.matching import Wanted
    from agent.domain.roster import Shop
    from agent.matching.recipes import Site
    from agent.wiring import Desks, House


async def read_pages(rooms: House, shop: Shop, profile: str, wanted: Wanted, site: Site) -> dict[str, Any]:
    """What the pages tell of a shop's market, or what was kept of them when that is young enough."""
    from agent.flows.tabcut import require_contract  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415 - same

    book, portal = Matches(rooms.state / "match"), rooms.portal(site_login(profile))
    if shop.region not in portal.markets:
        known = ", ".join(sorted(portal.markets))
        raise MendInput(Code.E_INPUT, why="market_not_covered", value=shop.region, known=known)
    async with desks(rooms, "match", portal) as made:
        await require_contract(made.ledger)
        name = _name(profile, shop, wanted)
        told = book.kept(name)
        if told and made.clock.now() - datetime.fromisoformat(told["read_at"]) < site.lasts:
            return told
        fresh = await _read(
            made, shop, profile, SiteWish(shop.region, wanted.products, site.rows, site.asked, site.pause)
        )
    fresh["source"] = f"Tabcut ({portal.seller})"
    book.keep(name, fresh)
    return fresh


async def _read(made: Desks, shop: Shop, profile: str, wish: SiteWish) -> dict[str, Any]:
    from agent.flows.tabcut import read_site  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.matching import flat  # noqa: PLC0415 - pydantic is heavy

    return flat(await read_site(wish, made.ledger, await made.elsewhere(shop, site_login(profile))), wish.market)


def _name(profile: str, shop: Shop, wanted: Wanted) -> str:
    """What is kept together: who sold other products of ours was another question."""
    asked = sha256(" ".join(sorted(wanted.products)).encode()).hexdigest()[:8] if wanted.products else "all"
    return f"site-{profile}-{shop.region}-{asked}"


def add_pages(told: dict[str, Any], known: Known) -> None:
    """Add what was read to what files told."""
    from agent.matching import gather_site  # noqa: PLC0415 - pydantic is heavy

    as_of = datetime.fromisoformat(told["as_of"]) if told["as_of"] else None
    known.sources.append(
        Source(told["source"], datetime.fromisoformat(told["read_at"]), as_of, partial=told["partial"])
    )
    gather_site(told, len(known.sources) - 1, known)
