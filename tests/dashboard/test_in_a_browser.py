"""The dashboard in a real browser: the way in, what changes while one looks, hostile names, and who can use it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from anyio.from_thread import BlockingPortal
from axe_playwright_python.sync_playwright import Axe
from dash_bench import (
    HOUR,
    Dash,
    Reader,
    Served,
    a_job,
    a_roster,
    a_run,
    an_account,
    come_in,
    invited,
    linked,
    lived,
    promote,
    sells,
    shop_id,
)
from fakes import START
from numbers_told import Told
from playwright.sync_api import Browser, expect

from agent.domain.approving import Approval
from agent.domain.handover import HandedOver
from agent.domain.identity import Handle, LoginId, RunId
from agent.domain.jobs import JobState
from agent.domain.permit import Kind, RequestKey
from mock_portal.hostile import hostile_names

NAMES = hostile_names()
FOREIGN_FORM = f"""<body><form method=post><input name=shop value={shop_id(0)}><input name=act value=check>
<button>Win</button></form><script>document.forms[0].action = location.search.slice(1)</script>"""
VIEWS = ("/", f"/shops/{shop_id(0)}", "/people", "/approvals", "/live/a1b2", "/runs", "/work", "/enter", "/nowhere")


@pytest.fixture
def served(agent_loop: BlockingPortal, dash: Dash) -> Iterator[Served]:
    made = Served(agent_loop, dash.desk.board)
    yield made
    made.stop()


@pytest.fixture
def reader(browser: Browser, served: Served) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield come_in(context, served)
    context.close()


def test_the_link_opens_the_shops_and_leaves_no_secret_in_the_address_or_the_history(reader: Reader) -> None:
    expect(reader.page.get_by_role("heading", name="Shops", exact=True)).to_be_visible()

    assert reader.page.evaluate("document.cookie") == ""

    reader.page.go_back()

    assert reader.page.url == "about:blank"


def test_a_used_link_says_so_and_the_next_one_was_printed(browser: Browser, served: Served, reader: Reader) -> None:
    other = browser.new_context().new_page()

    other.goto(served.links[0])

    expect(other.get_by_role("heading", name="This link opens nothing any more", exact=False)).to_be_visible()
    assert len(set(served.links)) == 2
    other.context.close()
    assert reader.noise == []


def test_what_happens_in_the_ledger_is_seen_at_once(dash: Dash, reader: Reader) -> None:
    expect(reader.page.get_by_text("1 invited:", exact=False)).to_have_count(0)

    dash.tell("see_invitations", shop_id(0), [invited()])

    expect(reader.page.get_by_text("1 invited:", exact=False)).to_be_visible()
    assert reader.noise == []


def test_words_that_are_being_typed_stay_while_something_happens(dash: Dash, reader: Reader) -> None:
    reader.page.get_by_label("Shop, login or account", exact=True).fill("half a wor")

    dash.tell("see_invitations", shop_id(0), [invited()])

    expect(reader.page.get_by_text("1 invited:", exact=False)).to_be_visible()
    expect(reader.page.get_by_label("Shop, login or account", exact=True)).to_have_value("half a wor")


def test_a_check_is_started_and_followed_to_its_end(reader: Reader) -> None:
    reader.page.get_by_role("link", name="Shop 0000", exact=True).click()
    reader.page.get_by_role("button", name="Ask every check", exact=True).click()

    expect(reader.page.get_by_role("status").filter(has_text="(10)")).to_be_visible(timeout=30_000)
    assert "companion check" in reader.page.content()
    assert reader.noise == []


def test_nothing_is_pressed_for_real_unless_it_is_said_once_more(dash: Dash, reader: Reader) -> None:
    reader.open(f"/shops/{shop_id(0)}")

    reader.page.get_by_role("button", name="Do what is due", exact=True).click()

    assert reader.page.url.endswith(f"/shops/{shop_id(0)}")
    assert dash.desk.children.all == []


def test_a_page_of_another_port_of_this_machine_starts_nothing(dash: Dash, reader: Reader) -> None:
    page = reader.page.context.new_page()
    page.route("http://127.0.0.1:9/**", lambda route: route.fulfill(body=FOREIGN_FORM, content_type="text/html"))
    page.goto(f"http://127.0.0.1:9/?{reader.origin}/work")

    with page.expect_navigation():
        page.get_by_role("button", name="Win", exact=True).click()

    expect(page.get_by_text("Not from here.", exact=True)).to_be_visible()
    assert dash.desk.children.all == []


def attack(dash: Dash) -> None:
    """Put a hostile name wherever a portal, a roster or a person can put one."""
    for number, name in enumerate(NAMES):
        other = NAMES[(number + 7) % len(NAMES)]
        dash.tell("see_links", shop_id(number), [linked(number, handle=name)], complete=True)
        dash.tell("see_invitations", shop_id(number), [invited(number, handle=other, note=name)])
        dash.tell("set_jobs", [a_job(number, JobState.NEEDS_PERSON, note=name)])
        detail = {
            "note": name,
            "error": {"detail": name},
            "verdicts": [{"guard": name, "effect": "refuse", "measured": name}],
        }
        dash.tell("record", a_run(number, f"01a226e1c51c{number:010}", handle=other, command=name, detail=detail))
        ask_approval(dash, number, name)
    hand_over(dash, NAMES[0], NAMES[1])
    for name in NAMES[:20]:
        promote(dash, name, START, START + HOUR)
    dash.tell("lease", LoginId("7480000000000000001"), NAMES[0], HOUR)
    dash.tell("challenge", LoginId("7480000000000000001"), NAMES[1])


def hand_over(dash: Dash, step: str, machine: str) -> None:
    """Let a page wait for a person, on a machine that nobody reaches."""
    login, run = LoginId("7480000000000000001"), RunId("01a226e1c51c")
    dash.tell("begin_handover", HandedOver("a1b2", shop_id(0), login, run, step, machine, 9, START, START + HOUR))


def ask_approval(dash: Dash, number: int, name: str) -> None:
    """Park a press whose every word is hostile, and deny every second one in hostile words."""
    verdicts = [{"guard": name, "effect": "warn", "reason": name, "measured": name}]
    facts = [{"fact": name, "known": "yes", "value": name, "source": name}]
    key = RequestKey(shop_id(number), an_account(number)[0], Kind.BIND, 0)
    login, run = LoginId(str(7480000000000000001 + number)), RunId(f"01a226e1c51c{number:010}")
    shown = {"verdicts": verdicts, "facts": facts}
    one = Approval(key, login, Handle(name), run, START, START + HOUR, detail=shown, picture=name)
    kept = dash.tell("ask_approval", one, anew=True)
    if number % 2:
        dash.tell("decide_approval", kept.id, approve=False, by=name, reason=name)


@pytest.fixture
def roster(request: pytest.FixtureRequest) -> str:
    """Three shops, or one for each hostile name."""
    hostile = getattr(request, "param", "") == "hostile"
    return a_roster(len(NAMES), fit_for_a_roster) if hostile else a_roster(3)


def fit_for_a_roster(number: int) -> str:
    """The hostile name, but for one that no roster takes."""
    return NAMES[number] if NAMES[number].isprintable() else f"Shop {number}"


EVERYWHERE = {
    "overview": [
        "/",
        "/?page=2",
        *(f"/?q={at}" for at in ("%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E")),
    ],
    "shops": [f"/shops/{shop_id(number)}" for number in range(len(NAMES))],
    "runs": ["/runs", "/runs?page=2", "/runs?shop=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"],
    "reports": [f"/runs/01a226e1c51c{number:010}/report" for number in range(len(NAMES))],
    "people": ["/people"],
    "work": ["/work"],
    "approvals": ["/approvals"],
    "live": ["/live/a1b2"],
    "unknown": ["/%3Cscript%3Ealert(1)%3C/script%3E", "/shops/%3Csvg%20onload=alert(1)%3E"],
}


@pytest.mark.sample(4)
@pytest.mark.parametrize("roster", ["hostile"], indirect=True)
@pytest.mark.parametrize("view", EVERYWHERE)
def test_sixty_hostile_names_run_nothing_and_load_nothing(dash: Dash, reader: Reader, view: str) -> None:
    attack(dash)
    own = {"/static/theme.js", "/static/live.js", "/static/view.js"}

    for address in EVERYWHERE[view]:
        reader.open(address)
        scripts = reader.page.evaluate("[...document.scripts].map(one => new URL(one.src, location).pathname)")
        assert set(scripts) <= own
        assert (
            reader.page.evaluate("document.querySelectorAll('iframe, base, object, embed, [onerror], [onload]').length")
            == 0
        )

    assert len(NAMES) >= 60
    assert [one for one in reader.noise if "404" not in one] == []


@pytest.mark.sample(2)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_has_no_serious_finding_on_any_view(
    browser: Browser, dash: Dash, served: Served, theme: str, width: int
) -> None:
    everything(dash)
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)  # type: ignore[arg-type]
    reader = come_in(context, served)

    found = []
    for view in VIEWS:
        reader.open(view)
        found += serious(reader)
    reader.open(VIEWS[1])
    reader.page.get_by_role("button", name="Ask every check", exact=True).click()
    found += serious(reader)

    context.close()
    assert found == []


def everything(dash: Dash) -> None:
    """Something of all that a view may show."""
    sells(dash)
    lived(dash, 3)
    dash.tell("set_jobs", [a_job(1, JobState.NEEDS_PERSON)])
    ask_approval(dash, 0, "slots")
    hand_over(dash, "home", "desk-7")
    dash.tell("keep_readings", Told(last=START.date() - timedelta(days=1), names=("acc0.a",)).readings())


def serious(reader: Reader) -> list[tuple[str, str, str]]:
    """What keeps people out of the view that is shown."""
    told = Axe().run(reader.page).response["violations"]
    heavy = [one for one in told if one["impact"] in {"serious", "critical"}]
    return [(reader.page.url, one["id"], one["nodes"][0]["html"]) for one in heavy]


@pytest.mark.sample(1)
@pytest.mark.parametrize("language", ["es", "en", "zh"])  # the longest words first
def test_every_view_fits_a_phone(browser: Browser, dash: Dash, served: Served, language: str) -> None:
    everything(dash)
    context = browser.new_context(viewport={"width": 360, "height": 800})
    reader = come_in(context, served)

    wider = {}
    for view in VIEWS:
        reader.open(f"{view}?lang={language}")
        wider[view] = reader.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )

    context.close()
    assert set(wider.values()) == {0}, wider


def test_the_theme_is_switched_by_hand_and_stays(reader: Reader) -> None:
    shown = "getComputedStyle(document.body).backgroundColor"
    light = reader.page.evaluate(shown)

    reader.page.get_by_role("button", name="Light / dark", exact=True).click()
    dark = reader.page.evaluate(shown)
    reader.open("/runs")

    assert light != dark == reader.page.evaluate(shown)
