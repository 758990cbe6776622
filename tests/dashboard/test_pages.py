"""What each page shows of what the ledger knows, in three languages and in two zones."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from dash_bench import (
    DAY,
    HOUR,
    Dash,
    a_job,
    a_roster,
    a_run,
    an_account,
    invited,
    linked,
    lived,
    promote,
    sells,
    shop_id,
)
from fakes import START
from numbers_told import Told

from agent.adapters.matches import Matches
from agent.domain.content_audit import CheckRead, Finding, Objection
from agent.domain.identity import LoginId
from agent.domain.jobs import JobState
from agent.domain.ledger import Choice, ClaimState, Settled
from agent.domain.letters import Letter
from agent.domain.permit import Kind, Permit, RequestKey
from agent.domain.violation import Standing, System, Violation
from agent.errors import Code, RestoreState
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast
VIEWS = ("/", f"/shops/{shop_id(0)}", "/runs", f"/runs?shop={shop_id(0)}", "/people", "/work")


def text_of(html: str) -> str:
    """What a person reads."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_speaks_the_language_that_is_asked_for_and_keeps_it(dash: Dash, view: str, language: str) -> None:
    lived(dash, 1)

    answer = dash.get(f"{view}{'&' if '?' in view else '?'}lang={language}")

    assert answer.status == 200
    assert Words.load((), language)("dash.skip") in answer.text
    assert answer.cookie == f"companion-lang={language}"


@pytest.mark.parametrize(
    ("accepted", "heard"), [("es-MX,es;q=0.9", "Tiendas"), ("fr, zh-TW;q=0.5", "店铺"), ("", "Shops")]
)
def test_a_browser_s_own_language_is_spoken_where_none_was_chosen(dash: Dash, accepted: str, heard: str) -> None:
    assert f"<h1>{heard}</h1>" in dash.get("/", accept_language=accepted).text


def test_a_shop_shows_its_places_unlinks_waits_and_score(dash: Dash) -> None:
    dash.tell("see_links", shop_id(0), [linked(), linked(kind="c", until=True)], complete=False)
    dash.tell("see_invitations", shop_id(0), [invited()])
    dash.tell("record", a_run(score=77))

    told = text_of(dash.get("/").text)

    assert "@acc0.a @acc0.b free free" in told
    assert "2/3" in told
    assert "1 invited: in 1 d 22 h" in told
    assert "@acc0.c may be bound again in 23 h 1 min" in told
    assert " 77 " in told


@pytest.mark.parametrize(("language", "word"), [("en", "Product"), ("zh", "类目"), ("es", "Categoría")])
def test_a_shop_shows_whom_match_found_and_their_names_are_text(dash: Dash, language: str, word: str) -> None:
    lines = [{"criterion": "category", "points": 25, "most": 25}, {"criterion": "products", "points": None, "most": 25}]
    own = {"score": 66, "known": 75, "whole": 100, "barred": ["region"], "lines": lines}
    told = {
        "count": 1,
        "sources": [{"name": "<b>x.csv</b>", "as_of": None}],
        "creators": [{"handle": "casa.luna"} | own],
    }
    Matches(dash.house.state / "match").keep(shop_id(0), told)

    page = dash.get(f"/shops/{shop_id(0)}?lang={language}").text

    assert all(one in text_of(page) for one in ("@casa.luna 66 % 75/100", word, "?"))
    assert "&lt;b&gt;x.csv" in page


def test_a_shop_shows_what_is_held_against_it_and_the_figure_that_its_market_has(dash: Dash) -> None:
    rule, until = "<b>False</b> promotion", START + 5 * DAY
    held = Violation("821", shop_id(0), "acc0.a", rule=rule, points=6, opened_at=START, deadline=until, appealable=True)
    dash.tell("see_health", shop_id(0), Standing(System.VIOLATION_POINTS, 36), [held])

    told = text_of(dash.get(f"/shops/{shop_id(0)}").text)

    assert "Violation points: 36" in told
    assert "line 36" in told
    assert "“&lt;b&gt;False&lt;/b&gt; promotion” 821 @acc0.a +6 in 5 d" in told


