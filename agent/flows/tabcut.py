"""Read Tabcut's rankings for a market, politely, once a named person has confirmed that the contract allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import parse_id
from agent.domain.rankings import SiteSeen
from agent.errors import Code, Refused
from agent.flows.visiting import visiting
from agent.ports.tabcut import TabcutRankings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from agent.domain.rankings import Ranking, RankRow, SiteWish
    from agent.ports import Desk, Visit
    from agent.ports.contracts import Contracts

SITE: Final = "tabcut"


async def require_contract(contracts: Contracts) -> None:
    """Raise Refused(G_NOT_CONFIRMED) where nobody has confirmed that the contract allows this, on loopback too."""
    if await contracts.confirmed_contract(SITE) is None:
        raise Refused(Code.G_NOT_CONFIRMED, detail="companion match accept --by NAME --contract TEXT")


async def read_site(wish: SiteWish, contracts: Contracts, desk: Desk) -> SiteSeen:
    """The rankings, and who sold what; refused before anything is opened."""
    await require_contract(contracts)
    async with visiting(desk) as visit:
        site = _Site(wish, visit, desk)
        await desk.reader.read("tabcut", lambda: visit.open(TabcutRankings))
        creators = await site.creators()
        videos = await site.videos()
        sold = {one: await site.sold_by(one) for one in _ids(creators.rows[: wish.asked])}
        ours = await site.ours() if wish.products else ()
        sellers = {one: await site.sellers_of(one) for one in _ids(ours)}
    return SiteSeen(creators, videos, sold, sellers, desk.clock.now())


def _ids(rows: Iterable[RankRow]) -> list[str]:
    """The ids that are ids: what goes into an address is nothing else."""
    return [one.id for one in rows if _is_id(one.id)]


def _is_id(text: str) -> bool:
    try:
        return bool(parse_id(text))
    except ValueError:
        return False


class _Site:
    """The site, one page after the other, with a pause before each where it is a real one."""

    def __init__(self, wish: SiteWish, visit: Visit, desk: Desk) -> None:
        self.wish, self.visit, self.desk = wish, visit, desk

    async def creators(self) -> Ranking:
        """The creators of the market."""
        return await self.desk.reader.read("tabcut", self._creators)

    async def videos(self) -> Ranking:
        """Their videos, each of one product."""
        return await self.desk.reader.read("tabcut", self._videos)

    async def ours(self) -> Sequence[RankRow]:
        """Products of the shop's own among the goods."""
        goods = await self.desk.reader.read("tabcut", self._goods)
        return [one for one in goods.rows if one.id in self.wish.products][: self.wish.asked]

    async def sold_by(self, creator: str) -> Sequence[RankRow]:
        """The goods of a creator."""

        async def look() -> Sequence[RankRow]:
            return await (await self._page()).sold_by(creator, self.wish.market)

        return await self.desk.reader.read("tabcut", look)

    async def sellers_of(self, product: str) -> Sequence[RankRow]:
        """The creators of a product."""

        async def look() -> Sequence[RankRow]:
            return await (await self._page()).sellers_of(product, self.wish.market)

        return await self.desk.reader.read("tabcut", look)

    async def _creators(self) -> Ranking:
        return await (await self._page()).read("creators", self.wish.market, self.wish.rows)

    async def _videos(self) -> Ranking:
        return await (await self._page()).read("videos", self.wish.market, self.wish.rows)

    async def _goods(self) -> Ranking:
        return await (await self._page()).read("goods", self.wish.market, self.wish.rows)

    async def _page(self) -> TabcutRankings:
        if self.desk.paced:
            await self.desk.clock.sleep(self.wish.pause)
        return self.visit.here(TabcutRankings)
