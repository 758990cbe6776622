"""The daily collection: it goes on where it stopped, puts a hard shop off, and no shop's trouble is another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from fake_compass import torn, untorn
from fakes import ACCOUNT, SHOP
from flow_bench import Bench, finished

from agent.domain.identity import LoginId, ShopId
from agent.domain.insight import Stand, Wanted
from agent.domain.record import Record
from agent.domain.roster import Shop
from agent.errors import AskPerson, Code, MendHost, Refused
from agent.flows.collecting import PUT_OFF, Collecting, Collection
from agent.flows.insights import Gathered

pytestmark = pytest.mark.fast
SHOPS = [replace(SHOP, id=ShopId(f"74950000000000000{number}"), name=f"Shop {number}") for number in range(11, 15)]
OTHER_LOGIN = replace(SHOPS[3], login=LoginId("7480000000000000009"))


class Many:
    """Several shops at one bench; each visit stands in the shop that it was opened for."""

    def __init__(self) -> None:
        self.bench = Bench(at_once=True)
        self.bench.portal.linked = {ACCOUNT}
        self.troubles: dict[ShopId, Exception] = {}
        self.heard: list[str] = []

    async def desk(self, shop: Shop) -> Any:
        if trouble := self.troubles.get(shop.id):
            raise trouble
        self.bench.portal.stands_in = shop.id
        return self.bench.desk()

    def collect(self, *shops: Shop, limit: int = 0, anew: bool = False) -> int:
        bench, many = self.bench, self

        class Told(Collecting):
            def ended(self, shop: Shop, record: Record, gathered: Gathered | None) -> None:
                many.heard.append(f"{shop.name} {record.code or len(gathered.readings) if gathered else record.code}")

        work = Collection(bench.ledger, bench.clock, self.desk, Told(), anew=anew)
        return finished(work.run(shops, limit, 1))

    def kept(self) -> list[ShopId]:
        return list(finished(self.bench.ledger.insight_shops()))


@pytest.fixture
def many() -> Many:
    return Many()


def test_each_shop_is_read_once_a_day(many: Many) -> None:
    assert many.collect(*SHOPS) == many.collect(*SHOPS) == 0

    assert len(many.heard) == 4
    assert many.kept() == [one.id for one in SHOPS]


def test_a_run_that_was_cut_off_is_gone_on_with(many: Many) -> None:
    many.collect(*SHOPS, limit=1)
    many.collect(*SHOPS, limit=2)
    many.collect(*SHOPS)

    assert [one.partition(" 1")[2][0] for one in many.heard] == ["1", "2", "3", "4"]


def test_the_next_day_all_are_due_again(many: Many) -> None:
    many.collect(*SHOPS)
    many.bench.clock.moment += timedelta(days=1)

    many.collect(*SHOPS)

    assert len(many.heard) == 8


def test_what_is_read_anew_is_kept_once(many: Many) -> None:
    many.collect(SHOP)
    before = finished(many.bench.ledger.readings(Wanted()))

    many.collect(SHOP, anew=True)

    after = finished(many.bench.ledger.readings(Wanted()))
    assert len(many.heard) == 2
    assert [one.subject for one in after] == [one.subject for one in before]


def test_a_hard_shop_is_put_off_and_keeps_nobody_waiting(many: Many) -> None:
    many.troubles[SHOPS[0].id] = Refused(Code.G_ORIGIN)

    assert many.collect(*SHOPS) == 34

    assert many.kept() == [one.id for one in SHOPS[1:]]
    assert many.collect(*SHOPS) == 34  # it is not due yet, and whoever started this hears that it is not read
    assert len(many.heard) == 4


def test_what_was_put_off_is_due_again_after_a_while(many: Many) -> None:
    many.troubles[SHOPS[0].id] = Refused(Code.G_ORIGIN)
    many.collect(*SHOPS[:2])
    many.troubles.clear()
    many.bench.clock.moment += PUT_OFF

    assert many.collect(*SHOPS[:3]) == 0

    assert many.heard[2:] == [many.heard[1].replace("12", "13"), many.heard[1].replace("12", "11")]
    told = finished(many.bench.ledger.collected(many.bench.clock.now().date() - timedelta(days=1)))
    assert {one.shop: (one.stand, one.tries) for one in told}[SHOPS[0].id] == (Stand.DONE, 2)


def test_a_torn_shop_leaves_nothing_behind(many: Many) -> None:
    many.bench.portal.reports.tears = [*[untorn] * 19, *[torn(rows=())] * 5]

    assert many.collect(*SHOPS[:2]) == 10

    assert many.kept() == [SHOPS[1].id]


def test_a_login_that_wants_a_person_rests_and_another_goes_on(many: Many) -> None:
    many.troubles[SHOPS[0].id] = AskPerson(Code.E_SESSION_EXPIRED)

    assert many.collect(*SHOPS[:3], OTHER_LOGIN) == 23

    assert many.kept() == [OTHER_LOGIN.id]


def test_a_machine_without_a_browser_stops_all(many: Many) -> None:
    many.troubles[SHOPS[0].id] = MendHost(Code.E_BROWSER_MISSING)

    with pytest.raises(MendHost):
        many.collect(*SHOPS)

    assert many.heard == []


def test_a_shop_s_page_of_another_shop_is_kept_for_neither(many: Many) -> None:
    def switched(seen: Any, *_: object) -> Any:
        return replace(seen, session=replace(seen.session, shop=SHOPS[1].id))

    many.bench.portal.reports.tears = [*[untorn] * 5, switched]

    assert many.collect(*SHOPS[:2]) == 26

    assert many.kept() == [SHOPS[1].id]
