"""What happens on the phone: leave for the TikTok app, authorize there, or decline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.seller_app.model import Jump, JumpState, Owner
from mock_portal.deeds import Done, RefusedError, accept, invite
from mock_portal.rules import Wish, eligibility

if TYPE_CHECKING:
    from datetime import datetime

    from mock_portal.world import World


def leave(wish: Wish, jump_id: str) -> Done:
    """Open the TikTok app for an account that may be bound."""
    failed = next((check for check in eligibility(wish) if not check.passed), None)
    if failed:
        raise RefusedError(failed.name)
    jump = Jump(jump_id, wish.shop.id, wish.account.id, wish.now)
    return Done(wish.world.with_rows(jump), ("app_jump",), wish.shop.id, wish.account.id)


def authorize(wish: Wish, jump: Jump, invitation_id: str) -> Done:
    """The account's owner agrees on the spot: an invitation and its acceptance in one."""
    _must_be_open(jump, wish.now)
    sent = invite(wish, invitation_id)
    agreed = accept(sent.world, sent.world.invitations[invitation_id], wish.now)
    done = replace(jump, state=JumpState.AUTHORIZED)
    kinds = ("app_authorize", *agreed.kinds[1:])
    return Done(agreed.world.with_rows(done), kinds, jump.shop, jump.account, invitation_id)


def decline(world: World, jump: Jump, now: datetime) -> Done:
    """The account's owner says no."""
    _must_be_open(jump, now)
    gone = replace(jump, state=JumpState.DECLINED)
    return Done(world.with_rows(gone), ("app_decline",), jump.shop, jump.account)


def answered(world: World, now: datetime) -> Done | None:
    """The next jump whose owner has been waited for long enough, answered; None where there is none."""
    for jump in world.table(Jump).about("state", JumpState.OPEN):
        owner = world.table(Owner).get(jump.account)
        if owner and jump.state_at(now) is JumpState.OPEN and (now - jump.at).total_seconds() >= owner.after:
            return _said(world.without_rows(owner), jump, owner.answer, now)
    return None


def _said(world: World, jump: Jump, answer: JumpState, now: datetime) -> Done:
    match answer:
        case JumpState.AUTHORIZED:
            account = world.accounts[jump.account]
            wish = Wish(world, world.shops[jump.shop], account, now, account.region, (account.region,))
            try:
                return authorize(wish, jump, str(int(jump.id) + 1))  # between two numbers that are given out
            except RefusedError:  # what has become impossible meanwhile
                return decline(world, jump, now)
        case JumpState.DECLINED:
            return decline(world, jump, now)
        case _:
            return Done(world.with_rows(replace(jump, state=answer)), ("app_time_out",), jump.shop, jump.account)


def _must_be_open(jump: Jump, now: datetime) -> None:
    if jump.state_at(now) is not JumpState.OPEN:
        raise RefusedError(reason="jump_gone")
