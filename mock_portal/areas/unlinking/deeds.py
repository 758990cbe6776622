"""What people do to end a link, and what happens by itself when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.unlinking.model import RequestState, UnlinkRequest
from mock_portal.areas.unlinking.rules import due_at, obstacles, pending
from mock_portal.deeds import Done, RefusedError, unlink

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mock_portal.rules import Wish
    from mock_portal.world import World


def end(wish: Wish) -> Done:
    """The seller ends the link; an open request of the creator's is answered by it."""
    _must_be_free(wish)
    asked = pending(wish.world, wish.shop.id, wish.account.id)
    world = wish.world.with_rows(replace(asked, state=RequestState.APPROVED)) if asked else wish.world
    return unlink(world, wish.shop.id, wish.account.id, wish.now)


def end_again(wish: Wish) -> Done:
    """The same by a portal that does not look whether the link has ended: a second time counts as a second unlink."""
    if wish.world.link_of(wish.account.id):
        return end(wish)
    ended = [one for one in wish.world.bonds.about("account", wish.account.id) if one.shop == wish.shop.id]
    once_more = wish.world.with_link(replace(ended[-1], unlinked_at=wish.now))
    return Done(once_more, ("unlink",), wish.shop.id, wish.account.id)


def ask(wish: Wish, number: str, *, again: bool = False) -> Done:
    """The creator asks to be unlinked; `again` does not look whether a request is open."""
    _must_be_free(wish)
    if not again and pending(wish.world, wish.shop.id, wish.account.id):
        raise RefusedError(reason="unlink_asked")
    asked = UnlinkRequest(number, wish.shop.id, wish.account.id, wish.now)
    return Done(wish.world.with_rows(asked), ("unlink_request",), asked.shop, asked.account)


def withdraw(world: World, request: UnlinkRequest) -> Done:
    """The creator takes the request back."""
    return _answered(world, request, RequestState.WITHDRAWN, "unlink_withdraw")


def decline(world: World, request: UnlinkRequest) -> Done:
    """The seller keeps the link."""
    return _answered(world, request, RequestState.DECLINED, "unlink_decline")


def approve(wish: Wish, request: UnlinkRequest, ending: Callable[[Wish], Done] = end) -> Done:
    """The seller agrees: it uses up an unlink, as if the seller had begun it."""
    if ending is end:
        _must_be_open(request)
    return replace(ending(wish), kinds=("unlink_approve", "unlink"))


def overdue(world: World, now: datetime) -> Done | None:
    """The next request that nobody has answered in time, agreed to; None where there is none."""
    waiting = world.table(UnlinkRequest).about("state", RequestState.PENDING)
    late = next((one for one in waiting if due_at(one, world) <= now), None)
    if late is None:
        return None
    agreed = world.with_rows(replace(late, state=RequestState.AUTO_APPROVED))
    try:
        return replace(unlink(agreed, late.shop, late.account, due_at(late, world)), kinds=("unlink_auto", "unlink"))
    except RefusedError:  # the link is gone already, or no unlink is left: the request ends without effect
        return Done(
            world.with_rows(replace(late, state=RequestState.DECLINED)), ("unlink_lapse",), late.shop, late.account
        )


def _answered(world: World, request: UnlinkRequest, state: RequestState, kind: str) -> Done:
    _must_be_open(request)
    return Done(world.with_rows(replace(request, state=state)), (kind,), request.shop, request.account)


def _must_be_open(request: UnlinkRequest) -> None:
    if request.state is not RequestState.PENDING:
        raise RefusedError(reason="unlink_gone")


def _must_be_free(wish: Wish) -> None:
    if found := obstacles(wish):
        raise RefusedError(found[0].reason)
