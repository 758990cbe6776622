"""Account health over HTTP: points and the mark, windows by the clock, one appeal at a time, files that pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from health_visitor import (
    FAILED_GB,
    JPG,
    LATE_MX,
    OPEN_GB,
    OPEN_MX,
    OVERVIEW,
    PDF,
    PNG,
    RECORDS,
    REMOVE,
    RUNNING_GB,
    SUBMIT,
    WON_MX,
    appeal,
    detail,
    send,
    upload,
)
from portal_visitor import GB, MX, TH, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LIVE = account_id(2)


def numbers(visitor: Visitor, query: str = "") -> list[str]:
    return [row["violation_id"] for row in visitor.get(f"{RECORDS}?{query}").data["list"]]


def score(visitor: Visitor) -> int:
    return int(visitor.get(OVERVIEW).data["standing"]["value"])


def account(world: World, number: str) -> tuple[int, str]:
    (one,) = (one for one in world.state()["accounts"] if one["id"] == number)
    return one["violations"], one["status"]


def test_the_records_are_newest_first_and_only_the_shop_s_own(lucia: Visitor, mei: Visitor) -> None:
    assert numbers(lucia) == [OPEN_MX, WON_MX, LATE_MX]
    assert numbers(mei) == [OPEN_GB, RUNNING_GB, FAILED_GB]
    assert lucia.get(f"{RECORDS}?page=2").data["list"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=to_appeal", [OPEN_MX]),
        ("state=closed", [LATE_MX]),
        ("state=failed", []),
        (f"account_id={LIVE}", [WON_MX]),
        (f"account_id={LIVE}&state=to_appeal", []),
        ("state=&account_id=", [OPEN_MX, WON_MX, LATE_MX]),
    ],
)
def test_they_are_filtered_by_state_and_account(lucia: Visitor, query: str, found: list[str]) -> None:
    assert numbers(lucia, query) == found


def test_another_shop_s_violation_cannot_be_looked_at(lucia: Visitor) -> None:
    assert detail(lucia, OPEN_GB) is None
    assert upload(lucia, OPEN_GB)["message"] == "This violation does not exist."
    assert appeal(lucia, OPEN_GB)["message"] == "This violation does not exist."


@pytest.mark.parametrize(("points", "left", "in_order"), [(12, 80, True), (13, 79, False), (500, 0, False)])
def test_points_are_taken_and_below_the_mark_official_activities_end(
    mock_world: World, lucia: Visitor, points: int, left: int, *, in_order: bool
) -> None:
    mock_world.compliance().issue(MX, "infringement", points)

    told = lucia.get(OVERVIEW).data["standing"]

    assert (told["system"], told["value"], told["in_order"]) == ("credit_score", left, in_order)
    assert told["crossed"] == (None if in_order else 80)
    assert lucia.get("/api/v1/seller/shop/overview").data["standing"] == told


@pytest.mark.parametrize(("points", "status"), [(12, "normal"), (13, "restricted")])
def test_below_the_mark_the_account_is_frozen(mock_world: World, lucia: Visitor, points: int, status: str) -> None:
    made = mock_world.compliance().issue(MX, "false_promotion", points, handle="casa.aurora.live", note="Video 1")

    assert account(mock_world, LIVE) == (1, status)
    assert detail(lucia, made)["action"] == {"normal": "points_deducted", "restricted": "permission_frozen"}[status]
    assert detail(lucia, made)["note"] == "Video 1"


def test_a_violation_keeps_the_account_from_being_unlinked_until_it_is_taken_back(
    mock_world: World, lucia: Visitor
) -> None:
    made = mock_world.compliance().issue(MX, "false_promotion", 13, handle="casa.aurora.live")
    refused = lucia.post("/api/v1/seller/creator/unbind", account_id=LIVE).json
    appeal(lucia, made)

    mock_world.compliance().accept_appeal(made)

    assert refused["code"] != 0
    assert (account(mock_world, LIVE), score(lucia)) == ((0, "normal"), 92)
    assert lucia.post("/api/v1/seller/creator/unbind", account_id=LIVE).json["code"] == 0


def test_one_of_two_frozen_violations_keeps_the_account_frozen(mock_world: World, lucia: Visitor) -> None:
    first, _ = (mock_world.compliance().issue(MX, "infringement", 20, handle="casa.aurora.live") for _ in "12")
    appeal(lucia, first)

    mock_world.compliance().accept_appeal(first)

    assert account(mock_world, LIVE) == (1, "restricted")


def test_a_taken_back_violation_gives_only_the_points_that_it_cost(mock_world: World, lucia: Visitor) -> None:
    made = mock_world.compliance().issue(MX, "prohibited", 500)
    appeal(lucia, made)

    assert mock_world.compliance().accept_appeal(made) == 92


# The instant of a violation in each shop, and the one that ends its seventh working day there.
WINDOWS = {
    "on a Monday in Mexico City": (MX, "2026-11-23T18:00Z", "2026-12-03T06:00Z"),
    "on a Saturday in London": (GB, "2026-11-21T12:00Z", "2026-12-02T00:00Z"),
    "late on Sunday in London, where it is Monday in Bangkok": (TH, "2026-11-22T18:00Z", "2026-12-02T17:00Z"),
    "before London's clocks go back": (GB, "2026-10-23T12:00Z", "2026-11-04T00:00Z"),
    "before London's clocks go forward": (GB, "2027-03-22T12:00Z", "2027-03-31T23:00Z"),
}


@pytest.fixture(params=WINDOWS)
def window(request: pytest.FixtureRequest, mock_world: World, lucia: Visitor, mei: Visitor) -> Any:
    """A seller with a fresh violation, its number, and the instant that closes the window."""
    shop, *instants = WINDOWS[request.param]
    issued, ends = map(datetime.fromisoformat, instants)
    mock_world.freeze()
    mock_world.set_clock(issued)
    visitor = lucia if shop == MX else mei.switch(shop)
    visitor.cookies["portal_lang"] = "en"
    return visitor, mock_world.compliance().issue(shop, "sensitive", 1), ends


def test_an_appeal_is_taken_until_the_seventh_working_day_ends(mock_world: World, window: Any) -> None:
    visitor, made, ends = window

    mock_world.set_clock(ends - timedelta(seconds=1))

    assert datetime.fromisoformat(detail(visitor, made)["deadline"]) == ends
    assert (detail(visitor, made)["state"], appeal(visitor, made)["code"]) == ("to_appeal", 0)


def test_at_its_end_the_window_is_closed(mock_world: World, window: Any) -> None:
    visitor, made, ends = window

    mock_world.set_clock(ends)

    assert (detail(visitor, made)["state"], detail(visitor, made)["until"]) == ("closed", None)
    assert upload(visitor, made)["message"] == "The appeal window has closed."
    assert appeal(visitor, made)["message"] == "The appeal window has closed."


def test_an_appeal_is_sent_once(mock_world: World, lucia: Visitor) -> None:
    assert appeal(lucia, OPEN_MX)["data"]["state"] == "inProgress"

    assert appeal(lucia, OPEN_MX)["message"] == "An appeal for this violation is in progress."
    assert (mock_world.effects("appeal"), mock_world.effects("appeal_upload")) == (1, 1)
    assert detail(lucia, OPEN_MX)["appeals"][0]["files"][0]["name"] == "proof.png"


def test_a_success_is_final(mock_world: World, lucia: Visitor) -> None:
    appeal(lucia, OPEN_MX)
    mock_world.compliance().accept_appeal(OPEN_MX, "Taken back.")

    assert (detail(lucia, OPEN_MX)["state"], score(lucia)) == ("success", 97)
    assert detail(lucia, OPEN_MX)["appeals"][0]["note"] == "Taken back."
    assert appeal(lucia, OPEN_MX)["message"] == "This violation has been taken back already."


@pytest.mark.parametrize(("seconds", "said"), [(-1, "success"), (0, "The decision on this violation is final.")])
def test_after_a_rejection_there_are_fifteen_days_for_a_second_try(
    mock_world: World, lucia: Visitor, seconds: int, said: str
) -> None:
    mock_world.freeze()
    appeal(lucia, OPEN_MX)
    mock_world.compliance().reject_appeal(OPEN_MX)

    mock_world.advance(hours=15 * 24, seconds=seconds)

    assert appeal(lucia, OPEN_MX)["message"] == said


def test_the_second_decision_is_final(mock_world: World, lucia: Visitor) -> None:
    for _ in "12":
        appeal(lucia, OPEN_MX)
        mock_world.compliance().reject_appeal(OPEN_MX)

    assert appeal(lucia, OPEN_MX)["message"] == "The decision on this violation is final."
    assert (len(detail(lucia, OPEN_MX)["appeals"]), score(lucia)) == (2, 92)


def test_a_reviewer_decides_only_what_is_open(mock_world: World) -> None:
    with pytest.raises(ControlRefusedError, match="no_appeal"):
        mock_world.compliance().accept_appeal(OPEN_MX)


@pytest.mark.parametrize(
    ("body", "name", "said"),
    [
        (PNG, "proof.PNG", "success"),
        (JPG, "a.b.jpeg", "success"),
        (PDF, "informe año.pdf", "success"),
        (PDF, "proof.png", "Only PNG, JPG and PDF files are accepted."),
        (b"MZ\x90", "proof.exe", "Only PNG, JPG and PDF files are accepted."),
        (b"", "proof.png", "Only PNG, JPG and PDF files are accepted."),
        (PNG + b"x" * (500_000 - len(PNG)), "big.png", "success"),
        (PNG + b"x" * (500_001 - len(PNG)), "big.png", "The file is too big."),
    ],
)
def test_a_file_is_taken_by_what_it_is_and_by_its_size(lucia: Visitor, body: bytes, name: str, said: str) -> None:
    assert upload(lucia, OPEN_MX, body, name)["message"] == said


def test_what_arrives_is_what_was_sent(mock_world: World, lucia: Visitor) -> None:
    body = PNG + bytes(range(256)) + b"\r\n--\r\n\n\r"

    upload(lucia, OPEN_MX, body, "ñandú & x.png")

    (file,) = (one for one in mock_world.state()["appeal_file"] if one["violation"] == OPEN_MX)
    assert (file["size"], file["kind"], file["name"]) == (len(body), "png", "ñandú & x.png")


def test_the_same_file_is_taken_once(lucia: Visitor) -> None:
    first = upload(lucia, OPEN_MX)["data"]["file_id"]
    assert upload(lucia, OPEN_MX, name="other.png")["message"] == "This file has been uploaded already."

    lucia.post(REMOVE, file_id=first)

    assert upload(lucia, OPEN_MX)["code"] == 0


def test_five_files_are_the_most(lucia: Visitor) -> None:
    said = [upload(lucia, OPEN_MX, PNG + bytes([n]))["message"] for n in range(6)]

    assert said == ["success"] * 5 + ["No more files can be uploaded."]


def test_a_file_of_a_sent_appeal_stays(lucia: Visitor) -> None:
    appeal(lucia, OPEN_MX)
    (file,) = detail(lucia, OPEN_MX)["appeals"][0]["files"]

    assert lucia.post(REMOVE, file_id=file["file_id"]).json["message"] == "The appeal has been submitted already."


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("x" * 500, "success"),
        ("🍳" * 500, "success"),
        ("x" * 501, "Give a reason of 1 to 500 characters."),
        ("  ", "Give a reason of 1 to 500 characters."),
        ("", "Some information is not filled in correctly"),
    ],
)
def test_a_reason_has_up_to_five_hundred_characters(lucia: Visitor, reason: str, said: str) -> None:
    assert appeal(lucia, OPEN_MX, reason)["message"] == said


def test_an_appeal_needs_a_proof(lucia: Visitor) -> None:
    sent = lucia.post(SUBMIT, violation_id=OPEN_MX, reason="It was not us.").json

    assert sent["message"] == "Upload at least one supporting document."


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=e"),
        (b"--e\r\n\r\nx\r\n--e--", "multipart/form-data; boundary=e"),
        (b'--e\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--e--', "multipart/form-data; boundary=e"),
        (b'--e\r\nContent-Disposition: form-data; name="file"\r\n\r\nx', "multipart/form-data; boundary=e"),
    ],
)
def test_what_is_no_form_is_refused(lucia: Visitor, body: bytes, kind: str) -> None:
    assert send(lucia, body, kind)["message"] == "Some information is not filled in correctly"


@pytest.mark.parametrize("asked", [{"shop": "1"}, {"kind": "x"}, {"points": -1}, {"handle": "nobody"}, {"do": "x"}])
def test_a_wrong_violation_is_told(mock_world: World, asked: dict[str, object]) -> None:
    told = {"who": "compliance", "do": "issue", "shop": MX, "kind": "infringement", "points": 1} | asked

    with pytest.raises(ControlRefusedError, match=next(iter(asked))):
        mock_world.person(told)
