"""Customer service, played over the control port: it answers tickets and takes chats over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.help.chat_calls import bot, tickets_from
from mock_portal.areas.help.chats import chat_of, end, join, speak
from mock_portal.areas.help.model import Author, Chat, Post, Ticket
from mock_portal.areas.help.tickets import answer, resolve
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.deeds import Done
    from mock_portal.portal import Portal

_DEEDS = ("answer", "resolve", "join", "say", "end")


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let somebody `answer` or `resolve` a `ticket`, or `join`, `say` something in, or `end` the chat of a `shop`."""
    deed, text = asked.get("do"), str(asked.get("text", ""))
    if deed not in _DEEDS:
        raise InputError(about="do", problem=f"must be one of {', '.join(_DEEDS)}")
    if deed in ("answer", "resolve"):
        portal.do(_with_ticket(portal, _ticket(portal, asked), str(deed), text), None, "support")
    else:
        portal.do(_with_chat(portal, _chat(portal, asked), str(deed), text), None, "support")
    return {"done": deed}


def _with_ticket(portal: Portal, ticket: Ticket, deed: str, text: str) -> Done:
    if deed == "resolve":
        return resolve(portal.world, ticket)
    return answer(portal.world, ticket, _post(portal, ticket, text))


def _with_chat(portal: Portal, chat: Chat, deed: str, text: str) -> Done:
    if deed == "join":
        return join(portal.world, chat, bot(portal, chat, "help.bot.joined"))
    if deed == "say":
        return speak(portal.world, chat, _post(portal, chat, text))
    return end(portal.world, chat, tickets_from(portal, chat))


def _post(portal: Portal, thread: Ticket | Chat, text: str) -> Post:
    return Post(portal.new_id(), thread.shop, thread.id, Author.SUPPORT, text, portal.clock.now())


def _ticket(portal: Portal, asked: dict[str, Any]) -> Ticket:
    ticket = portal.world.table(Ticket).get(str(asked.get("ticket")))
    if ticket is None:
        raise InputError(about="ticket", problem=f"no {asked.get('ticket')!r}")
    return ticket


def _chat(portal: Portal, asked: dict[str, Any]) -> Chat:
    chat = chat_of(portal.world, str(asked.get("shop")))
    if chat is None:
        raise InputError(about="shop", problem="no open chat")
    return chat
