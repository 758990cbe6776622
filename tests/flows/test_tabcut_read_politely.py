"""Tabcut read politely: after a named person's word, with pauses; ids go into addresses, names nowhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar, Literal

import pytest
from fakes import START, FakeVisit, FakeVisits, portal_down
from flow_bench import Bench, finished

from agent.domain.contracts import Contract
from agent.domain.creators import Known, Sale
from agent.domain.ledger import Lease
from agent.domain.rankings import Ranking, RankRow, SiteSeen, SiteWish
from agent.domain.roster import Login
from agent.errors import Code, CompanionError
from agent.flows.tabcut import SITE, read_site
from agent.matching import flat, gather_site
from agent.ports import Trail, Visit
from agent.ports.tabcut import TabcutRankings

pytestmark = pytest.mark.fast

PAUSE = timedelta(seconds=3)
LUZ, ANA = "7100000000000000301", "7100000000000000302"
OURS, OTHER = "1731000000000000001", "1731000000000000009"
WISH = SiteWish("MX", frozenset({OURS}), 50, 20, PAUSE)
CREATORS = (
    RankRow(LUZ, "@luz.mx", "Luz <b>", "Home", Decimal(5), None, Decimal(8000)),
    RankRow(ANA, "@ana.mx"),
    RankRow("../../evil?id=1", "@evil.mx"),
    RankRow("7100000000000000303", "@l\u0443z.mx", "a look-alike"),
)
GOODS = (RankRow(OURS, "Olla", "Casa", "Home"), RankRow(OTHER, "Vaso", "Casa", "Home"))


@dataclass
class FakeSite:
    """What the site shows, what it was asked, and how often it fails first."""

    asked: list[str] = field(default_factory=list)
    fails: int = 0

    def answer(self, what: str) -> None:
        self.asked.append(what)
        if self.fails:
            self.fails -= 1
            raise portal_down()


class FakeRankings(TabcutRankings):
    def __init__(self, site: FakeSite) -> None:
        self.site = site

    async def arrive(self) -> None:
        """There at once."""

    async def read(self, kind: Literal["creators", "videos", "goods"], market: str, most: int) -> Ranking:
        self.site.answer(f"{kind} {market} {most}")
        video = RankRow("v1", "Vaso", "@eva.mx", "Home")
        rows = {"creators": CREATORS, "videos": (video, replace(video, id="v2", by="@luz.mx")), "goods": GOODS}
        return Ranking(rows[kind], 9, START)

    async def sold_by(self, creator: str, market: str) -> Sequence[RankRow]:
        self.site.answer(f"sold_by {creator} {market}")
        return GOODS if creator == LUZ else ()

    async def sellers_of(self, product: str, market: str) -> Sequence[RankRow]:
        self.site.answer(f"sellers_of {product} {market}")
        return (RankRow("7100000000000000304", "@sol.mx"),)


class SiteVisit(FakeVisit):
    _pages: ClassVar[dict[type, type]] = {TabcutRankings: FakeRankings}


class SiteVisits(FakeVisits):
    @asynccontextmanager
    async def open(self, login: Login, lease: Lease, trail: Trail) -> AsyncIterator[Visit]:
        _ = login, trail
        yield SiteVisit(self.portal, lease)


@pytest.fixture
def site() -> FakeSite:
    return FakeSite()


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    finished(made.ledger.confirm_contract(Contract(SITE, "Pro", "Mei", "1", "0" * 64, "en")))
    return made


def seen(bench: Bench, site: FakeSite, *, paced: bool = False) -> SiteSeen:
    desk = replace(bench.desk(), visits=SiteVisits(site), paced=paced)  # type: ignore[arg-type]  # its pages want a site
    return finished(read_site(WISH, bench.ledger, desk))


def known(told: SiteSeen) -> Known:
    made = Known()
    gather_site(json.loads(json.dumps(flat(told, "MX"))), 0, made)
    return made


def test_the_site_is_asked_for_rankings_then_for_who_sold_what_and_for_ids_alone(bench: Bench, site: FakeSite) -> None:
    seen(bench, site)

    assert site.asked == [
        *("creators MX 50", "videos MX 50"),
        *(f"sold_by {one} MX" for one in (LUZ, ANA, "7100000000000000303")),
        *("goods MX 50", f"sellers_of {OURS} MX"),
    ]


def test_a_real_site_is_given_a_pause_before_each_page(bench: Bench, site: FakeSite) -> None:
    seen(bench, site, paced=True)

    assert bench.clock.moment - START == PAUSE * len(site.asked)


def test_a_page_that_fails_is_read_again(bench: Bench, site: FakeSite) -> None:
    site.fails = 2

    assert len(seen(bench, site).creators.rows) == len(CREATORS)


@pytest.mark.parametrize("taken_back", [True, False])
def test_nothing_is_asked_where_nobody_confirmed_or_it_was_taken_back(site: FakeSite, *, taken_back: bool) -> None:
    bench = Bench()
    if taken_back:
        finished(bench.ledger.confirm_contract(Contract(SITE, "Pro", "Mei", "1", "0" * 64, "en")))
        finished(bench.ledger.withdraw_contract(SITE, "Mei", "over"))

    with pytest.raises(CompanionError) as told:
        seen(bench, site)

    assert (told.value.code, site.asked) == (Code.G_NOT_CONFIRMED, [])


def test_a_contract_with_another_site_is_none_with_this_one(bench: Bench) -> None:
    finished(bench.ledger.confirm_contract(Contract("elsewhere", "x", "Bo", "1", "0" * 64, "en")))
    finished(bench.ledger.withdraw_contract("elsewhere", "Bo", "over"))

    held: Any = finished(bench.ledger.confirmed_contract(SITE))

    assert (held.by, held.named, held.at) == ("Mei", "Pro", START)
    assert bench.ledger.check() == []


def test_what_was_read_is_known_of_each_handle_and_of_nothing_that_is_none(bench: Bench, site: FakeSite) -> None:
    told = known(seen(bench, site))

    assert sorted(told.creators) == ["ana.mx", "eva.mx", "evil.mx", "luz.mx", "sol.mx"]
    luz = told.creators["luz.mx"]
    assert (luz.region, luz.nickname, luz.followers, luz.views) == ("MX", "Luz <b>", Decimal(8000), None)


def test_who_was_asked_and_sold_nothing_sold_nothing_and_of_others_nobody_knows(bench: Bench, site: FakeSite) -> None:
    sales = known(seen(bench, site)).sales

    assert sales["luz.mx"] == [Sale(OURS, "Olla", ("Home",)), Sale(OTHER, "Vaso", ("Home",))]
    assert (sales["ana.mx"], sales["eva.mx"], sales["sol.mx"]) == ([], [Sale("", "Vaso", ("Home",))], [Sale(OURS)])
    assert "evil.mx" not in sales


def test_a_plan_that_hides_rows_is_told(bench: Bench, site: FakeSite) -> None:
    assert flat(seen(bench, site), "MX")["partial"] is True
