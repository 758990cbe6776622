"""Every page class that wiring knows opens on the mock in each of its languages, and no other page passes for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from agent_bench import LIVE, LIVE_ID, Agent
from anyio.from_thread import BlockingPortal

from agent.domain.identity import principal_of_creator, principal_of_login
from agent.errors import Code, CompanionError
from agent.flows.visiting import visiting
from agent.ports import CreatorLink, CreatorShowcase, CreatorSignIn, Desk, Page, SellerSignIn, Visit
from agent.wiring import pages

LANGUAGES = ("en", "zh", "es")
PAGES = sorted(pages(), key=lambda one: one.__name__)
# Each page in one of the languages, in turn; in the other ones in the long proofs.
IN_TURN = [
    pytest.param(page, language, marks=[pytest.mark.heavy] * (at % len(LANGUAGES) != LANGUAGES.index(language)))
    for at, page in enumerate(PAGES)
    for language in LANGUAGES
]
SIGN_IN = {SellerSignIn, CreatorSignIn}
OWN = {CreatorLink, CreatorShowcase}
Opens = Callable[..., Any]


def speaking(agent: Agent, principal: str, language: str, *, signed_in: bool) -> None:
    """Give the session, or an empty one, the cookie that the portal keeps its language in."""
    vault = agent.house.vault()
    session = json.loads(vault.load(principal) or b"{}") if signed_in else {}
    host = urlsplit(str(agent.desk().portal.seller)).hostname
    cookie = {"name": "portal_lang", "value": language, "domain": host, "path": "/", "expires": -1}
    plain = {"httpOnly": False, "secure": False, "sameSite": "Lax"}
    session["cookies"] = [*session.get("cookies", []), cookie | plain]
    vault.save(principal, json.dumps(session | {"origins": []}).encode())


@pytest.fixture
def opens(agent: Agent, agent_loop: BlockingPortal) -> Opens:
    async def see(page: type[Page], visit: Visit) -> Any:
        opened = await visit.open(page)
        return type(opened), opened.tab.language  # type: ignore[attr-defined]  # every class here is given a tab

    async def work(page: type[Page], desk: Desk) -> Any:
        async with visiting(desk) as visit:
            if page not in OWN:
                return await see(page, visit)
            async with desk.visits.creator(desk.login, visit.lease, LIVE, desk.trail) as own:
                return await see(page, own)

    def to(page: type[Page], language: str) -> Any:
        speaking(agent, principals[page in OWN], language, signed_in=page not in SIGN_IN)
        return agent_loop.call(work, page, agent.desk())

    agent.sign_in_creator(LIVE)
    principals = (principal_of_login(agent.desk().login.id), principal_of_creator(LIVE_ID))

    return to


@pytest.mark.parametrize(("wanted", "language"), IN_TURN)
def test_a_page_opens_and_proves_itself(opens: Opens, wanted: type[Page], language: str) -> None:
    assert opens(wanted, language) == (pages()[wanted], language)


@pytest.mark.sample(3)
@pytest.mark.parametrize("wanted", PAGES)
def test_a_page_with_another_heading_is_not_the_page(
    agent: Agent, mock_world: Any, opens: Opens, wanted: type[Page]
) -> None:
    heading = agent.desk().portal.elements[pages()[wanted].heading].names["en"]  # type: ignore[attr-defined]
    path = agent.desk().portal.paths[pages()[wanted].path].partition("?")[0]  # type: ignore[attr-defined]
    mock_world.fault("GET", f"{path}*", do="relabel", map={heading: "Something else"}, times=None)

    with pytest.raises(CompanionError) as told:
        opens(wanted, "en")

    assert told.value.code in {Code.E_PORTAL_CHANGED, Code.E_PORTAL_DOWN}


def test_the_profile_names_everything_in_both_languages(agent: Agent) -> None:
    assert agent.desk().portal.languages >= set(LANGUAGES)
