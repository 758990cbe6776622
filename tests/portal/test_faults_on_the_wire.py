"""Every fault that bites at the instant of a commit, seen from outside: what the client gets, and what was done."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest
from portal_visitor import LINKS, LUCIA, SEARCH, SEND, SENT, Visitor, account_id, eventually

from mock_portal.client import World

pytestmark = pytest.mark.fast
LUZ, RAFA = account_id(3), account_id(5)


def test_a_delay_comes_before_the_commit(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="delay_before_commit", seconds=0.6)

    with pytest.raises(TimeoutError):
        hasty.invite(LUZ)

    hasty.close()
    assert mock_world.effects("invite") == 0
    assert eventually(mock_world.effect_log)


def test_a_request_from_before_a_reset_changes_nothing(mock_world: World, lucia: Visitor, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="delay_before_commit", seconds=0.5)
    with pytest.raises(TimeoutError):
        hasty.invite(LUZ)

    mock_world.reset()
    mock_world.fault("POST", SEND, do="delay_before_commit", seconds=0.4)
    lucia.log_in(*LUCIA).invite(RAFA)

    assert [effect["account"] for effect in mock_world.effect_log()] == [RAFA]


def test_a_delayed_request_is_committed_and_answered(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="delay_before_commit", seconds=0.1)

    assert lucia.invite(LUZ).json["code"] == 0
    assert mock_world.effects("invite") == 1


def test_a_hang_without_commit_never_commits(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="hang_no_commit", seconds=0.1)

    assert lucia.invite(LUZ).status == 504
    assert mock_world.effects("invite") == 0


def test_a_commit_then_hang_commits_and_says_nothing(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="commit_then_hang", seconds=30)

    with pytest.raises(TimeoutError):
        hasty.invite(LUZ)

    assert mock_world.effects("invite") == 1


def test_a_late_commit_happens_after_the_client_has_gone(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="commit_late", seconds=0.5)

    with pytest.raises(TimeoutError):
        hasty.invite(LUZ)
    hasty.close()

    assert mock_world.effects("invite") == 0
    assert eventually(mock_world.effect_log)


def test_a_late_commit_may_end_the_request_at_once(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="commit_late", seconds=0.4, answer="end")

    assert lucia.invite(LUZ).status == 504
    assert (mock_world.effects("invite"), mock_world.to_come()) == (0, True)
    assert eventually(mock_world.effect_log)
    assert eventually(lambda: not mock_world.to_come())


def test_a_reset_cancels_a_late_commit(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="commit_late", seconds=0.1, answer="end")
    lucia.invite(LUZ)

    mock_world.reset()
    mock_world.fault("POST", SEND, do="commit_late", seconds=0.2, answer="end")
    lucia.log_in(*LUCIA).invite(RAFA)

    assert eventually(mock_world.effect_log)
    assert [effect["account"] for effect in mock_world.effect_log()] == [RAFA]


@pytest.mark.parametrize(("verb", "effects"), [("status_before_commit", 0), ("status_after_commit", 1)])
@pytest.mark.parametrize("code", [429, 500, 502])
def test_the_same_status_can_come_before_and_after_the_commit(
    mock_world: World, lucia: Visitor, verb: str, effects: int, code: int
) -> None:
    mock_world.fault("POST", SEND, do=verb, code=code)

    assert lucia.invite(LUZ).status == code
    assert mock_world.effects("invite") == effects


def test_a_close_after_the_commit_leaves_no_byte(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="close_after_commit")

    with pytest.raises(http.client.RemoteDisconnected):
        lucia.invite(LUZ)

    assert mock_world.effects("invite") == 1


def test_a_close_can_be_a_reset(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="close_after_commit", reset=True)

    with pytest.raises(ConnectionResetError) as caught:
        lucia.invite(LUZ)

    assert caught.type is ConnectionResetError
    assert mock_world.effects("invite") == 1


def test_a_truncated_answer_promises_more_than_it_holds(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="truncate", bytes=20)

    with pytest.raises(http.client.IncompleteRead) as caught:
        lucia.get(LINKS)

    assert len(caught.value.partial) == 20


def test_a_call_can_say_that_one_must_log_in(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="login")

    assert lucia.get(LINKS).json["code"] == 98001002
    assert lucia.get(LINKS).json["code"] == 0


def test_a_page_can_be_the_login_page(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", "/homepage", do="login")

    assert "TikTok_Ads_SSO_Login_Btn" in lucia.get("/homepage").text


def test_a_call_can_be_challenged(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="captcha", seconds=5)

    hasty.connection.request("POST", SEND, "{}", {"cookie": f"sessionid={hasty.cookies['sessionid']}"})
    answer = hasty.connection.getresponse()

    assert answer.getheader("bdturing-verify")
    with pytest.raises(TimeoutError):
        answer.read()
    assert mock_world.effects("invite") == 0


def test_a_challenge_may_come_whole(mock_world: World, hasty: Visitor) -> None:
    mock_world.fault("POST", SEND, do="captcha", seconds=0)

    hasty.connection.request("POST", SEND, "{}", {"cookie": f"sessionid={hasty.cookies['sessionid']}"})
    answer = hasty.connection.getresponse()

    assert (answer.status, bool(answer.getheader("bdturing-verify")), answer.read()) == (200, True, b" ")
    assert mock_world.effects("invite") == 0


@pytest.mark.parametrize("code", [200, 503])
def test_maintenance_speaks_the_language_of_the_login(mock_world: World, mei: Visitor, code: int) -> None:
    mock_world.fault("GET", "/homepage", do="maintenance", code=code, retry_after=120)

    answer = mei.get("/homepage")

    assert (answer.status, answer.headers["retry-after"]) == (code, "120")
    assert "系统维护中" in answer.text


def test_an_optimistic_answer_is_a_lie(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="optimistic_then_revert", seconds=2)

    assert lucia.invite(LUZ).json == {"code": 0, "message": "success", "data": {"revert_after_ms": 2000}}
    assert mock_world.state()["invitations"] == []


def test_an_error_can_be_a_lie_too(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEND, do="error_toast_after_commit")

    assert lucia.invite(LUZ).json["code"] != 0
    assert mock_world.effects("invite") == 1


def test_a_stale_list_does_not_know_what_was_just_done(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", SENT, do="stale_read", seconds=30)
    lucia.invite(LUZ)

    assert lucia.get(SENT).data["total"] == 0
    assert lucia.get(SENT).data["total"] == 1


def test_a_stale_list_is_no_older_than_it_may_be_by_the_portals_clock(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", SENT, do="stale_read", seconds=30, most=3600, times=None)
    lucia.invite(LUZ)
    before = lucia.get(SENT).data["total"]

    mock_world.advance(seconds=3601)

    assert (before, lucia.get(SENT).data["total"]) == (0, 1)


def test_a_stale_list_knows_what_is_old_enough(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", SENT, do="stale_read", seconds=0.3, times=None)
    lucia.invite(LUZ)

    assert lucia.get(SENT).data["total"] == 0
    assert eventually(lambda: lucia.get(SENT).data["total"] == 1)


def test_strangers_come_first_in_a_search(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault(
        "POST", SEARCH, do="lookalikes", set=["cocina.con1uz", {"handle": "x", "id": "7190000000000000777"}]
    )

    hits = lucia.post(SEARCH, keyword="cocina.conluz").data["list"]

    assert [hit["handle"] for hit in hits[:2]] == ["cocina.con1uz", "x"]
    assert lucia.invite("7190000000000000777").json["code"] == 0
    assert mock_world.effect_log()[0]["account"] == "7190000000000000777"


def test_pages_can_be_made_smaller(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("POST", SEARCH, do="paginate", size=3, times=None)

    pages = [lucia.post(SEARCH, keyword="cocina", page=page).data for page in range(1, 6)]

    assert [len(page["list"]) for page in pages] == [3, 3, 3, 3, 1]
    assert len({row["account_id"] for page in pages for row in page["list"]}) == 13


def test_a_session_dies_after_some_more_requests(mock_world: World, lucia: Visitor) -> None:
    mock_world.fault("GET", LINKS, do="expire_session", after=2)

    codes = [lucia.get(LINKS).json["code"] for _ in range(4)]

    assert codes == [0, 0, 98001002, 98001002]
    assert "Join now" in lucia.get("/homepage").text


def test_the_date_can_be_off(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    mock_world.fault("GET", LINKS, do="skew", seconds=-3600)

    told = parsedate_to_datetime(lucia.get(LINKS).headers["date"])

    assert (mock_world.now() - told).total_seconds() // 1 == 3600


VICTIM = """
import http.client, sys
host, path, body, cookie = sys.argv[1:]
connection = http.client.HTTPConnection(host)
sys.stdin.readline()
connection.request("POST", path, body, {"cookie": cookie})
connection.getresponse().read()
"""


@pytest.mark.parametrize("at", ["before_commit", "after_commit", "half_answer"])
def test_the_client_can_be_killed(mock_world: World, lucia: Visitor, at: str) -> None:
    host, body = urlsplit(mock_world.origin).netloc, json.dumps({"account_id": LUZ})
    command = [sys.executable, "-c", VICTIM, host, SEND, body, f"sessionid={lucia.cookies['sessionid']}"]
    client = subprocess.Popen(command, stdin=subprocess.PIPE)
    mock_world.fault("POST", SEND, do="kill_client", pid=client.pid, at=at)

    client.communicate(b"go\n", timeout=10)

    assert client.returncode == -signal.SIGKILL
    assert eventually(lambda: mock_world.effects("invite") == 1)
