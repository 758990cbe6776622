"""The portal's own rules, asked over HTTP: what it shows, and what it refuses all the same."""

from __future__ import annotations

from datetime import datetime

import pytest
from portal_visitor import GB, LINKS, LOGIN_GLOBAL, LOGIN_MX, MX, SENT, TH, VERIFY, Visitor, account_id

from mock_portal.client import ControlRefusedError, World

pytestmark = pytest.mark.fast
LIVE, LUZ, HOGAR, RAFA, VALE, BOGOTA = (account_id(number) for number in (2, 3, 4, 5, 6, 7))
KATE, OFFICIAL, CANDLES, TEA = (account_id(number) for number in (8, 9, 10, 11))
TINY = account_id(32)
PLOY, NAN, LAB, DAILY = (account_id(number) for number in (12, 13, 14, 15))


@pytest.mark.parametrize(
    ("account", "failed"),
    [(LUZ, []), (VALE, ["adult"]), (BOGOTA, ["region"]), (LIVE, ["other_shop"]), (KATE, ["region"])],
)
def test_the_mexican_shop_sees_why_an_account_does_not_fit(lucia: Visitor, account: str, failed: list[str]) -> None:
    assert lucia.failed_checks(account) == failed


@pytest.mark.parametrize(
    ("account", "failed"),
    [(KATE, []), (OFFICIAL, ["official"]), (CANDLES, ["other_shop"]), (TEA, ["cooldown"])],
)
def test_the_british_shop_sees_why_an_account_does_not_fit(mei: Visitor, account: str, failed: list[str]) -> None:
    assert mei.failed_checks(account) == failed


@pytest.mark.parametrize(("account", "failed"), [(PLOY, []), (NAN, ["violations"]), (LAB, ["status"])])
def test_the_thai_shop_sees_why_an_account_does_not_fit(mei: Visitor, account: str, failed: list[str]) -> None:
    assert mei.switch(TH).failed_checks(account) == failed


@pytest.mark.parametrize("account", [VALE, BOGOTA, LIVE])
def test_the_server_refuses_what_the_page_would_not_have_sent(mock_world: World, lucia: Visitor, account: str) -> None:
    assert lucia.invite(account).json["code"] == 17008001
    assert mock_world.effect_log() == []


def test_a_refusal_speaks_the_language_of_the_login(lucia: Visitor, mei: Visitor) -> None:
    assert lucia.invite(VALE).json["message"] == "The account owner is under 18."
    assert mei.invite(OFFICIAL).json["message"] == "该账号为店铺官方账号。"


def test_an_account_that_nobody_knows_is_refused(lucia: Visitor) -> None:
    assert lucia.invite("7100000000000000999").json["message"] == "This account does not exist."


def test_the_slots_count_links_and_open_invitations(lucia: Visitor) -> None:
    sent = [lucia.invite(account).json["code"] for account in (LUZ, HOGAR, RAFA)]

    assert sent == [0, 0, 0]
    assert lucia.get(LINKS).data["slots"] == {"used": 4, "max": 4}
    assert lucia.failed_checks(account_id(20)) == ["slots"]
    assert lucia.invite(account_id(20)).json["message"] == "No marketing account slots are left."


def test_a_shop_on_probation_has_one_slot(mei: Visitor) -> None:
    mei.switch(TH).invite(PLOY)

    assert mei.failed_checks(DAILY) == ["slots"]


def test_a_second_invitation_of_the_same_pair_is_refused(mock_world: World, lucia: Visitor) -> None:
    lucia.invite(LUZ)

    assert lucia.failed_checks(LUZ) == ["invitation"]
    assert lucia.invite(LUZ).json["code"] == 17008001
    assert mock_world.effects("invite") == 1


