"""A saved plan is done while everything stands as it did, and refused before the first press when it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fakes import ACCOUNT, SHOP, START
from flow_bench import finished
from replacing import BOB, BOBS
from rounds import Rounds

from agent.domain.identity import ShopId
from agent.domain.roster import Shop
from agent.domain.showcase import KeptShowcase, ShowcaseItem
from agent.errors import Code, Refused
from agent.flows.saved_plan import Stood, require_fresh

pytestmark = pytest.mark.fast


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


def asked_for(rounds: Rounds, plan: Any) -> None:
    """What `apply FILE` asks before anything is pressed."""

    async def desk(_: Shop) -> Any:
        return rounds.desk()

    finished(require_fresh({rounds.shop: Stood(plan.digest, plan.rules)}, rounds.ledger, desk, 2))


def test_while_all_stands_as_it_did_it_may_be_done(rounds: Rounds) -> None:
    asked_for(rounds, rounds.plan())


def test_what_this_ledger_did_since_makes_it_stale(rounds: Rounds) -> None:
    plan = rounds.plan()
    rounds.round()

    with pytest.raises(Refused, match="shop_changed") as refused:
        asked_for(rounds, plan)
    assert (refused.value.code, refused.value.exit) == (Code.G_PLAN_STALE, 35)


def test_what_somebody_did_at_the_portal_since_makes_it_stale(rounds: Rounds) -> None:
    plan = rounds.plan()
    rounds.portal.linked.add(ACCOUNT)

    with pytest.raises(Refused, match="shop_changed"):
        asked_for(rounds, plan)


@pytest.mark.parametrize(("where", "both"), [(SHOP.id, 1), (ShopId("7495000000000000099"), 0)], ids=["here", "there"])
def test_what_two_accounts_share_is_told_by_copies_from_this_shop(rounds: Rounds, where: ShopId, both: int) -> None:
    rounds.portal.linked |= {ACCOUNT, BOBS}
    rounds.portal.names[BOBS] = BOB.handle
    pan = ShowcaseItem("1729400000000000001", "Pan", SHOP.name, None)
    for account, shop in ((ACCOUNT, SHOP.id), (BOBS, where)):
        rounds.ask("keep_showcase", KeptShowcase(shop, account, START, (pan,)))

    assert sum(rounds.plan().shared.values()) == both


def test_other_rules_make_it_stale(rounds: Rounds) -> None:
    plan = replace(rounds.plan(), rules="others")

    with pytest.raises(Refused, match="rules_changed"):
        asked_for(rounds, plan)
