"""The target is never guessed: of two hundred names that a person could mistake, none is taken for the one meant."""

from __future__ import annotations

import pytest
from lookalikes import LOOKALIKES

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.seen import Hit, Listing
from agent.errors import AskPerson, Code
from agent.flows.target import the_one

pytestmark = pytest.mark.fast

ID, OTHER = AccountId("7100000000000000001"), AccountId("7100000000000000002")


def listing(*hits: Hit, total: int | None = None) -> Listing[Hit]:
    return Listing(hits, len(hits) if total is None else total)


def refused(target: Target, hits: Listing[Hit]) -> AskPerson:
    with pytest.raises(AskPerson) as told:
        the_one(target, hits)
    return told.value


def ident(value: object) -> str | None:
    return ascii(value) if isinstance(value, str) else None


def test_there_are_two_hundred_of_them() -> None:
    assert len({(wanted, shown) for wanted, shown, _ in LOOKALIKES if wanted != shown}) >= 200


@pytest.mark.parametrize(("wanted", "shown", "points"), LOOKALIKES, ids=ident)
def test_a_lookalike_alone_is_refused_and_its_code_points_are_told(wanted: str, shown: str, points: str) -> None:
    error = refused(Target(Handle(wanted)), listing(Hit(OTHER, shown, "Alice")))

    assert (error.code, error.exit) == (Code.E_TARGET_NOT_PROVEN, 24)
    assert points in error.params["detail"]
    assert error.params["detail"].isascii()
    assert error.params["detail"].isprintable()


@pytest.mark.parametrize(("wanted", "shown", "points"), LOOKALIKES, ids=ident)
def test_beside_a_lookalike_the_exact_one_is_taken_in_whatever_order(wanted: str, shown: str, points: str) -> None:
    _ = points
    real, false = Hit(ID, wanted, "x"), Hit(OTHER, shown, wanted)

    assert the_one(Target(Handle(wanted)), listing(false, real)) is real
    assert the_one(Target(Handle(wanted)), listing(real, false)) is real


@pytest.mark.parametrize(("wanted", "shown", "points"), LOOKALIKES, ids=ident)
def test_a_pinned_account_that_now_looks_different_is_refused(wanted: str, shown: str, points: str) -> None:
    _ = points
    error = refused(Target(Handle(wanted), ID), listing(Hit(ID, shown, wanted)))

    assert (error.code, error.exit) == (Code.E_TARGET_CHANGED, 24)


def test_a_nickname_is_not_a_handle() -> None:
    error = refused(Target(Handle("alice")), listing(Hit(OTHER, "bob", "alice")))

    assert (error.params["why"], error.params["detail"]) == ("only_a_nickname", "bob (U+0062 U+006F)")


def test_a_recycled_handle_is_refused() -> None:
    error = refused(Target(Handle("alice"), ID), listing(Hit(OTHER, "alice", "")))

    assert (error.code, error.params["detail"], error.params["value"]) == (
        Code.E_TARGET_CHANGED,
        "now_another_id",
        OTHER,
    )


def test_a_renamed_account_is_refused() -> None:
    error = refused(Target(Handle("alice"), ID), listing(Hit(ID, "alice.new", "")))

    assert (error.code, error.params["detail"], error.params["value"]) == (
        Code.E_TARGET_CHANGED,
        "now_called",
        "alice.new",
    )


def test_of_two_exact_ones_none_is_taken() -> None:
    error = refused(Target(Handle("alice")), listing(Hit(ID, "alice", ""), Hit(OTHER, "alice", "")))

    assert (error.code, error.exit) == (Code.E_TARGET_AMBIGUOUS, 24)


def test_of_two_exact_ones_the_pinned_is_taken() -> None:
    hits = listing(Hit(OTHER, "alice", ""), Hit(ID, "alice", ""))

    assert the_one(Target(Handle("alice"), ID), hits).account_id == ID


@pytest.mark.parametrize("total", [0, 2, 100])
def test_an_incomplete_list_proves_nothing(total: int) -> None:
    error = refused(Target(Handle("alice")), listing(Hit(ID, "alice", ""), total=total))

    assert (error.code, error.params["detail"]) == (Code.E_TARGET_NOT_PROVEN, f"1/{total}")


def test_a_list_without_a_total_proves_nothing() -> None:
    error = refused(Target(Handle("alice")), Listing((Hit(ID, "alice", ""),), None))

    assert error.code is Code.E_TARGET_NOT_PROVEN


def test_nothing_found_is_no_target() -> None:
    assert refused(Target(Handle("alice")), listing()).code is Code.E_TARGET_NOT_PROVEN


@pytest.mark.parametrize("odd", ["", "12", "x", '1"],*', "7100000000000000001 ", "\uff17" * 19, "7" * 33])
def test_an_account_whose_id_is_none_is_no_target(odd: str) -> None:
    error = refused(Target(Handle("alice")), listing(Hit(AccountId(odd), "alice", "")))

    assert (error.code, error.params["why"]) == (Code.E_TARGET_NOT_PROVEN, "not_an_id")
    assert error.params["value"].isascii()


def test_a_flood_of_lookalikes_is_told_in_few_words() -> None:
    flood = [Hit(AccountId(str(71 * 10**17 + number)), f"alice\u200b{number}", "x" * 9999) for number in range(500)]

    error = refused(Target(Handle("alice")), listing(*flood))

    assert error.params["detail"].count("U+200B") == 5
    assert len(error.params["detail"]) < 300


def test_the_most_dangerous_name_is_told_first() -> None:
    strangers = [Hit(AccountId(f"71000000000000001{number:02}"), f"alice{number}", "") for number in range(20)]

    error = refused(Target(Handle("alice")), listing(*strangers, Hit(OTHER, "\u0430\u04cf\u0456\u0441\u0435", "")))

    assert error.params["detail"].startswith("\\u0430\\u04cf\\u0456\\u0441\\u0435 (U+0430")
