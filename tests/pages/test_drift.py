"""Forty changes of the pages are found and named, and nothing is pressed meanwhile; no change raises no alarm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from agent_bench import LIVE, Agent
from drift import PLACES, WAYS, Change, drawn
from mock_names import NAMES

from agent.domain.drift import StopSeen
from agent.domain.identity import Handle, Target
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.portal import Origin
from agent.domain.record import BindRequest, Record
from agent.errors import Code
from agent.flows.bind import bind
from agent.flows.stops import SELLER
from agent.flows.walk import Ground, walk

MX = "7495000000000000011"
ELSEWHERE = Origin("https", "cdn.example.com", 443)
QUICK = (0, WAYS.index("swapped"))
PAGES_IN_TURN = sorted(set(PLACES.values()))
Walks = Callable[[str], list[StopSeen]]


@pytest.fixture
def walks(agent: Agent) -> Walks:
    """Walk over all stops of one page, in the session's language."""

    def walked(page: str) -> list[StopSeen]:
        desk = agent.desk()
        stops = tuple(one for one in SELLER if PLACES[one.shows[0]] == page)
        baselines = agent.house.baselines(desk.portal)
        ground = Ground(agent.shop(), baselines, seller=stops, creator=(), app=(), signed_out=())
        return list(agent.call(walk, ground, replace(desk, portal=replace(desk.portal, speaks={}))))

    return walked


def bound_afar(agent: Agent) -> Record:
    """Bind as on a portal that is not on this machine alone: every rule for real portals holds."""
    desk, shop = agent.desk(), agent.shop()
    portal = replace(desk.portal, allowed=desk.portal.allowed | {ELSEWHERE})
    request = BindRequest(shop, Target(Handle("cocina.conluz")), shop.accounts[0])
    return agent.recorded(Kind.BIND, request, bind, replace(desk, portal=portal))


def reshaped(mock_world: Any, change: Change) -> None:
    element = NAMES[change.key]
    mock_world.fault("GET", change.page, do="reshape", element=element, change=change.how, times=None, **change.fault)


def lived_on(mock_world: Any, n: int) -> None:
    """What happens in the shop between two walks: invitations, answers, a link, a request to end one, hours."""
    mock_world.advance(hours=1)
    kate = mock_world.creator("hogar_bonito.mx")
    days = {
        1: lambda: mock_world.seller(MX).invite("hogar_bonito.mx"),
        5: kate.accept,
        12: lambda: mock_world.seller(MX).invite("cocina.conluz"),
        16: mock_world.creator("cocina.conluz").decline,
        20: mock_world.creator(LIVE.handle).request_unlink,
        26: mock_world.creator(LIVE.handle).withdraw_unlink,
        30: lambda: mock_world.seller(MX).unlink(LIVE.handle),
    }
    days.get(n, lambda: None)()


@pytest.mark.sample(1)
@pytest.mark.parametrize("seed", [pytest.param(n, marks=() if n in QUICK else pytest.mark.heavy) for n in range(40)])
def test_what_changed_is_named_and_nothing_is_pressed_meanwhile(
    agent: Agent, mock_world: Any, walks: Walks, seed: int
) -> None:
    change = drawn(seed)
    assert [one.name for one in walks(change.page) if not one.good] == []
    reshaped(mock_world, change)

    wrong = {key for one in walks(change.page) for key in one.wrong}
    record = bound_afar(agent)

    assert change.meant & wrong
    assert (record.outcome, record.code) == (Outcome.REFUSED, Code.E_PORTAL_CHANGED)
    assert mock_world.effects("invite") == 0


@pytest.mark.heavy
@pytest.mark.timeout(900)
def test_forty_walks_over_an_unchanged_portal_raise_no_alarm(agent: Agent, mock_world: Any, walks: Walks) -> None:
    """The shop's own data changes on the way: invitations come and go, accounts are linked, days pass."""
    alarms = []

    for n in range(40):
        page = PAGES_IN_TURN[n % len(PAGES_IN_TURN)]
        alarms += [(n, one.name, one.wrong, one.difference) for one in walks(page) if not one.good]
        lived_on(mock_world, n)
        agent.follow_clock()

    assert alarms == []
