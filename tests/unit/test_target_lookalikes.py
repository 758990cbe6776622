"""The target is never guessed: of a hundred names that a person could mistake, none is taken for the one meant."""

from __future__ import annotations

import pytest

from agent.domain.identity import AccountId, Handle, Target
from agent.domain.seen import Hit, Listing
from agent.errors import AskPerson, Code
from agent.flows.target import the_one

pytestmark = pytest.mark.fast

ID, OTHER = AccountId("7100000000000000001"), AccountId("7100000000000000002")

# wanted, shown instead, and what a person is told of the difference
LOOKALIKES = [
    # homoglyphs: Cyrillic, Greek, Armenian, Latin cousins, mathematical and enclosed letters
    ("alice", "\u0430lice", "U+0430"),
    ("alice", "al\u0456ce", "U+0456"),
    ("alice", "ali\u0441e", "U+0441"),
    ("alice", "alic\u0435", "U+0435"),
    ("alice", "\u0430l\u0456\u0441\u0435", "U+0430"),
    ("alice", "\u0251lice", "U+0251"),
    ("alice", "al\u0131ce", "U+0131"),
    ("alice", "al\u03b9ce", "U+03B9"),
    ("alice", "a\u04cfice", "U+04CF"),
    ("alice", "\u03b1lice", "U+03B1"),
    ("alice", "al\u1e2bce", "U+1E2B"),
    ("alice", "alic\u00e9", "U+00E9"),
    ("alice", "alice\u0301", "U+0301"),
    ("alice", "\U0001d41alice", "U+1D41A"),
    ("alice", "\U0001d4b6\U0001d4c1\U0001d4be\U0001d4b8\U0001d452", "U+1D4B6"),
    ("alice", "\u24d0lice", "U+24D0"),
    ("alice", "\u1d00lice", "U+1D00"),
    ("pop", "\u0440\u043e\u0440", "U+0440"),
    ("pop", "p\u03bfp", "U+03BF"),
    ("pop", "p\u0585p", "U+0585"),
    ("pop", "\u2374op", "U+2374"),
    ("max", "m\u0430\u0445", "U+0445"),
    ("yes", "\u0443es", "U+0443"),
    ("scope", "\u0455cope", "U+0455"),
    ("jess", "\u0458ess", "U+0458"),
    ("kate", "\u043aate", "U+043A"),
    ("dan", "\u0501an", "U+0501"),
    ("hub", "\u04bbub", "U+04BB"),
    # signs that are not seen
    ("alice", "alice\u200b", "U+200B"),
    ("alice", "al\u200bice", "U+200B"),
    ("alice", "\u200balice", "U+200B"),
    ("alice", "ali\u200cce", "U+200C"),
    ("alice", "ali\u200dce", "U+200D"),
    ("alice", "alice\u2060", "U+2060"),
    ("alice", "\ufeffalice", "U+FEFF"),
    ("alice", "al\u00adice", "U+00AD"),
    ("alice", "ali\u034fce", "U+034F"),
    ("alice", "alice\ufe0f", "U+FE0F"),
    ("alice", "alice\u180e", "U+180E"),
    ("alice", "alice\u3164", "U+3164"),
    ("alice", "alice\U000e0061", "U+E0061"),
    ("alice", "alice\x00", "U+0000"),
    ("alice", "al\x08ice", "U+0008"),
    # white space
    ("alice", "alice ", "U+0020"),
    ("alice", " alice", "U+0020"),
    ("alice", "alice\u00a0", "U+00A0"),
    ("alice", "\u2009alice", "U+2009"),
    ("alice", "al\u2003ice", "U+2003"),
    ("alice", "alice\u3000", "U+3000"),
    ("alice", "alice\n", "U+000A"),
    ("alice", "alice\t", "U+0009"),
    # direction
    ("alice", "\u202eecila", "U+202E"),
    ("alice", "\u202aalice\u202c", "U+202A"),
    ("alice", "\u2067alice", "U+2067"),
    ("alice", "alice\u200f", "U+200F"),
    # width and case
    ("alice", "\uff41\uff4c\uff49\uff43\uff45", "U+FF41"),
    ("alice", "alic\uff45", "U+FF45"),
    ("alice", "Alice", "U+0041"),
    ("alice", "ALICE", "U+0041"),
    ("alice", "al\u0130ce", "U+0130"),
    ("kate", "\u212aate", "U+212A"),
    ("strasse", "stra\u00dfe", "U+00DF"),
    ("file", "\ufb01le", "U+FB01"),
    # plain letters that look alike
    ("marnie", "mamie", ""),
    ("mamie", "marnie", "U+006E"),
    ("alice", "aIice", "U+0049"),
    ("alice", "a1ice", "U+0031"),
    ("alice", "al1ce", "U+0031"),
    ("aIice", "alice", "U+006C"),
    ("cool.shop", "c00l.shop", "U+0030"),
    ("cool.shop", "cooI.shop", "U+0049"),
    ("clare", "dare", "U+0064"),
    ("viv", "vvv", ""),
    ("wow", "vvow", "U+0076"),
    # dots, lines and order
    ("alice", "alice.", "U+002E"),
    ("alice", "alice_", "U+005F"),
    ("alice", ".alice", "U+002E"),
    ("alice", "_alice", "U+005F"),
    ("alice", "a.lice", "U+002E"),
    ("a_lice", "a.lice", "U+002E"),
    ("a.lice", "alice", ""),
    ("alice", "a\u2024lice", "U+2024"),
    ("alice", "alice\uff0e", "U+FF0E"),
    ("alice", "alice\u3002", "U+3002"),
    ("a_lice", "a\uff3flice", "U+FF3F"),
    ("alice", "alcie", ""),
    ("alice", "alicee", ""),
    ("alice", "aalice", ""),
    ("alice", "alice2", "U+0032"),
    ("alice", "alic", ""),
    ("alice", "@alice", "U+0040"),
    ("alice", "@@alice", "U+0040"),
    ("alice", "", ""),
]


def listing(*hits: Hit, total: int | None = None) -> Listing[Hit]:
    return Listing(hits, len(hits) if total is None else total)


def refused(target: Target, hits: Listing[Hit]) -> AskPerson:
    with pytest.raises(AskPerson) as told:
        the_one(target, hits)
    return told.value


def ident(value: object) -> str | None:
    return ascii(value) if isinstance(value, str) else None


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
