"""What happens in the chat: a bot first, then a queue, then a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mock_portal.areas.help.model import Chat, ChatState, TicketState
from mock_portal.areas.help.tickets import must_be_a_letter
from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from mock_portal.areas.help.model import Post, Ticket
    from mock_portal.world import World


def chat_of(world: World, shop: str) -> Chat | None:
    """The chat that a shop is in."""
    mine = world.table(Chat).about("shop", shop)
    return next((one for one in mine if one.state is not ChatState.ENDED), None)


def begin(world: World, chat: Chat, hello: Post) -> Done:
    """The seller opens the chat; there is one at a time."""
    if chat_of(world, chat.shop):
        raise RefusedError(reason="chat_open")
    return _done(world.with_rows(chat, hello), chat, "chat_begin")


def say(world: World, chat: Chat, post: Post, answer: Post | None) -> Done:
    """The seller says something; a bot answers at once, people take their time."""
    must_be_a_letter(world, post.text)
    said = [post, *([answer] if answer and chat.state is ChatState.BOT else [])]
    return _done(world.with_rows(*said), chat, "chat_say")


def hand_over(world: World, chat: Chat, ticket: Ticket, note: Post) -> Done:
    """The seller wants a person: the chat becomes a ticket and waits in the queue (facts 2.9)."""
    _must_be(chat, ChatState.BOT)
    waiting = replace(chat, state=ChatState.QUEUED, ticket=ticket.id)
    return _done(world.with_rows(ticket, waiting, note), chat, "chat_hand_over")


def join(world: World, chat: Chat, note: Post) -> Done:
    """A person of the platform takes the next one out of the queue."""
    _must_be(chat, ChatState.QUEUED)
    return _done(world.with_rows(replace(chat, state=ChatState.PERSON), note), chat, "chat_join")


def speak(world: World, chat: Chat, post: Post) -> Done:
    """The person says something."""
    _must_be(chat, ChatState.PERSON)
    must_be_a_letter(world, post.text)
    return _done(world.with_rows(post), chat, "chat_speak")


def end(world: World, chat: Chat, tickets: list[Ticket]) -> Done:
    """Either side ends it; what a person had taken up counts as resolved, what still waits stays open."""
    settled = [replace(one, state=TicketState.RESOLVED) for one in tickets if chat.state is ChatState.PERSON]
    return _done(world.with_rows(replace(chat, state=ChatState.ENDED), *settled), chat, "chat_end")


def _must_be(chat: Chat, state: ChatState) -> None:
    if chat.state is not state:
        raise RefusedError(reason="chat_state")


def _done(world: World, chat: Chat, kind: str) -> Done:
    return Done(world, (kind,), chat.shop, "")
