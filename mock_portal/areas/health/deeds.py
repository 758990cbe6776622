"""What changes a shop's standing: the platform finds violations, sellers appeal, reviewers decide."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.health.measure import System, shop_measure, system_of
from mock_portal.areas.health.model import Action, Appeal, AppealFile, AppealState, Violation
from mock_portal.areas.health.rules import appeals_of, deadline, draft_of, standing, upheld
from mock_portal.areas.papers import objection
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from datetime import datetime

    from mock_portal.world import World

_PERFECT = 100
_RESTRICTED, _NORMAL = "restricted", "normal"


def issue(world: World, found: Violation) -> Done:
    """The platform finds a violation: it costs points, of a score at most those that are left.

    Where the shop's figure is then beyond its last mark, the account that did it loses its selling permission for the
    time being (source article, of the credit score; of the other figures our reading of facts 1.4).
    """
    shop = world.shops[found.shop]
    points = min(found.points, shop.score) if system_of(shop) is System.SCORE else found.points
    made = replace(found, points=points, deadline=deadline(world, found))
    world = _scored(world.with_rows(made), made.shop, -points)
    if made.account and shop_measure(world, made.shop, made.at).revoked:
        made = replace(made, action=Action.FROZEN)
    return Done(_blamed(world.with_rows(made), made), ("violation",), made.shop, made.account)


def upload(world: World, file: AppealFile) -> Done:
    """The seller adds a file to the appeal that is being written."""
    violation = world.table(Violation)[file.violation]
    _must_be_open(world, violation, file.at)
    if against := objection(world.limits, draft_of(world, violation.id), file):
        raise RefusedError(against)
    return _done(world.with_rows(file), violation, "appeal_upload")


def remove(world: World, file: AppealFile) -> Done:
    """The seller takes a file out of it again."""
    if file.appeal:
        raise RefusedError(reason="appeal_sent")
    return _done(world.without_rows(file), world.table(Violation)[file.violation], "appeal_upload_removed")


def appeal(world: World, made: Appeal) -> Done:
    """The seller sends the appeal with everything that was uploaded for it."""
    violation = world.table(Violation)[made.violation]
    _must_be_open(world, violation, made.at)
    if not made.reason.strip() or len(made.reason) > world.limits.letters:
        raise RefusedError(reason="appeal_reason")
    files = draft_of(world, violation.id)
    if not files:
        raise RefusedError(reason="appeal_no_file")
    sent = (replace(one, appeal=made.id) for one in files)
    return _done(world.with_rows(made, *sent), violation, "appeal")


def accept(world: World, violation: Violation, now: datetime, note: str) -> Done:
    """A reviewer takes the violation back, and gives its points again."""
    world = _decided(world, violation, now, AppealState.SUCCESS, note)
    world = _scored(world, violation.shop, violation.points)
    return _done(_cleared(world, violation), violation, "appeal_accept")


def reject(world: World, violation: Violation, now: datetime, note: str) -> Done:
    """A reviewer lets the violation stand."""
    return _done(_decided(world, violation, now, AppealState.FAILED, note), violation, "appeal_reject")


def _decided(world: World, violation: Violation, now: datetime, state: AppealState, note: str) -> World:
    tries = appeals_of(world, violation.id)
    if not tries or tries[-1].state is not AppealState.IN_PROGRESS:
        raise RefusedError(reason="no_appeal")
    return world.with_rows(replace(tries[-1], state=state, decided_at=now, note=note))


def _must_be_open(world: World, violation: Violation, now: datetime) -> None:
    seen = standing(world, violation, now)
    if seen.until is None:
        raise RefusedError(reason=f"appeal_{seen.state}")


def _scored(world: World, shop_id: str, points: int) -> World:
    """A credit score is written down; the other figures are counted from the violations."""
    shop = world.shops[shop_id]
    if system_of(shop) is not System.SCORE:
        return world
    return world.with_shop(replace(shop, score=min(_PERFECT, shop.score + points)))


def _blamed(world: World, violation: Violation) -> World:
    if not violation.account:
        return world
    account = world.accounts[violation.account]
    frozen = violation.action is Action.FROZEN and account.status == _NORMAL
    status = _RESTRICTED if frozen else account.status
    return world.with_account(replace(account, violations=account.violations + 1, status=status))


def _cleared(world: World, violation: Violation) -> World:
    """The account is free of it again, unless another violation holds it."""
    if not violation.account:
        return world
    account = world.accounts[violation.account]
    others = (one for one in world.table(Violation).values() if one.account == account.id and upheld(world, one))
    held = any(one.action is Action.FROZEN for one in others)
    status = _NORMAL if account.status == _RESTRICTED and not held else account.status
    return world.with_account(replace(account, violations=max(0, account.violations - 1), status=status))


def _done(world: World, violation: Violation, kind: str) -> Done:
    return Done(world, (kind,), violation.shop, violation.account)
