"""Whatever is declared, in whatever order, at whatever portal: the ledger folds, and nothing is counted twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fakes import ACCOUNT, SHOP, START, Hit
from flow_bench import Bench
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agent.domain.declared import Subject, Wish, dated, unlinks_declared
from agent.domain.identity import AccountId, Handle
from agent.domain.ledger import Outcome
from agent.errors import EXIT, CompanionError

NAMES = {ACCOUNT: Handle("alice.home"), AccountId("7100000000000000555"): Handle("bob.home")}
HOURS = some.integers(-30, 24 * 400)
WISHES = some.lists(
    some.tuples(some.sampled_from([Subject.LINK, Subject.UNLINK]), some.sampled_from(sorted(NAMES.values())), HOURS),
    max_size=3,
)
MOST, ZONE = 3, ZoneInfo(SHOP.zone)


class Adoptions(RuleBasedStateMachine):
    """One shop, its portal, and a person who says all sorts of things."""

    @initialize(left=some.sampled_from([None, 0, 1, 2, 3]), since=some.none() | some.integers(1, 300))
    def begin(self, left: int | None, since: int | None) -> None:
        self.bench = Bench()
        portal = self.bench.portal
        portal.left, portal.names = left, dict(NAMES)
        portal.hits = tuple(Hit(account, name, "") for account, name in NAMES.items())
        portal.linked_since = START - timedelta(days=since) if since else None

    def teardown(self) -> None:
        self.bench.ledger.close()

    @rule(told=WISHES, unlinks=some.none() | some.integers(0, 4), dry_run=some.booleans())
    def declare(self, told: Any, unlinks: int | None, dry_run: bool) -> None:  # noqa: FBT001 - hypothesis names it
        wishes = [Wish(subject, handle, START - timedelta(hours=hours)) for subject, handle, hours in told]
        before = len(self.bench.ask("events", limit=10_000))
        exit_ = self._tried(*wishes, unlinks=unlinks, dry_run=dry_run)
        assert exit_ in {0, 3, 21}
        if dry_run or exit_:
            assert len(self.bench.ask("events", limit=10_000)) == before
        else:
            assert self.bench.adopt(*wishes, unlinks=unlinks).outcome is Outcome.NOTHING_TO_DO

    def _tried(self, *wishes: Wish, **asked: Any) -> int:
        try:
            self.bench.adopt(*wishes, **asked)
        except CompanionError as error:
            return EXIT[error.code]
        return 0

    @rule(accounts=some.sets(some.sampled_from(sorted(NAMES))))
    def portal_changes(self, accounts: set[AccountId]) -> None:
        self.bench.portal.linked = accounts
        with suppress(CompanionError):
            self.bench.adopt()

    @rule(days=some.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.bench.clock.moment += timedelta(days=days)

    @invariant()
    def folds_and_counts_once(self) -> None:
        said = self.bench.ask("declarations", SHOP.id)
        used = self.bench.ask("spent", "unlinks", SHOP.id, "ever")
        days = [(one.subject, one.account, one.moment.astimezone(ZONE).date()) for one in said if one.moment]
        assert self.bench.ledger.check() == []
        assert used == unlinks_declared(said) == sum(one.adds for one in said)
        assert used >= len(dated(said, Subject.UNLINK))
        assert self.bench.portal.left is None or self.bench.portal.left <= MOST - used
        assert len(days) == len(set(days))


TestAdoptions = Adoptions.TestCase
TestAdoptions.settings = settings(max_examples=15, stateful_step_count=12, suppress_health_check=list(HealthCheck))