def test_an_invitation_expires_after_48_hours(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    lucia.invite(LUZ)

    mock_world.advance(hours=48, seconds=-1)
    assert lucia.get(SENT).data["list"][0]["stage"] == "pending"
    mock_world.advance(seconds=1)

    assert lucia.get(SENT).data["list"][0]["stage"] == "expired"
    assert lucia.get(LINKS).data["slots"]["used"] == 1


def test_an_expired_invitation_cannot_be_accepted(mock_world: World, lucia: Visitor) -> None:
    lucia.invite(LUZ)
    mock_world.advance(hours=49)

    with pytest.raises(ControlRefusedError, match="no open invitation"):
        mock_world.creator("cocina.conluz").accept()


def test_accepting_links_where_nothing_else_is_asked(mock_world: World, lucia: Visitor) -> None:
    lucia.invite(LUZ)

    assert mock_world.creator("cocina.conluz").accept() == "linked"
    assert [row["handle"] for row in lucia.get(LINKS).data["list"]] == ["casa.aurora.live", "cocina.conluz"]


def test_identity_check_and_review_come_between_where_they_are_asked(mock_world: World, mei: Visitor) -> None:
    mei.invite(KATE)
    kate = mock_world.creator("kitchen.with.kate")

    assert kate.accept() == "identity_check"
    assert kate.verify_identity() == "in_review"
    assert mock_world.reviewer("kitchen.with.kate").approve() == "linked"


def test_a_reviewer_says_why_not(mock_world: World, mei: Visitor) -> None:
    mei.invite(TINY)
    mock_world.creator("tinykitchenleeds").accept()

    mock_world.reviewer("tinykitchenleeds").reject("Profile picture shows another shop")

    row = mei.get(SENT).data["list"][0]
    assert (row["stage"], row["note"]) == ("review_rejected", "Profile picture shows another shop")
    assert mei.get(LINKS).data["slots"]["used"] == 0


def test_a_declined_invitation_frees_its_slot(mock_world: World, lucia: Visitor) -> None:
    lucia.invite(LUZ)

    mock_world.creator("cocina.conluz").decline()

    assert lucia.get(LINKS).data["slots"]["used"] == 1
    assert lucia.failed_checks(LUZ) == []


def test_an_unlinked_account_waits_24_hours(mock_world: World, lucia: Visitor) -> None:
    mock_world.freeze()
    mock_world.seller(MX).unlink("casa.aurora.live")
    until = check_named(lucia, LIVE, "cooldown")["until"]

    mock_world.set_clock(datetime.fromisoformat(until))

    assert lucia.failed_checks(LIVE) == []


def check_named(visitor: Visitor, account: str, name: str) -> dict[str, str]:
    checks: list[dict[str, str]] = visitor.post(VERIFY, account_id=account).data["checks"]
    return next(check for check in checks if check["name"] == name)


def test_a_shop_unlinks_three_times_ever(mock_world: World, lucia: Visitor) -> None:
    for handle in ("casa.aurora.live", "cocina.conluz", "hogar_bonito.mx"):
        link_if_needed(mock_world, lucia, handle)
        mock_world.seller(MX).unlink(handle)
    link_if_needed(mock_world, lucia, "tech.rafa")

    with pytest.raises(ControlRefusedError, match="unlink_limit"):
        mock_world.seller(MX).unlink("tech.rafa")


def link_if_needed(world: World, visitor: Visitor, handle: str) -> None:
    linked = {row["handle"] for row in visitor.get(LINKS).data["list"]}
    for _ in {handle} - linked:
        world.seller(MX).invite(handle)
        world.creator(handle).accept()


@pytest.mark.parametrize(("shop", "account"), [("2", "72"), ("3", "71")])
def test_ten_links_in_180_days_are_enough_for_a_shop_and_for_an_account(
    mock_world: World, lucia: Visitor, shop: str, account: str
) -> None:
    mock_world.reset(world=many_links(10))
    lucia.log_in("a@example.com", "pw").switch(shop)

    assert lucia.failed_checks(account) == ["link_limit"]
    assert check_named(lucia, account, "link_limit")["until"]


def test_nine_links_in_180_days_are_not(mock_world: World, lucia: Visitor) -> None:
    mock_world.reset(world=many_links(9))

    assert lucia.log_in("a@example.com", "pw").failed_checks("71") == []


def many_links(count: int) -> str:
    start = """
    [[login]]
    id = "1"
    email = "a@example.com"
    phone = "1"
    password = "pw"
    egress = "MX"
    shops = ["2", "3"]
    [[shop]]
    id = "2"
    name = "Shop"
    region = "MX"
    zone = "America/Mexico_City"
    category = "Beauty"
    [[shop]]
    id = "3"
    name = "Other shop"
    region = "MX"
    zone = "America/Mexico_City"
    category = "Beauty"
    [[account]]
    id = "71"
    handle = "one"
    nickname = "One"
    region = "MX"
    [[account]]
    id = "72"
    handle = "two"
    nickname = "Two"
    region = "MX"
    """
    link = """
    [[link]]
    shop = "2"
    account = "one"
    linked_hours_ago = {ago}
    unlinked_hours_ago = {ended}
    """
    return start + "".join(link.format(ago=4000 - 100 * n, ended=3990 - 100 * n) for n in range(count))


def test_the_network_must_be_in_the_country_of_a_local_shop(mock_world: World, lucia: Visitor) -> None:
    mock_world.egress(LOGIN_MX, "DE")

    assert lucia.failed_checks(LUZ) == ["egress"]
    assert lucia.get("/egress/echo").json["country"] == "DE"


@pytest.mark.parametrize(("country", "failed"), [("HK", []), ("CN", []), ("GB", ["egress"])])
def test_a_cross_border_seller_comes_from_a_declared_country(
    mock_world: World, mei: Visitor, country: str, failed: list[str]
) -> None:
    mock_world.egress(LOGIN_GLOBAL, country)

    assert mei.failed_checks(KATE) == failed
    assert f"loc={country}\n" in mei.get("/egress/trace").text


def test_the_first_shop_that_is_accepted_has_the_account(mock_world: World) -> None:
    mock_world.seller(GB).invite("kitchen.with.kate")
    mock_world.seller("7495000000000000099").invite("kitchen.with.kate")
    mock_world.creator("kitchen.with.kate").accept()

    with pytest.raises(ControlRefusedError, match="other_shop"):
        mock_world.person({"who": "creator", "handle": "kitchen.with.kate", "do": "accept", "shop": GB})
