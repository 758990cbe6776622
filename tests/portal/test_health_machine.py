"""Whatever the platform, a seller and the clock do in whatever order, appeals and scores keep their promises."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from health_visitor import PNG
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from portal_visitor import GB

from mock_portal.areas.health.deeds import accept, appeal, issue, reject, remove, upload
from mock_portal.areas.health.measure import shop_measure
from mock_portal.areas.health.model import Action, Appeal, AppealFile, AppealState, Kind, Violation
from mock_portal.areas.health.rules import appeals_of, deadline, draft_of, standing, upheld
from mock_portal.book import Book
from mock_portal.deeds import Done, RefusedError
from mock_portal.world import Account, Shop, World

ACCOUNTS = ("", "a1", "a2")
which, accounts = some.integers(0, 3), some.sampled_from(ACCOUNTS)


class Appeals(RuleBasedStateMachine):
    """One shop, two accounts, and everybody who can change their standing."""

    measured_by = "credit_score"

    def __init__(self) -> None:
        super().__init__()
        shop = Shop(GB, "Harbour", "GB", "Europe/London", "Home", measured_by=self.measured_by, score=90, rating=90)
        people = [Account(name, name, name, "GB") for name in ACCOUNTS if name]
        self.world, self.now = (
            World(shops=Book.of([shop]), accounts=Book.of(people)),
            datetime(2026, 3, 20, 9, tzinfo=UTC),
        )
        self.count, self.done = 0, list[str]()

    def number(self) -> str:
        self.count += 1
        return f"{self.count:05d}"

    def do(self, done: Done) -> None:
        self.world, self.done = done.world, [*self.done, *done.kinds]

    def one(self, place: int) -> Violation | None:
        known = list(self.world.table(Violation).values())
        return known[place % len(known)] if known else None

    @rule(account=accounts, points=some.sampled_from([0, 3, 9, 40]))
    def found(self, account: str, points: int) -> None:
        self.do(issue(self.world, Violation(self.number(), GB, Kind.INFRINGEMENT, points, self.now, account)))

    @rule(place=which, size=some.sampled_from([10, 10, 500_001]), digest=some.sampled_from("abc"))
    def uploaded(self, place: int, size: int, digest: str) -> None:
        if one := self.one(place):
            file = AppealFile(self.number(), GB, one.id, "p.png", "png", size + len(PNG), digest, self.now)
            with suppress(RefusedError):
                self.do(upload(self.world, file))

    @rule(place=which)
    def file_removed(self, place: int) -> None:
        for file in list(self.world.table(AppealFile).values())[place : place + 1]:
            with suppress(RefusedError):
                self.do(remove(self.world, file))

    @rule(place=which)
    def appealed(self, place: int) -> None:
        if one := self.one(place):
            before = standing(self.world, one, self.now)
            with suppress(RefusedError):
                self.do(appeal(self.world, Appeal(self.number(), GB, one.id, "why", self.now)))
                assert before.until
                assert self.now < before.until

    @rule(place=which, good=some.booleans())
    def decided(self, place: int, *, good: bool) -> None:
        if one := self.one(place):
            with suppress(RefusedError):
                self.do((accept if good else reject)(self.world, one, self.now, ""))

    @rule(hours=some.sampled_from([1, 24, 24 * 5, 24 * 12, 24 * 15, 24 * 60]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    def lost(self, days: int) -> int:
        """The points of what stands and is not older."""
        since = self.now - timedelta(days=days)
        found = self.world.table(Violation).values()
        return sum(one.points for one in found if upheld(self.world, one) and one.at > since)

    @invariant()
    def the_figure_is_what_stands(self) -> None:
        expected = {
            "credit_score": 90 - self.lost(9999),
            "health_rating": max(0, 90 - self.lost(180)),
            "violation_points": self.lost(90),
        }
        assert shop_measure(self.world, GB, self.now).value == expected[self.measured_by] >= 0

    @invariant()
    def accounts_carry_what_stands_against_them(self) -> None:
        for account in self.world.accounts.values():
            mine = [one for one in self.world.table(Violation).values() if one.account == account.id]
            against = [one for one in mine if upheld(self.world, one)]
            frozen = any(one.action is Action.FROZEN for one in against)
            assert (account.violations, account.status) == (len(against), "restricted" if frozen else "normal")

    @invariant()
    def tries_are_two_at_most_and_one_at_a_time(self) -> None:
        for one in self.world.table(Violation).values():
            tries = appeals_of(self.world, one.id)
            assert len(tries) <= 2
            assert all(made.state is AppealState.FAILED for made in tries[:-1])
            assert not tries or tries[0].at < deadline(self.world, one)

    @invariant()
    def files_are_few_small_and_different(self) -> None:
        for one in self.world.table(Violation).values():
            draft = draft_of(self.world, one.id)
            assert len({file.digest for file in draft}) == len(draft) <= 5
        assert all(file.size <= 500_000 for file in self.world.table(AppealFile).values())

    @invariant()
    def effects_are_what_happened(self) -> None:
        tries = self.world.table(Appeal).values()
        states = [one.state for one in tries]
        assert self.done.count("appeal") == len(states)
        assert self.done.count("appeal_accept") == states.count(AppealState.SUCCESS)
        assert self.done.count("appeal_reject") == states.count(AppealState.FAILED)


class Ratings(Appeals):
    """The same with a health rating, whose violations are forgotten after half a year."""

    measured_by = "health_rating"


class Points(Appeals):
    """The same with violation points, which are counted up and end after a quarter of a year."""

    measured_by = "violation_points"


TestAppeals, TestRatings, TestPoints = Appeals.TestCase, Ratings.TestCase, Points.TestCase
TestAppeals.settings = TestRatings.settings = TestPoints.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    suppress_health_check=list(HealthCheck),
)
