"""What the notification center tells: news of the world file, and what others have done to the shop."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.model import AppealState, Violation
from mock_portal.areas.health.rules import standing
from mock_portal.areas.help.model import Notice, NoticeRead, Subject
from mock_portal.deeds import Done
from mock_portal.world import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mock_portal.world import World

_INVITATIONS, _LINKS, _HEALTH = "/profile/linked-accounts/invitations", "/profile/linked-accounts", "/account-health"
_TICKETS = "/help-center/tickets"
# Which effects are news, under what, and where they lead; what a seller has done is no news to sellers.
_NEWS = {
    "accept": (Subject.ACCOUNT, _INVITATIONS),
    "decline": (Subject.ACCOUNT, _INVITATIONS),
    "app_decline": (Subject.ACCOUNT, _LINKS),
    "link": (Subject.ACCOUNT, _LINKS),
    "reject": (Subject.PRIORITY, _INVITATIONS),
    "unlink_request": (Subject.PRIORITY, _LINKS),
    "unlink_withdraw": (Subject.ACCOUNT, _LINKS),
    "unlink_auto": (Subject.ACCOUNT, _LINKS),
    "violation": (Subject.VIOLATIONS, _HEALTH),
    "appeal_accept": (Subject.VIOLATIONS, _HEALTH),
    "appeal_reject": (Subject.VIOLATIONS, _HEALTH),
    "ticket_answer": (Subject.PRIORITY, _TICKETS),
    "ticket_resolve": (Subject.ACCOUNT, _TICKETS),
}
_WARNING = timedelta(hours=48)


def notices(world: World, effects: Iterable[dict[str, Any]], shop: str, now: datetime) -> list[Notice]:
    """A shop's news, newest first."""
    told = [*world.table(Notice).about("shop", shop)]
    told += [*_done_by_others(effects, shop), *_expired(world, shop, now), *_closing(world, shop, now)]
    return sorted(told, key=lambda one: (one.at, one.id), reverse=True)


def is_read(world: World, notice: Notice) -> bool:
    """Whether somebody of the shop has read it."""
    return notice.id in world.table(NoticeRead)


def read(world: World, shop: str, seen: Iterable[Notice]) -> Done:
    """Mark some as read."""
    return Done(world.with_rows(*(NoticeRead(one.id, shop) for one in seen)), ("notice_read",), shop, "")


def _done_by_others(effects: Iterable[dict[str, Any]], shop: str) -> Iterator[Notice]:
    for one in effects:
        if one.get("shop") == shop and one["kind"] in _NEWS and one["detail"]["by"] != "seller":
            subject, link = _NEWS[one["kind"]]
            at = datetime.fromisoformat(one["at"])
            yield Notice(f"effect-{one['seq']}", shop, subject, one["kind"], at, one["account"], link)


def _expired(world: World, shop: str, now: datetime) -> Iterator[Notice]:
    for one in world.invitations.about("shop", shop):
        if one.stage_at(now) is Stage.EXPIRED:
            name = f"expired-{one.id}"
            yield Notice(name, shop, Subject.ACCOUNT, "expired", one.expires_at, one.account, _INVITATIONS)


def _closing(world: World, shop: str, now: datetime) -> Iterator[Notice]:
    """A violation that nobody has appealed against, while its window is about to close."""
    for one in world.table(Violation).about("shop", shop):
        seen = standing(world, one, now)
        if seen.state is AppealState.TO_APPEAL and seen.until and seen.until - now <= _WARNING:
            name, link = f"closing-{one.id}", f"{_HEALTH}/violation?violation_id={one.id}"
            yield Notice(name, shop, Subject.PRIORITY, "closing", seen.until - _WARNING, one.account, link)
