"""How a shop stands, put together from what the ledger, the roster and the rules say; nothing is read here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from agent.domain.jobs import JobState
from agent.domain.ledger import LinkState
from agent.domain.lines import crossed, first_line
from agent.domain.violation import Standing, System

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from agent.domain.identity import ShopId
    from agent.domain.jobs import Job
    from agent.domain.ledger import Claim, Invitation, Lease, Link
    from agent.domain.roster import Login, Shop
    from agent.domain.rules import Rule, Rules
    from agent.domain.survey import Figure, JobCount, Survey

T = TypeVar("T")
UNLINKS, ADDS = "unlinks", "showcase_adds"
EVER: Final = "ever"
LATELY: Final = timedelta(days=14)  # longer than any wait after an unlink
_AT_REST: Final = frozenset({JobState.DONE, JobState.REFUSED})


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of so many."""

    used: int
    most: int

    @property
    def left(self) -> int:
        """How many are left."""
        return max(0, self.most - self.used)


@dataclass(frozen=True, slots=True)
class Wait:
    """Whom time lets go, and when."""

    handle: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """What is told of one shop, out of a survey of all."""

    links: Sequence[Link] = ()
    invitations: Sequence[Invitation] = ()
    unsettled: Sequence[Claim] = ()
    jobs: Sequence[JobCount] = ()
    waiting: Sequence[Job] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    lease: Lease | None = None
    challenged: datetime | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One shop as people look at it."""

    shop: Shop
    login: Login
    known: Known
    places: Quota
    unlinks: Quota
    showcases: Mapping[str, Quota]
    cooling: tuple[Wait, ...]
    rests_until: datetime | None
    lines: Mapping[System, Rule[int]]
    due: int
    next_due: datetime | None

    @property
    def linked(self) -> list[Link]:
        """Those that take a place."""
        return [one for one in self.known.links if one.state is not LinkState.UNLINKED]

    @property
    def free(self) -> int:
        """Places that nobody takes; an invitation takes one until it is over."""
        return self.places.left

    @property
    def standing(self) -> Standing | None:
        """The figure that the portal named last: score, rating or points."""
        told = [(one, self.known.figures[one]) for one in System if one in self.known.figures]
        shown = [one for one in told if one[1].value.isdecimal()]
        system, figure = max(shown, key=lambda one: one[1].at, default=(None, None))
        return Standing(system, int(figure.value)) if system and figure else None

    @property
    def figure(self) -> System:
        """Its name; where none was shown yet, the article's."""
        return self.standing.system if self.standing else System.CREDIT_SCORE

    @property
    def line(self) -> int:
        """Its first line."""
        return self.lines[self.figure].value

    @property
    def score_is_low(self) -> bool:
        """Whether it is beyond that."""
        return crossed(self.standing, self.lines[self.figure], self.figure)

    @property
    def needs_person(self) -> int:
        """How many things here wait for a person."""
        return len(self.known.waiting) + len(self.known.unsettled) + (self.rests_until is not None)

    @property
    def busiest(self) -> Quota | None:
        """Today's showcase quota of the account that has used most of it; None where no account is linked."""
        return max(self.showcases.values(), key=lambda one: one.used, default=None)

    @property
    def soonest(self) -> datetime | None:
        """When the first of the invitations runs out."""
        return min((one.expires_at for one in self.known.invitations if one.expires_at), default=None)


def by_shop(survey: Survey, shops: Sequence[Shop]) -> dict[ShopId, Known]:
    """What a survey tells of each shop."""
    leases = {one.login: one for one in survey.leases}
    figures: dict[ShopId, dict[str, Figure]] = {}
    for one in survey.figures:
        figures.setdefault(one.shop, {})[one.name] = one
    links, invited = sorted_out(survey.links), sorted_out(survey.invitations)
    jobs, waiting = sorted_out(survey.jobs), sorted_out(survey.waiting)
    unsettled = sorted_out(survey.unsettled, attrgetter("key.shop"))
    return {
        shop.id: Known(
            links=links.get(shop.id, ()),
            invitations=invited.get(shop.id, ()),
            unsettled=unsettled.get(shop.id, ()),
            jobs=jobs.get(shop.id, ()),
            waiting=waiting.get(shop.id, ()),
            figures=figures.get(shop.id, {}),
            lease=leases.get(shop.login),
            challenged=survey.challenges.get(shop.login),
        )
        for shop in shops
    }


