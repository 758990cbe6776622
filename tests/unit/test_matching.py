"""Scores: every point has its line, what nobody told is no 0, and who cannot be bound is no candidate."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.creators import Creator, Known, Sale, lookalikes
from agent.domain.identity import Handle, folded
from agent.domain.matching import Bar, Criterion, Ground, Match, Wanted
from agent.domain.scoring import ranked
from agent.matching import load_matching
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

RECIPE = load_matching([default_folder()]).recipe
ID = "1731000000000000001"
SHOP = Wanted("MX", (("Home & Kitchen", "Cookware"), ("Beauty",)), frozenset({ID}), official="casa.aurora")
LUZ = Creator(
    Handle("luz.mx"),
    region="MX",
    category=("美妆个护",),
    followers=Decimal(8000),
    engagement=Decimal("0.042"),
    audience=Decimal("0.71"),
    violations=Decimal(0),
)
SOLD_OURS = [Sale(ID), Sale(title="x", category=("Toys",))]


def scored(one: Creator, sales: list[Sale] | None = None, wanted: Wanted = SHOP, alike: tuple[str, ...] = ()) -> Match:
    known = Known(creators={folded(one.handle): one}, sales={} if sales is None else {folded(one.handle): sales})
    return ranked(known, wanted, RECIPE, {folded(one.handle): alike})[0]


def line(match: Match, criterion: Criterion) -> tuple[Ground, int | None]:
    return next((one.ground, one.points) for one in match.lines if one.criterion is criterion)


def test_a_creator_of_whom_all_is_known_is_scored_of_all_points() -> None:
    match = scored(LUZ, SOLD_OURS)

    assert [one.points for one in match.lines] == [25, 20, 15, 10, 10, 10, 0]
    assert (match.earned, match.known, match.whole, match.score) == (90, 100, 100, 90)


@pytest.mark.parametrize(
    ("category", "ground", "points"),
    [
        (("Home & Kitchen", "Cookware", "Pans"), Ground.SAME, 25),
        (("HOME & kitchen", "Storage"), Ground.NEAR, 12),
        (("Hogar y cocina",), Ground.NEAR, 12),
        (("Belleza",), Ground.SAME, 25),
        (("Toys",), Ground.OTHER, 0),
        ((), Ground.UNTOLD, None),
    ],
)
def test_a_category_counts_by_how_near_it_lies(category: tuple[str, ...], ground: Ground, points: int | None) -> None:
    assert line(scored(replace(LUZ, category=category)), Criterion.CATEGORY) == (ground, points)


@pytest.mark.parametrize(
    ("sales", "ground", "points"),
    [
        (None, Ground.UNTOLD, None),
        ([], Ground.SIMILAR, 0),
        (SOLD_OURS, Ground.OWN, 20),
        ([Sale("9", "pan", ("Beauty",)), Sale("8", "toy", ("Toys",))], Ground.SIMILAR, 10),
        ([Sale("9", "pan")], Ground.UNTOLD, None),
    ],
)
def test_what_it_sold_counts_where_somebody_told_it(
    sales: list[Sale] | None, ground: Ground, points: int | None
) -> None:
    assert line(scored(LUZ, sales), Criterion.PRODUCTS) == (ground, points)


def test_without_a_rate_it_is_views_for_each_follower() -> None:
    told = replace(LUZ, engagement=None, views=Decimal(4000))

    assert line(scored(told), Criterion.ENGAGEMENT) == (Ground.REACH, 7)
    assert line(scored(replace(told, followers=None)), Criterion.ENGAGEMENT) == (Ground.UNTOLD, None)
    assert line(scored(replace(told, followers=Decimal(0))), Criterion.ENGAGEMENT) == (Ground.UNTOLD, None)


def test_what_nobody_told_neither_gives_nor_takes() -> None:
    match = scored(replace(LUZ, audience=None, followers=None, violations=None))

    assert (match.earned, match.known, match.score) == (45, 50, 90)
    assert line(match, Criterion.POLICY) == (Ground.UNTOLD, None)


def test_of_whom_nothing_is_told_there_is_no_score_and_no_place() -> None:
    match = scored(Creator(Handle("nobody.knows")))

    assert (match.score, match.enough) == (None, False)


def test_too_little_known_comes_after_all_others_however_good() -> None:
    thin, poor = Creator(Handle("thin.one"), region="MX", category=("Beauty",)), replace(LUZ, category=("Toys",))
    known = Known(creators={"thin.one": thin, "luz.mx": poor})

    best, last = ranked(known, SHOP, RECIPE, {})

    assert (best.creator.handle, last.creator.handle, last.score) == ("luz.mx", "thin.one", 100)


@pytest.mark.parametrize(
    ("one", "wanted", "bars"),
    [
        (replace(LUZ, region="US"), SHOP, (Bar.REGION,)),
        (replace(LUZ, restricted=True), SHOP, (Bar.RESTRICTED,)),
        (LUZ, replace(SHOP, here={"luz.mx"}), (Bar.HERE,)),
        (replace(LUZ, handle=Handle("LUZ.mx")), replace(SHOP, elsewhere={"luz.mx"}), (Bar.ELSEWHERE,)),
        (replace(LUZ, handle=Handle("casa.aurora")), SHOP, (Bar.OFFICIAL,)),
        (replace(LUZ, region=""), SHOP, ()),
    ],
)
def test_who_cannot_be_bound_is_told_so(one: Creator, wanted: Wanted, bars: tuple[Bar, ...]) -> None:
    assert scored(one, wanted=wanted).bars == bars


def test_violations_and_lookalikes_take_points_off_never_below_nothing() -> None:
    match = scored(replace(LUZ, violations=Decimal(9)), alike=("1uz.mx",))

    assert [one.points for one in match.lines if one.criterion is Criterion.POLICY] == [-30, -20]
    assert scored(Creator(Handle("x.y"), region="MX", violations=Decimal(9))).score == 0


@pytest.mark.parametrize("other", ["1uz.mx", "luz_mx", "LUZMX", "iuz.mx"])
def test_handles_that_an_eye_confuses_are_told_of(other: str) -> None:
    assert lookalikes(["luz.mx", other, "quite.other"]) == {"luz.mx": (folded(other),), folded(other): ("luz.mx",)}


def test_one_and_the_same_handle_is_no_lookalike_of_itself() -> None:
    assert lookalikes(["Luz.mx", "luz.MX"]) == {}


_COUNTS = st.none() | st.decimals(0, 10**9, places=1)
_SHARES = st.none() | st.decimals(0, 1, places=4)


@given(_COUNTS, _COUNTS, _SHARES, _SHARES, _COUNTS)
def test_a_score_is_always_explained_by_its_lines(
    followers: Decimal | None,
    views: Decimal | None,
    engagement: Decimal | None,
    audience: Decimal | None,
    violations: Decimal | None,
) -> None:
    told = replace(LUZ, followers=followers, views=views, engagement=engagement, audience=audience)
    match = scored(replace(told, violations=violations))

    assert match.earned == max(0, sum(one.points for one in match.lines if one.points is not None))
    assert match.known == sum(one.most for one in match.lines if one.points is not None)
    assert match.score is not None
    assert 0 <= match.score <= 100
    assert all(one.points is None or one.points <= one.most for one in match.lines)