@pytest.mark.parametrize(
    ("language", "head", "state"),
    [
        ("en", "Appeals and tickets", "answered"),
        ("zh", "申诉与工单", "已回复"),
        ("es", "Recursos y casos", "respondido"),
    ],
)
def test_a_shop_shows_its_appeals_and_tickets_and_what_was_answered_is_text(
    dash: Dash, language: str, head: str, state: str
) -> None:
    letters = [
        Letter(Kind.TICKET, "831", "unlink_stuck", "acc0.a", None, "answered", START, "<i>Wait</i>."),
        Letter(Kind.APPEAL, "882", "821", state="failed", sent_at=START, until=START + DAY),
    ]
    dash.tell("see_letters", shop_id(0), letters)

    page = dash.get(f"/shops/{shop_id(0)}?lang={language}").text

    assert all(one in text_of(page) for one in (head, state, "@acc0.a", "831", "882"))
    assert "“&lt;i&gt;Wait&lt;/i&gt;.”" in page


def test_a_wait_that_is_over_is_told_no_more(dash: Dash) -> None:
    dash.tell("see_links", shop_id(0), [linked(kind="c", until=True)], complete=False)
    assert ">Shop 0000</a>" in dash.get("/?show=cooling").text

    dash.clock.moment = START + DAY

    assert ">Shop 0000</a>" not in dash.get("/?show=cooling").text


def test_what_the_portal_has_counted_is_believed_where_it_leaves_less(dash: Dash) -> None:
    dash.tell("record", a_run())

    assert "2/3" in text_of(dash.get("/").text)


def test_where_the_portal_counts_nothing_what_others_have_unlinked_counts(dash: Dash) -> None:
    uncounted = {"facts": [{"fact": "unlinks_left", "known": "never", "source": "page"}]}
    dash.tell("record", a_run(detail=uncounted))
    dash.tell("see_links", shop_id(0), [linked()], complete=True)
    assert "3/3" in text_of(dash.get("/?q=0000").text)

    dash.tell("see_links", shop_id(0), [], complete=True)

    assert "2/3" in text_of(dash.get("/?q=0000").text)


def test_a_choice_of_the_operator_counts(dash: Dash) -> None:
    dash.tell("choose", Choice(shop_id(0), "lifetime_unlinks", "2", "Ana", "asked support", START))

    assert "2/2" in text_of(dash.get("/?q=0000").text)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("", ["0000", "0001", "0002"]),
        ("?q=shop+0001", ["0001"]),
        ("?q=%40ACC2.a", ["0002"]),
        (f"?q={shop_id(1)}", ["0001"]),
        ("?q=nobody", []),
        ("?show=invited", ["0000"]),
        ("?show=person", ["0001"]),
        ("?show=due", ["0001"]),
        ("?show=low", ["0000"]),
        ("?show=spent", []),
        ("?show=free&q=0002", ["0002"]),
        ("?show=%27+OR+1%3D1&page=-1", ["0001", "0000", "0002"]),
    ],
)
def test_shops_are_found_by_words_and_by_what_they_need(dash: Dash, wish: str, found: list[str]) -> None:
    dash.tell("see_invitations", shop_id(0), [invited()])
    dash.tell("record", a_run(score=70))
    dash.tell("set_jobs", [a_job(1, JobState.NEEDS_PERSON)])

    assert sorted(re.findall(r">Shop (\d{4})</a>", dash.get(f"/{wish}").text)) == sorted(found)


@pytest.mark.parametrize("roster", [a_roster(120)])
def test_many_shops_come_in_pages(dash: Dash) -> None:
    last = dash.get("/?page=3").text

    assert re.findall(r">Shop (\d{4})</a>", last) == [f"{number:04}" for number in range(100, 120)]
    assert 'rel="prev" href="/?page=2"' in last
    assert 'rel="next"' not in last
    assert "page 3 of 3" in dash.get("/?page=999").text


def test_a_roster_that_was_changed_is_shown_as_it_is_now(dash: Dash) -> None:
    assert "Shop 0000" in dash.get("/").text

    dash.house.roster_file.write_text(a_roster(2, lambda number: f"Tienda {number}"), "utf-8")

    assert "Tienda 1" in dash.get("/").text


