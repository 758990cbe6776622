"""When an appeal may be made, what waits for it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mock_portal.areas.health.model import Appeal, AppealFile, AppealState, Violation

if TYPE_CHECKING:
    from mock_portal.world import World

_DAY = timedelta(days=1)
_SATURDAY = 5
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a violation's appeal stands; `until` is set while one may be made, and says how long."""

    state: AppealState
    until: datetime | None = None


def working_days_after(moment: datetime, zone: str, days: int) -> datetime:
    """The midnight, on the clocks of a zone, that ends the last of so many working days after an instant's own day."""
    place = ZoneInfo(zone)
    day = moment.astimezone(place).date()
    while days:
        day += _DAY
        days -= day.weekday() < _SATURDAY
    return datetime.combine(day + _DAY, time.min, place).astimezone(UTC)


def deadline(world: World, violation: Violation) -> datetime:
    """Until when the first appeal can be made."""
    zone, days = world.shops[violation.shop].zone, world.limits.appeal_working_days
    return violation.deadline or working_days_after(violation.at, zone, days)


def appeals_of(world: World, violation: str) -> list[Appeal]:
    """The tries so far, oldest first."""
    mine = (one for one in world.table(Appeal).values() if one.violation == violation)
    return sorted(mine, key=lambda one: (one.at, one.id))


def standing(world: World, violation: Violation, now: datetime) -> Standing:
    """Where the appeal stands now: nobody has to write that a window has closed."""
    tries = appeals_of(world, violation.id)
    if not tries:
        end = deadline(world, violation)
        return Standing(AppealState.TO_APPEAL, end) if now < end else Standing(AppealState.CLOSED)
    last = tries[-1]
    if last.state is not AppealState.FAILED or last.decided_at is None:
        return Standing(last.state)
    again = last.decided_at + timedelta(days=world.limits.second_appeal_days)
    return Standing(AppealState.FAILED, again if len(tries) < _TRIES and now < again else None)


def upheld(world: World, violation: Violation) -> bool:
    """Whether the violation counts: no appeal has taken it back."""
    return all(one.state is not AppealState.SUCCESS for one in appeals_of(world, violation.id))


def draft_of(world: World, violation: str) -> list[AppealFile]:
    """What is uploaded for the next try, oldest first."""
    files = world.table(AppealFile).values()
    mine = (one for one in files if one.violation == violation and not one.appeal)
    return sorted(mine, key=lambda one: (one.at, one.id))
