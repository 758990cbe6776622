"""Further faults seen from outside: connections that end, answers that are damaged, sessions that change."""

from __future__ import annotations

import http.client
import json
import time

import pytest
from playwright.sync_api import expect
from portal_tab import Tab
from portal_visitor import LINKS, LUCIA, SEND, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LUZ = account_id(3)


@pytest.mark.parametrize("reset", [True, False])
def test_a_connection_that_ends_before_it_is_read_commits_nothing(
    mock_world: World, lucia: Visitor, *, reset: bool
) -> None:
    mock_world.fault("POST", SEND, do="close_before_read", reset=reset)

    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        lucia.invite(LUZ)

    assert mock_world.effects("invite") == 0


def test_a_dripping_answer_is_whole_in_the_end(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS.partition("?")[0], do="drip", bps=1500)
    began = time.monotonic()

    listed = lucia.get(LINKS).data["list"]

    assert [one["handle"] for one in listed] == ["casa.aurora.live"]
    assert time.monotonic() - began > 0.15


def test_a_garbled_answer_claims_to_be_whole(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="garble")
    cookie = {"cookie": f"sessionid={lucia.cookies['sessionid']}"}
    lucia.connection.request("POST", SEND, json.dumps({"account_id": LUZ}), cookie)

    answer = lucia.connection.getresponse()
    body = answer.read()

    assert (answer.status, answer.headers["content-length"]) == (200, str(len(body)))
    with pytest.raises(ValueError, match=r"codec|Expecting|Invalid|Extra|delimiter|Unterminated"):
        json.loads(body.decode())
    assert mock_world.effects("invite") == 1


def test_an_empty_answer_says_nothing_and_does_nothing(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="empty_200")

    answer = lucia.invite(LUZ)

    assert (answer.status, answer.text, mock_world.effects("invite")) == (200, "", 0)


@pytest.mark.parametrize("code", [302, 307, 308])
def test_a_redirect_leads_elsewhere_and_does_nothing(mock_world: World, lucia: Visitor, code: int) -> None:
    mock_world.fault("POST", SEND, do="redirect", code=code, url="https://elsewhere.example/x")

    answer = lucia.invite(LUZ)

    assert (answer.status, answer.headers["location"]) == (code, "https://elsewhere.example/x")
    assert mock_world.effects("invite") == 0


def test_a_rotated_session_needs_its_new_cookie(mock_world: World, lucia: Visitor) -> None:
    old = dict(lucia.cookies)
    mock_world.fault("GET", LINKS.partition("?")[0], do="rotate_session")
    lucia.get(LINKS)
    with_the_new = lucia.get(LINKS).json["code"]

    lucia.cookies = old

    assert with_the_new == 0
    assert lucia.get(LINKS).json["code"] != 0


def test_a_second_step_is_asked_for_although_the_session_lives(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="twofa")
    mock_world.fault("GET", "/homepage", do="twofa")

    assert lucia.invite(LUZ).json["code"] == 98001021
    assert "TT4B_TSV_Verify_Code_Input" in lucia.get("/homepage").text
    assert (lucia.get(LINKS).json["code"], mock_world.effects("invite")) == (0, 0)


def test_luck_bites_some_and_spares_others(mock_world: World, lucia: Visitor) -> None:
    def bitten() -> list[int]:
        mock_world.clear_faults()
        mock_world.fault("GET", "/api/*", do="status_before_commit", code=503, times=None, probability=0.5)
        return [lucia.get(LINKS).status for _ in range(20)]

    told = bitten()

    assert 0 < told.count(503) < 20
    assert set(told) == {503, 200}


@pytest.mark.parametrize("probability", [0, 1.5, -1, "often", True])
def test_luck_is_a_number(mock_world: World, probability: object) -> None:
    with pytest.raises(ControlRefusedError, match="probability"):
        mock_world.fault("GET", "/", do="captcha", probability=probability)


@pytest.mark.parametrize(("says", "sent"), [(True, 1), (False, 0)])
def test_the_browser_s_own_question_decides(mock_world: World, tab: Tab, *, says: bool, sent: int) -> None:
    mock_world.fault("GET", "/profile/linked-accounts", do="native_confirm", text="Really?")
    tab.log_in(*LUCIA)
    tab.open("/profile/linked-accounts")
    asked: list[str] = []
    tab.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept() if says else dialog.dismiss()))

    send = f"(api) => api.post('{SEND}', {{account_id: '{LUZ}'}})"
    tab.page.evaluate(f"import('/static/x/api.js').then({send}).catch(() => 0)")

    assert asked == ["Really?"]
    assert mock_world.effects("invite") == sent


def test_another_window_opens(mock_world: World, tab: Tab) -> None:
    mock_world.fault("GET", "/homepage", do="popup", url="/maintenance")
    tab.log_in(*LUCIA)

    with tab.page.context.expect_page() as opened:
        tab.open("/homepage")

    expect(opened.value.get_by_role("heading")).to_be_visible()
