"""What people can do to the world: each deed gives the next world, or is refused with the portal's reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mock_portal.rules import OPEN_ALREADY, eligibility, taken, unlinks_left
from mock_portal.world import Invitation, Link, Stage

if TYPE_CHECKING:
    from datetime import datetime

    from mock_portal.rules import Wish
    from mock_portal.world import World


class RefusedError(Exception):
    """The portal says no; `reason` is a key of its sentences."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Done:
    """The next world, and the kinds of effect that led there."""

    world: World
    kinds: tuple[str, ...]
    shop: str
    account: str
    invitation: str = ""


def invite(wish: Wish, invitation_id: str, *, again: bool = False) -> Done:
    """Send an invitation; everything the page has shown is checked again here, unless `again` an open one."""
    checks = [check for check in eligibility(wish) if not (again and check.name == OPEN_ALREADY)]
    failed = next((check for check in checks if not check.passed), None)
    if failed:
        raise RefusedError(failed.name)
    expires = wish.now + timedelta(hours=wish.world.limits.invitation_hours)
    made = Invitation(invitation_id, wish.shop.id, wish.account.id, wish.now, expires)
    return _done(wish.world, made, "invite")


def accept(world: World, invitation: Invitation, now: datetime) -> Done:
    """The creator accepts: on to the identity check, to the review, or straight to the link."""
    _must_be(invitation, Stage.PENDING, now)
    if taken(world, invitation.account, now):
        raise RefusedError(reason="other_shop")
    if world.accounts[invitation.account].identity_check:
        return _done(world, replace(invitation, stage=Stage.IDENTITY_CHECK), "accept")
    return _review_or_link(world, invitation, now, "accept")


def decline(world: World, invitation: Invitation, now: datetime) -> Done:
    """The creator declines."""
    _must_be(invitation, Stage.PENDING, now)
    return _done(world, replace(invitation, stage=Stage.DECLINED), "decline")


def verify_identity(world: World, invitation: Invitation, now: datetime) -> Done:
    """The creator proves who they are."""
    _must_be(invitation, Stage.IDENTITY_CHECK, now)
    return _review_or_link(world, invitation, now, "verify_identity")


def approve(world: World, invitation: Invitation, now: datetime) -> Done:
    """A reviewer lets the link happen."""
    _must_be(invitation, Stage.IN_REVIEW, now)
    return _link(world, invitation, now, "approve")


def reject(world: World, invitation: Invitation, now: datetime, reason: str) -> Done:
    """A reviewer turns the link down, with a note for the seller."""
    _must_be(invitation, Stage.IN_REVIEW, now)
    return _done(world, replace(invitation, stage=Stage.REJECTED, note=reason), "reject")


def unlink(world: World, shop: str, account: str, now: datetime) -> Done:
    """The seller ends a link; a shop can do that three times ever."""
    link = world.link_of(account)
    if link is None or link.shop != shop:
        raise RefusedError(reason="not_linked")
    if not unlinks_left(world, shop):
        raise RefusedError(reason="unlink_limit")
    return Done(world.with_unlink(link, now), ("unlink",), shop, account)


def _must_be(invitation: Invitation, stage: Stage, now: datetime) -> None:
    if invitation.stage_at(now) is not stage:
        raise RefusedError(reason="invitation_gone")


def _review_or_link(world: World, invitation: Invitation, now: datetime, kind: str) -> Done:
    if world.shops[invitation.shop].review:
        return _done(world, replace(invitation, stage=Stage.IN_REVIEW), kind)
    return _link(world, invitation, now, kind)


def _link(world: World, invitation: Invitation, now: datetime, kind: str) -> Done:
    linked = world.with_link(Link(invitation.shop, invitation.account, now))
    return _done(linked, replace(invitation, stage=Stage.LINKED), kind, "link")


def _done(world: World, invitation: Invitation, *kinds: str) -> Done:
    return Done(world.with_invitation(invitation), kinds, invitation.shop, invitation.account, invitation.id)
