"""The calls behind the chat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.help.articles import fitting
from mock_portal.areas.help.chats import begin, chat_of, end, hand_over, say
from mock_portal.areas.help.model import Author, Category, Chat, Post, Ticket
from mock_portal.areas.help.ticket_calls import API, post_row
from mock_portal.areas.help.tickets import posts_of, unread
from mock_portal.deeds import RefusedError
from mock_portal.web.answers import call
from mock_portal.web.asked import fields_of, portal_of, seen_world, seller_of, texts_of, word

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.portal import Portal


async def _look(request: Request) -> dict[str, Any]:
    """The chat that is open, with everything that was said in it."""
    world, texts = seen_world(request), texts_of(request)
    chat = chat_of(world, seller_of(request).shop)
    if chat is None:
        return {"chat": None, "posts": [], "unread": 0}
    told = {"chat_id": chat.id, "state": chat.state, "ticket_id": chat.ticket}
    posts = [post_row(texts, one) for one in posts_of(world, chat.id)]
    return {"chat": told, "posts": posts, "unread": len(unread(world, chat.shop, chat.id))}


async def _begin(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    chat = Chat(portal.new_id(), session.shop, portal.clock.now())
    portal.do(begin(portal.world, chat, bot(portal, chat, "help.bot.hello")), session, "seller")
    return {"chat_id": chat.id}


async def _say(request: Request) -> dict[str, Any]:
    portal, session, text = portal_of(request), seller_of(request), word(await fields_of(request), "text")
    chat, article = _open_chat(request), fitting(texts_of(request), text)
    post = Post(portal.new_id(), chat.shop, chat.id, Author.SELLER, text, portal.clock.now())
    answer = bot(portal, chat, "help.bot.found" if article else "help.bot.unsure", article)
    portal.do(say(portal.world, chat, post, answer), session, "seller")
    return {"post_id": post.id}


async def _hand_over(request: Request) -> dict[str, Any]:
    portal, session, chat = portal_of(request), seller_of(request), _open_chat(request)
    said = [one.text for one in posts_of(portal.world, chat.id) if one.author is Author.SELLER]
    text = said[-1] if said else texts_of(request)("help.chat.wish")
    ticket = Ticket(portal.new_id(), chat.shop, Category.OTHER, text, portal.clock.now(), chat=chat.id)
    portal.do(hand_over(portal.world, chat, ticket, bot(portal, chat, "help.bot.queued")), session, "seller")
    return {"ticket_id": ticket.id}


async def _end(request: Request) -> dict[str, Any]:
    portal, chat = portal_of(request), _open_chat(request)
    portal.do(end(portal.world, chat, tickets_from(portal, chat)), seller_of(request), "seller")
    return {}


def _open_chat(request: Request) -> Chat:
    chat = chat_of(portal_of(request).world, seller_of(request).shop)
    if chat is None:
        raise RefusedError(reason="no_chat")
    return chat


def tickets_from(portal: Portal, chat: Chat) -> list[Ticket]:
    """The ticket that a hand-over has made."""
    return [one for one in portal.world.table(Ticket).values() if one.id == chat.ticket]


def bot(portal: Portal, chat: Chat, key: str, article: str = "") -> Post:
    """What the machine says, as a key of its sentences."""
    return Post(portal.new_id(), chat.shop, chat.id, Author.BOT, key, portal.clock.now(), article)


ROUTES = [
    call("GET", f"{API}/chat/get", _look),
    call("POST", f"{API}/chat/begin", _begin),
    call("POST", f"{API}/chat/send", _say),
    call("POST", f"{API}/chat/transfer", _hand_over),
    call("POST", f"{API}/chat/end", _end),
]