def sorted_out(rows: Iterable[T], shop_of: Callable[[T], ShopId] = attrgetter("shop")) -> dict[ShopId, list[T]]:
    """Rows by the shop that each is about."""
    found: dict[ShopId, list[T]] = {}
    for one in rows:
        found.setdefault(shop_of(one), []).append(one)
    return found


def days_of(shops: Sequence[Shop], now: datetime) -> frozenset[str]:
    """The dates that it is now in the shops' zones."""
    return frozenset(today(zone, now) for zone in {one.zone for one in shops})


def today(zone: str, now: datetime) -> str:
    """The date in a zone."""
    return now.astimezone(ZoneInfo(zone)).date().isoformat()


@dataclass(frozen=True, slots=True)
class Moment:
    """What all cards of one look share."""

    now: datetime
    spent: Mapping[tuple[str, str, str], int]
    by_others: Mapping[ShopId, int]

    def card(self, shop: Shop, login: Login, known: Known, rules: Rules) -> Card:
        """One shop as it stands now."""
        day, now = today(shop.zone, self.now), self.now
        linked = [one for one in known.links if one.state is not LinkState.UNLINKED]
        most_adds = rules.showcase_adds_per_day.value
        due = [one for one in known.jobs if one.state not in _AT_REST and one.due_at]
        return Card(
            shop=shop,
            login=login,
            known=known,
            places=_places(len(linked) + len(known.invitations), known, rules),
            unlinks=self._unlinks(shop, known, rules),
            showcases={one.handle: Quota(self.spent.get((ADDS, one.account, day), 0), most_adds) for one in linked},
            cooling=tuple(_cooling(known, rules, now)),
            rests_until=_rest(known, rules, now),
            lines={one: first_line(one, rules) for one in System},
            due=sum(one.count for one in due if one.due_at and one.due_at <= now),
            next_due=min((one.due_at for one in due if one.due_at), default=None),
        )

    def _unlinks(self, shop: Shop, known: Known, rules: Rules) -> Quota:
        """By the ledger, or by the portal's own counter where that leaves fewer; without one, by all that was seen."""
        most = rules.lifetime_unlinks.value
        ours = self.spent.get((UNLINKS, shop.id, EVER), 0) + self.by_others.get(shop.id, 0)
        shown = known.figures.get("unlinks_left")
        theirs = most - int(shown.value) if shown and shown.value.isdecimal() else 0
        return Quota(max(ours, theirs), most)


def _places(taken: int, known: Known, rules: Rules) -> Quota:
    """How many the portal gives, where it has said so; else our rule."""
    _, _, shown = known.figures["slots"].value.partition("/") if "slots" in known.figures else ("", "", "")
    return Quota(taken, int(shown) if shown.isdecimal() else rules.channel_slots.value)


def _cooling(known: Known, rules: Rules, now: datetime) -> list[Wait]:
    """The accounts that cannot be bound again yet."""
    wait = rules.rebind_cooldown.value + rules.time_margin.value
    ended = [(one.handle, one.until.astimezone(UTC) + wait) for one in known.links if one.until]
    return [Wait(handle, until) for handle, until in ended if until > now]


def _rest(known: Known, rules: Rules, now: datetime) -> datetime | None:
    """Until when the shop's login presses nothing after a challenge."""
    until = known.challenged + rules.challenge_pause.value if known.challenged else now
    return until if until > now else None
