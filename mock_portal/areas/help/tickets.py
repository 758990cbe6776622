"""What happens to tickets, and to what is said in them and in chats."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.help.model import Author, Post, Ticket, TicketFile, TicketState
from mock_portal.areas.papers import objection
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from mock_portal.world import World


def tickets_of(world: World, shop: str) -> list[Ticket]:
    """A shop's tickets, newest first."""
    mine = world.table(Ticket).about("shop", shop)
    return sorted(mine, key=lambda one: (one.at, one.id), reverse=True)


def posts_of(world: World, thread: str) -> list[Post]:
    """What was said in one ticket or chat, oldest first."""
    mine = world.table(Post).about("thread", thread)
    return sorted(mine, key=lambda one: (one.at, one.id))


def unread(world: World, shop: str, thread: str = "") -> list[Post]:
    """What people of the platform have said and nobody of the shop has seen yet."""
    said = (one for one in world.table(Post).about("shop", shop) if one.author is Author.SUPPORT)
    return [one for one in said if not one.read and thread in ("", one.thread)]


def files_of(world: World, shop: str, ticket: str = "") -> list[TicketFile]:
    """What was handed in with a ticket, or waits for the shop's next one; oldest first."""
    mine = (one for one in world.table(TicketFile).about("shop", shop) if one.ticket == ticket)
    return sorted(mine, key=lambda one: (one.at, one.id))


def upload(world: World, file: TicketFile) -> Done:
    """The seller adds a file to the ticket that is being written."""
    if against := objection(world.limits, files_of(world, file.shop), file):
        raise RefusedError(against)
    return Done(world.with_rows(file), ("ticket_upload",), file.shop, "")


def remove(world: World, file: TicketFile) -> Done:
    """The seller takes a file out of it again."""
    if file.ticket:
        raise RefusedError(reason="no_file")
    return Done(world.without_rows(file), ("ticket_upload_removed",), file.shop, "")


def opened(world: World, ticket: Ticket) -> Done:
    """The seller asks, with everything that was uploaded for it."""
    must_be_a_letter(world, ticket.text)
    sent = (replace(one, ticket=ticket.id) for one in files_of(world, ticket.shop))
    return _done(world.with_rows(ticket, *sent), ticket, "ticket_open")


def reply(world: World, ticket: Ticket, post: Post) -> Done:
    """The seller says more; then it is the platform's turn again."""
    return _said(world, ticket, post, TicketState.OPEN, "ticket_reply")


def answer(world: World, ticket: Ticket, post: Post) -> Done:
    """A person of the platform answers."""
    return _said(world, ticket, post, TicketState.ANSWERED, "ticket_answer")


def resolve(world: World, ticket: Ticket) -> Done:
    """A person of the platform closes it."""
    _must_be_unresolved(ticket)
    return _done(world.with_rows(replace(ticket, state=TicketState.RESOLVED)), ticket, "ticket_resolve")


def read(world: World, shop: str, thread: str) -> Done:
    """The seller has seen what was said."""
    seen = (replace(one, read=True) for one in unread(world, shop, thread))
    return Done(world.with_rows(*seen), ("posts_read",), shop, "")


def must_be_a_letter(world: World, text: str) -> None:
    """Refuse what is empty or too long."""
    if not text.strip() or len(text) > world.limits.letters:
        raise RefusedError(reason="help_text")


def _said(world: World, ticket: Ticket, post: Post, state: TicketState, kind: str) -> Done:
    _must_be_unresolved(ticket)
    must_be_a_letter(world, post.text)
    return _done(world.with_rows(post, replace(ticket, state=state)), ticket, kind)


def _must_be_unresolved(ticket: Ticket) -> None:
    if ticket.state is TicketState.RESOLVED:
        raise RefusedError(reason="ticket_resolved")


def _done(world: World, ticket: Ticket, kind: str) -> Done:
    return Done(world, (kind,), ticket.shop, "")
