"""Promotions in a real browser on the mock portal: the form says what was asked, and what is pressed is looked up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from agent_bench import Agent
from fakes import FakeTrail, Killed
from playwright.async_api import Page
from skins import both
from told import all_that_is_told

from agent.domain.identity import Handle
from agent.domain.ledger import ClaimState, Outcome
from agent.domain.promotion import Promotion, PromotionState, Tool
from agent.domain.reason import Reason
from agent.domain.record import PromotionRequest
from agent.errors import Code
from agent.flows.promote import promote
from agent.ports import Pace

pytestmark = both

HEAVY = pytest.mark.heavy  # of cases that differ in little: the suite meets one of each

CREATE, STOP = "/api/v1/promotion/create", "/api/v1/promotion/deactivate"
LIST = "/api/v1/promotion/list"
POT, LAMP = "1729400000000000003", "1729400000000000004"


def tomorrow(agent: Agent, **later: float) -> datetime:
    at = agent.made.clock.now() + timedelta(days=1, **later)
    return at.replace(second=0, microsecond=0)


def a_deal(agent: Agent, tool: Tool = Tool.FLASH_SALE, **change: Any) -> Promotion:
    starts = tomorrow(agent)
    deal = Promotion(tool=tool, name="Viernes", percent=45, starts=starts, ends=starts, products=(POT, LAMP))
    length = timedelta(minutes=15) if tool is Tool.LIVE_FLASH else timedelta(hours=3)
    return replace(deal, **({"ends": starts + length} | change))


def a_code(agent: Agent, **change: Any) -> Promotion:
    code = a_deal(agent, Tool.LIVE_CODE, products=(), percent=10)
    return replace(code, **({"code": "LIVE77", "quota": 90, "per_customer": 2} | change))


@pytest.fixture
def agent(agent: Agent) -> Agent:
    """An agent whose login is signed in."""
    agent.let_in()
    return agent


@pytest.mark.parametrize(
    "tool",
    [pytest.param(Tool.PRODUCT_DISCOUNT, marks=HEAVY), Tool.FLASH_SALE, pytest.param(Tool.LIVE_FLASH, marks=HEAVY)],
)
def test_a_deal_is_published_once_and_listed_as_it_was_asked(agent: Agent, mock_world: Any, tool: Tool) -> None:
    wanted = a_deal(agent, tool)

    record = agent.promote(wanted)

    mine = [one for one in agent.promotions().promotions.rows if one.name == "Viernes"]
    assert (record.outcome, record.submitted, agent.states()) == (Outcome.DONE, "yes", [ClaimState.DONE])
    assert [one.is_what(wanted) for one in mine] == [True]
    assert (mine[0].about, mock_world.effects("promotion_create")) == ("2 products", 1)


@pytest.mark.parametrize("account", [pytest.param(None, marks=HEAVY), "casa.aurora.live"])
def test_a_live_code_is_for_one_linked_account_or_for_all(agent: Agent, mock_world: Any, account: Any) -> None:
    record = agent.promote(a_code(agent, account=account and Handle(account)))

    row = next(one for one in agent.promotions().promotions.rows if one.name == "Viernes")
    assert (record.outcome, mock_world.effects("promotion_create")) == (Outcome.DONE, 1)
    assert row.about == f"LIVE77 {f'@{account}' if account else 'All linked accounts'} · 0 of 90 claimed"


@pytest.mark.parametrize("language", ["zh", pytest.param("es", marks=HEAVY)])
def test_a_deal_is_published_and_ended_in_each_language(agent: Agent, mock_world: Any, language: str) -> None:
    agent.speak(language)
    published = agent.promote(a_deal(agent))
    number = published.settled.receipt["promotion_id"] if published.settled else ""

    ended = agent.stop(number, "Viernes")

    assert (published.outcome, ended.outcome) == (Outcome.DONE, Outcome.DONE)
    assert mock_world.effects("promotion_deactivate") == 1


def test_a_rehearsal_reads_everything_back_and_sends_nothing(agent: Agent, mock_world: Any) -> None:
    record = agent.promote(a_deal(agent), dry_run=True)

    prices = [(str(one.offered.price), str(one.final)) for one in record.quotes]
    assert (record.outcome, agent.states(), mock_world.requests("POST", CREATE)) == (Outcome.PLANNED, [], [])
    assert prices == [("349.00 MXN", "191.95 MXN"), ("349.00 MXN", "191.95 MXN")]


@pytest.mark.heavy
def test_products_of_a_later_page_are_found_and_promotions_of_one_too(agent: Agent, mock_world: Any) -> None:
    mock_world.fault("GET", "/api/v1/promotion/product/list", do="paginate", size=2, times=None)
    mock_world.fault("GET", LIST, do="paginate", size=2, times=None)

    record = agent.promote(a_deal(agent))
    ended = agent.stop("8310000000000000001", "Sartenes de otoño")

    assert (record.outcome, ended.outcome) == (Outcome.DONE, Outcome.DONE)


@pytest.mark.heavy
def test_a_product_that_is_not_on_sale_and_an_account_that_is_not_linked_are_refused(agent: Agent) -> None:
    foreign = agent.promote(a_deal(agent, products=(POT, "1729400000000000999")))
    stranger = agent.promote(a_code(agent, account=Handle("tech.rafa")))

    assert (foreign.objections, stranger.objections) == ({Reason.NOT_OFFERED}, {Reason.NOT_OFFERED})
    assert agent.states() == []


SAID = "One of these products is in another promotion of this tool at that time."


@pytest.mark.heavy
def test_a_no_of_the_portal_is_told_with_its_reason(
    agent: Agent, mock_world: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list does not show which products are in a promotion: this one the portal alone can know."""
    starts = tomorrow(agent, hours=2)
    wanted = a_deal(agent, Tool.LIVE_FLASH, starts=starts, ends=starts + timedelta(minutes=10))

    record = agent.promote(wanted)

    assert (record.code, record.exit, record.submitted) == (Code.B_CONFLICT, 42, "yes")
    assert (agent.states(), mock_world.effects("promotion_create")) == ([ClaimState.REJECTED], 0)
    assert SAID in all_that_is_told(record, capsys)


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    "fault",
    [
        {"do": "commit_then_hang", "seconds": 5},
        pytest.param({"do": "error_toast_after_commit"}, marks=HEAVY),
        {"do": "double_handler"},
    ],
    ids=str,
)
def test_a_promotion_that_was_published_is_looked_up_not_repeated(
    agent: Agent, mock_world: Any, fault: dict[str, Any]
) -> None:
    mock_world.fault("POST", CREATE, **fault)

    record = agent.promote(a_deal(agent))

    assert (record.outcome, record.exit, agent.states()) == (Outcome.DONE, 0, [ClaimState.DONE])
    assert (mock_world.effects("promotion_create"), len(mock_world.requests("POST", CREATE))) == (1, 1)


