"""The calls behind articles and tickets, and the counter of what nobody has read yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.help.articles import ARTICLES, body, search, title
from mock_portal.areas.help.model import Author, Category, Post, Ticket, TicketFile
from mock_portal.areas.help.tickets import files_of, opened, posts_of, read, remove, reply, tickets_of, unread, upload
from mock_portal.areas.papers import most, row, sent_form, told
from mock_portal.deeds import RefusedError
from mock_portal.web.answers import call, iso, paged
from mock_portal.web.asked import (
    BAD_REQUEST,
    Unwelcome,
    fields_of,
    page_number,
    portal_of,
    seen_world,
    seller_of,
    texts_of,
    word,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.texts import Texts
    from mock_portal.world import World

API = "/api/v1/seller/helpdesk"


async def _articles(request: Request) -> dict[str, Any]:
    seller_of(request)
    texts = texts_of(request)
    rows = [_article(texts, one) for one in search(texts, request.query_params.get("keyword", ""))]
    return paged(request, rows, page_number(request.query_params.get("page")))


async def _one_article(request: Request) -> dict[str, Any]:
    seller_of(request)
    texts, wanted = texts_of(request), request.query_params.get("article_id", "")
    if wanted not in ARTICLES:
        raise RefusedError(reason="no_article")
    return _article(texts, wanted) | {"paragraphs": body(texts, wanted).split("\n\n")}


def _article(texts: Texts, article: str) -> dict[str, Any]:
    beginning, _, _ = body(texts, article).partition("\n\n")
    return {"article_id": article, "title": title(texts, article), "beginning": beginning}


async def _tickets(request: Request) -> dict[str, Any]:
    world, shop = seen_world(request), seller_of(request).shop
    rows = [_row(world, one) for one in tickets_of(world, shop)]
    return paged(request, rows, page_number(request.query_params.get("page")))


def _row(world: World, one: Ticket) -> dict[str, Any]:
    posts = posts_of(world, one.id)
    return {
        "ticket_id": one.id,
        "category": one.category,
        "text": one.text,
        "at": iso(one.at),
        "last_at": iso(posts[-1].at if posts else one.at),
        "state": one.state,
        "from_chat": bool(one.chat),
        "unread": len(unread(world, one.shop, one.id)),
    }


async def _ticket(request: Request) -> dict[str, Any]:
    world = seen_world(request)
    one = named(world, seller_of(request).shop, request.query_params.get("ticket_id", ""))
    files = [row(file) for file in files_of(world, one.shop, one.id)]
    posts = [post_row(texts_of(request), post) for post in posts_of(world, one.id)]
    return _row(world, one) | {"files": files, "posts": posts}


def named(world: World, shop: str, number: str) -> Ticket:
    """A shop's ticket by its number."""
    found = world.table(Ticket).get(number)
    if found is None or found.shop != shop:
        raise RefusedError(reason="no_ticket")
    return found


def post_row(texts: Texts, post: Post) -> dict[str, Any]:
    """What was said, as a page needs it; a bot speaks the reader's language."""
    text = texts(post.text) if post.author is Author.BOT else post.text
    article = {"article_id": post.article, "title": title(texts, post.article)} if post.article else None
    return {"post_id": post.id, "author": post.author, "text": text, "at": iso(post.at), "article": article}


async def _open(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    if sent.get("category") not in list(Category):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    category = Category(word(sent, "category"))
    made = Ticket(portal.new_id(), session.shop, category, word(sent, "text"), portal.clock.now())
    portal.do(opened(portal.world, made), session, "seller")
    return {"ticket_id": made.id, "state": made.state}


async def _draft(request: Request) -> dict[str, Any]:
    """What waits for the next ticket, also over a new visit."""
    world, shop = seen_world(request), seller_of(request).shop
    return {"draft": [row(one) for one in files_of(world, shop)], "limits": most(world.limits)}


async def _upload(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    sent = await sent_form(request, "file")
    made = TicketFile(id=portal.new_id(), shop=session.shop, at=portal.clock.now(), **told(sent["file"]))
    portal.do(upload(portal.world, made), session, "seller")
    return row(made)


async def _remove(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    file = portal.world.table(TicketFile).get(word(await fields_of(request), "file_id"))
    if file is None or file.shop != session.shop:
        raise RefusedError(reason="no_file")
    portal.do(remove(portal.world, file), session, "seller")
    return {}


async def _reply(request: Request) -> dict[str, Any]:
    portal, session, sent = portal_of(request), seller_of(request), await fields_of(request)
    ticket = named(portal.world, session.shop, word(sent, "ticket_id"))
    said = Post(portal.new_id(), session.shop, ticket.id, Author.SELLER, word(sent, "text"), portal.clock.now())
    portal.do(reply(portal.world, ticket, said), session, "seller")
    return {"post_id": said.id}


async def _read(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), seller_of(request)
    thread = word(await fields_of(request), "thread_id")
    if unread(portal.world, session.shop, thread):
        portal.do(read(portal.world, session.shop, thread), session, "seller")
    return {"unread": len(unread(portal.world, session.shop))}


async def _unread(request: Request) -> dict[str, Any]:
    """The counter, with the capitals that the real one has (facts 2.9)."""
    waiting = unread(seen_world(request), seller_of(request).shop)
    told = [{"thread_id": one.thread, "text": one.text, "at": iso(one.at)} for one in waiting]
    return {"Count": len(waiting), "Message": told}


ROUTES = [
    call("GET", f"{API}/article/list", _articles),
    call("GET", f"{API}/article/get", _one_article),
    call("GET", f"{API}/ticket/list", _tickets),
    call("GET", f"{API}/ticket/get", _ticket),
    call("GET", f"{API}/ticket/draft", _draft),
    call("POST", f"{API}/ticket/file/upload", _upload),
    call("POST", f"{API}/ticket/file/remove", _remove),
    call("POST", f"{API}/ticket/create", _open),
    call("POST", f"{API}/ticket/reply", _reply),
    call("POST", f"{API}/read", _read),
    call("GET", "/api/v1/proxy/seller/helpdesk/unread_msg/get", _unread),
]