def test_a_roster_that_cannot_be_read_any_more_is_said_and_what_it_said_before_holds(dash: Dash) -> None:
    file = dash.house.roster_file
    before = file.read_text("utf-8")
    dash.get("/")

    file.write_text("[[shop]]\nid = 7", "utf-8")

    told = dash.get("/").text
    assert "Shop 0000" in told
    assert "cannot be read any more" in told

    file.write_text(before, "utf-8")
    assert "cannot be read any more" not in dash.get("/").text


def test_who_is_needed_is_told_with_what_to_do(dash: Dash) -> None:
    dash.tell("set_jobs", [a_job(1, JobState.NEEDS_PERSON, note="captcha")])
    dash.tell("challenge", LoginId("7480000000000000003"), "captcha")

    told = text_of(dash.get("/people").text)

    assert "needs a person link @acc1.a" in told
    assert "captcha" in told
    assert f"companion resume {shop_id(2)} --by NAME --reason TEXT" in told


def test_nobody_is_needed_where_all_is_well(dash: Dash) -> None:
    assert "Nobody is needed." in dash.get("/people").text


def test_who_holds_a_login_is_told(dash: Dash) -> None:
    dash.tell("lease", LoginId("7480000000000000001"), "desk-7/run-1", HOUR)

    assert "Login 0 desk-7/run-1 in 1 h 0 min" in text_of(dash.get("/work").text)


def test_a_shop_s_page_draws_the_histories_of_its_accounts(dash: Dash) -> None:
    lived(dash, 1)

    page = dash.get(f"/shops/{shop_id(0)}").text

    assert page.count('<rect class="linked') == 3
    assert page.count('<rect class="invited pending"') == 1
    assert '<circle class="dot"' in page
    assert "linked 2026-11-14 03:00 Mexico City" in text_of(page)


def test_a_shop_s_page_tells_what_it_sells_with(dash: Dash) -> None:
    dash.tell("see_links", shop_id(0), [linked()], complete=True)
    sells(dash)
    promote(dash, "Mañana", START + DAY, START + 2 * DAY)
    promote(dash, "Ayer", START - 2 * DAY, START - DAY)

    told = text_of(dash.get(f"/shops/{shop_id(0)}").text)

    assert "@acc0.a 0/50 63 products when it was last seen" in told
    assert "13 products still to be added; goes on: in 1 h" in told
    assert re.search("Noche de ollas ongoing 20 %.*Mañana upcoming 20 % in 1 d.*Ayer ended", told)
    assert told.count("@acc0.a 2026-11-") == 3
    assert "@Noche de ollas" not in told


def test_a_shop_that_sells_nothing_yet_says_so(dash: Dash) -> None:
    told = text_of(dash.get(f"/shops/{shop_id(0)}").text)

    assert "None was made from here." in told
    assert "None: no linked account stands in the roster" in told


def test_a_shop_that_nobody_knows_is_not_there(dash: Dash) -> None:
    assert dash.get("/shops/1").status == 404


def test_runs_are_told_newest_first_of_all_shops_or_of_one(dash: Dash) -> None:
    for number in range(2):
        dash.tell("record", a_run(number, f"01a226e1c51cd5723600{number}"))

    assert re.findall(r"/runs/(\w+)/report", dash.get("/runs").text) == [
        "01a226e1c51cd57236001",
        "01a226e1c51cd57236000",
    ]
    assert re.findall(r"/runs/(\w+)/report", dash.get(f"/runs?shop={shop_id(0)}").text) == ["01a226e1c51cd57236000"]


def test_a_report_is_told_in_the_reader_s_language_and_in_a_box(dash: Dash) -> None:
    dash.tell("record", a_run())

    answer = dash.get("/runs/01a226e1c51cd57236e6c1/report?lang=es")

    assert "Hecho" in answer.text
    assert answer.header("content-security-policy").startswith("sandbox; default-src 'none'")
    assert "script" not in answer.header("content-security-policy")
    assert answer.header("x-content-type-options") == "nosniff"