@pytest.mark.sample(1)
@pytest.mark.parametrize("act", ["create", "stop"])
def test_what_did_not_happen_waits_for_a_person(
    agent: Agent, mock_world: Any, act: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mock_world.fault("POST", CREATE if act == "create" else STOP, do="hang_no_commit", seconds=5)
    wanted = a_deal(agent)
    start = {
        "create": lambda: agent.promote(wanted),
        "stop": lambda: agent.stop("8310000000000000001", "Sartenes de otoño"),
    }[act]
    record = start()

    again = start()

    assert (record.exit, again.exit, record.submitted) == (20, 20, "maybe")
    assert (agent.states(), mock_world.effects("promotion_create")) == (
        [ClaimState.NOT_DONE],
        0,
    )
    assert "companion reconcile --intent" in all_that_is_told(record, capsys)


async def cut_off(agent: Agent, wanted: Promotion, point: str) -> None:
    desk = replace(await agent.made.desk(agent.shop()), trail=FakeTrail(point))
    with pytest.raises(Killed):
        await promote(PromotionRequest(agent.shop(), wanted), desk)


@pytest.mark.parametrize("point", ["CP15", pytest.param("CP17", marks=HEAVY)])
def test_after_a_kill_the_next_run_looks_first(agent: Agent, mock_world: Any, point: str) -> None:
    wanted = a_deal(agent)
    agent.call(cut_off, agent, wanted, point)
    sent = mock_world.effects("promotion_create")

    record = agent.promote(wanted)

    assert (record.outcome in {Outcome.DONE, Outcome.ALREADY}, sent) == (True, 1)
    assert (mock_world.effects("promotion_create"), len(mock_world.requests("POST", CREATE))) == (1, 1)


def test_a_promotion_is_ended_once_by_number_and_name(agent: Agent, mock_world: Any) -> None:
    other = agent.stop("8310000000000000001", "Sartenes")
    done = agent.stop("8310000000000000001", "Sartenes de otoño")
    again = agent.stop("8310000000000000001", "Sartenes de otoño")

    states = {one.promotion_id: one.state for one in agent.promotions().promotions.rows}
    assert [one.outcome for one in (other, done, again)] == [Outcome.REFUSED, Outcome.DONE, Outcome.ALREADY]
    assert states["8310000000000000001"] is PromotionState.DEACTIVATED
    assert (mock_world.effects("promotion_deactivate"), other.code) == (1, Code.G_NOT_CONFIRMED)


class Meddling(Pace):
    """Somebody changes the form after it was filled in, while it is read back."""

    def __init__(self, deed: Callable[[Page], Awaitable[None]]) -> None:
        self._deed, self._names = deed, 0

    def begin(self, rules: object) -> None:
        """In every run."""
        _ = rules
        self._names = 0

    async def before(self, stage: Any) -> None:
        self._names += stage.step == "promotion.name"
        if self._names == 2 and stage.step == "promotion.name":
            await self._deed(stage._tab.page)  # noqa: SLF001 - the same page


async def deepens(page: Page) -> None:
    await page.get_by_role("textbox", name="Percentage off", exact=True).fill("95")


async def adds_a_product(page: Page) -> None:
    await page.get_by_role("button", name="Select products", exact=True).click()
    await page.locator('.promo-picker:visible [data-row-key="1729400000000000002"] input').check()
    await page.get_by_role("button", name="Done", exact=True).click()


@pytest.mark.sample(1)
@pytest.mark.parametrize(
    ("deed", "element"),
    [(deepens, "promotion.percent"), (adds_a_product, "promotion.products")],
    ids=["deeper", "more"],
)
def test_a_form_that_does_not_say_what_was_asked_is_not_published(
    agent: Agent, mock_world: Any, deed: Any, element: str
) -> None:
    agent.walk_with(Meddling(deed))

    record = agent.promote(a_deal(agent))

    assert (record.code, record.error["element"], record.error["why"]) == (
        Code.E_PORTAL_CHANGED,
        element,
        "says_otherwise",
    )
    assert (agent.states(), mock_world.requests("POST", CREATE)) == ([], [])


def test_a_form_in_another_zone_than_the_shops_is_left_alone(agent: Agent, mock_world: Any) -> None:
    shop = replace(agent.shop(), zone="Europe/London")

    record = agent.promote(a_deal(agent), shop=shop)

    assert (record.code, record.error["why"]) == (Code.E_PORTAL_CHANGED, "another_zone")
    assert mock_world.requests("POST", CREATE) == []
