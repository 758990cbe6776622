"""Tabcut's pages read on the mock: every figure as the site keeps it, in a session of its own, once it is allowed."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from agent_bench import Agent

from agent.cli.match_site import site_login
from agent.domain.contracts import Contract
from agent.domain.identity import TABCUT, principal_of_login
from agent.domain.rankings import RankRow, SiteSeen, SiteWish
from agent.errors import Code, CompanionError
from agent.flows.sign_in import Credentials, sign_in_creator
from agent.flows.tabcut import SITE, read_site
from agent.ports.tabcut import TabcutSignIn

OWNER = principal_of_login(TABCUT)
PRO = Credentials("insights@example.com", "demo-tabcut-pass")
CONTRACT = Contract(SITE, "Pro 2026", "Mei", "1", "0" * 64, "en")
OURS = "1729400000000000001"


def signs_in(agent: Agent) -> None:
    agent.ledger("confirm_contract", CONTRACT)
    desk = agent.call(agent.made.elsewhere, agent.shop(), site_login(agent.shop_portal))
    agent.call(sign_in_creator, OWNER, TabcutSignIn, PRO, desk)


def is_signed_in(agent: Agent, world: Any) -> None:
    """As if that had been done before."""
    agent.ledger("confirm_contract", CONTRACT)
    body = json.dumps({"email": PRO.account, "password": PRO.password}).encode()
    asked = Request(f"{world.origin}/tabcut/api/login", body)  # noqa: S310 - loopback
    asked.add_header("content-type", "application/json")
    with urlopen(asked) as answer:  # noqa: S310 - loopback
        (cookie,) = SimpleCookie(answer.headers["set-cookie"]).values()
    place = {"domain": urlsplit(world.origin).hostname, "path": "/tabcut", "expires": -1, "httpOnly": True}
    kept = {"name": cookie.key, "value": cookie.value, "secure": False, "sameSite": "Lax"} | place
    agent.house.vault().save(OWNER, json.dumps({"cookies": [kept], "origins": []}).encode())


def reads(agent: Agent, market: str = "MX", products: frozenset[str] = frozenset(), rows: int = 60) -> SiteSeen:
    desk = agent.call(agent.made.elsewhere, agent.shop(), site_login(agent.shop_portal))
    wish = SiteWish(market, products, rows, 2, agent.house.waits(desk.portal).press_pause)
    return agent.call(read_site, wish, agent.made.ledger, desk)


def refused(how: Any) -> Code | None:
    with pytest.raises(CompanionError) as told:
        how()
    return told.value.code


def told_by_the_site(world: Any, kind: str) -> list[dict[str, Any]]:
    """What a stranger may ask: the first three rows, exact."""
    with urlopen(f"{world.origin}/tabcut/api/ranking?kind={kind}&region=MX") as answer:  # noqa: S310 - loopback
        rows: list[dict[str, Any]] = json.load(answer)["data"]["list"]
    return rows


def as_told(row: dict[str, Any], *figures: str) -> RankRow:
    counted = {key: None if row[key] is None else Decimal(row[key]) for key in figures}
    return RankRow(row["id"], row["name"], row["by"], row["category"], **counted)


@pytest.mark.parametrize(
    "language", ["zh", pytest.param("en", marks=pytest.mark.heavy), pytest.param("es", marks=pytest.mark.heavy)]
)
def test_every_figure_is_the_sites_own_over_all_pages_and_in_each_language(
    agent: Agent, mock_world: Any, language: str
) -> None:
    is_signed_in(agent, mock_world)
    agent.speak(language)

    seen = reads(agent)

    told = [as_told(row, "sold", "views", "followers") for row in told_by_the_site(mock_world, "creators")]
    assert list(seen.creators.rows[:3]) == told
    assert list(seen.videos.rows[:3]) == [
        as_told(row, "sold", "views") for row in told_by_the_site(mock_world, "videos")
    ]
    assert (len(seen.creators.rows), seen.partial) == (seen.creators.total, False)
    assert seen.creators.updated
    assert timedelta() <= mock_world.now() - seen.creators.updated < timedelta(hours=6)


def test_who_sold_what_agrees_from_both_sides(agent: Agent) -> None:
    signs_in(agent)

    seen = reads(agent, products=frozenset({OURS}))

    sold = {creator for creator, goods in seen.sold.items() if OURS in {one.id for one in goods}}
    assert len(seen.sold) == 2
    assert sold == {one.id for one in seen.sellers.get(OURS, ())} & seen.sold.keys()


def test_without_a_confirmed_contract_nothing_is_opened(agent: Agent, mock_world: Any) -> None:
    is_signed_in(agent, mock_world)
    agent.ledger("withdraw_contract", SITE, "Mei", "it ended")

    assert refused(lambda: reads(agent)) is Code.G_NOT_CONFIRMED
    assert mock_world.requests(path="/tabcut/ranking/creators") == []


def test_a_session_that_ended_is_no_short_ranking(agent: Agent) -> None:
    agent.ledger("confirm_contract", CONTRACT)
    agent.house.vault().save(OWNER, b'{"cookies": [], "origins": []}')

    assert refused(lambda: reads(agent)) is Code.E_SESSION_EXPIRED