def test_a_report_by_the_beginning_of_a_run_is_none(dash: Dash) -> None:
    dash.tell("record", a_run())

    assert dash.get("/runs/01a226e1c51/report").status == 404


@pytest.mark.parametrize("place", ["{tmp}/elsewhere", "{runs}/../elsewhere", "{runs}/link", ""])
def test_a_report_is_never_made_from_a_folder_that_is_not_one_of_our_runs(
    dash: Dash, tmp_path: Path, place: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "run.json").write_text('{"outcome": "STOLEN", "shop": {"name": "x", "id": "1", "zone": "UTC"}}')
    dash.house.runs.mkdir()
    (dash.house.runs / "link").symlink_to(elsewhere)
    dash.tell("record", a_run(evidence=place.format(tmp=tmp_path, runs=dash.house.runs)))

    assert "STOLEN" not in (told := dash.get("/runs/01a226e1c51cd57236e6c1/report").text)
    assert "Done" in told


def test_a_ledger_that_cannot_be_read_is_said_in_words(dash: Dash, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RestoreState(Code.E_LEDGER_CORRUPT, path="ledger.db")

    monkeypatch.setattr(dash.ledger, "pulse", broken)

    answer = dash.get("/")
    assert answer.status == 503
    assert "ledger" in answer.text


def test_what_nobody_foresaw_is_kept_in_a_file_and_told_without_its_words(
    dash: Dash, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken() -> None:
        raise ZeroDivisionError("sentinel")  # noqa: EM101 - what must not be told

    monkeypatch.setattr(dash.ledger, "leases", broken)

    answer = dash.get("/work")
    assert (answer.status, [type(one) for one in dash.crashes]) == (500, [ZeroDivisionError])
    assert "crash.txt" in answer.text
    assert "sentinel" not in answer.text
    dash.crashes.clear()


def test_waits_are_told_in_the_largest_units_of_each_language(dash: Dash) -> None:
    dash.clock.moment = START + timedelta(minutes=45 * 60 + 18)
    dash.tell("see_invitations", shop_id(0), [invited()])

    told = [text_of(dash.get(f"/?lang={language}").text) for language in LANGUAGES]

    assert ["还剩 42 分" in told[0], "in 42 min" in told[1], "en 42 min" in told[2]] == [True] * 3


def test_a_press_that_is_not_settled_needs_a_person(dash: Dash) -> None:
    (account, handle), login = an_account(0), LoginId("7480000000000000001")
    key, lasts = RequestKey(shop_id(0), account, Kind.BIND, 0), START + HOUR
    permit = Permit(key, login, handle, START, lasts, "rules-1", frozenset({"MX"}), ())
    lease = dash.tell("lease", login, "here", DAY)
    claim = dash.tell("claim", permit, lease, "run-1").claim
    dash.tell("settle", claim, Settled(claim.intent, ClaimState.UNKNOWN), "hung")

    told = text_of(dash.get("/people").text)

    assert f"companion reconcile --intent {claim.intent}" in told
    assert "hung" in told


def test_a_shop_shows_what_content_checks_hold_against_its_accounts(dash: Dash) -> None:
    faith = Finding("1", Objection.RELIGION, "https://www.tiktok.com/@acc0.a/video/1", "Religion")
    dash.tell("keep_audit", CheckRead(shop_id(0), *an_account(0), "7", START, START, (faith,)))

    told = text_of(dash.get(f"/shops/{shop_id(0)}").text)

    assert "Nothing was deleted" in told
    assert re.search(r"@acc0\.a 1 .*Religion", told)


def test_a_shop_s_page_shows_its_numbers_with_their_pictures_drawn_once(dash: Dash) -> None:
    dash.tell("keep_readings", Told(last=START.date() - timedelta(days=1)).readings())

    first, second = (dash.get(f"/shops/{shop_id(0)}").text for _ in range(2))

    assert (first.count('class="picture"') > 10, second.count('class="picture"')) == (
        True,
        first.count('class="picture"'),
    )
    assert "7 days against 28" not in text_of(dash.get(f"/shops/{shop_id(1)}").text)
    assert re.findall(r"<svg[^>]*style=|<style", first) == []
