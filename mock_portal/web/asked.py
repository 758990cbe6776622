"""What a request brings along: its session, its language, its JSON, the faults that bite it, and the world it sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from mock_portal import reshape
from mock_portal.rights import barred, refuses
from mock_portal.texts import Texts, known
from mock_portal.verbs import NOT_LOGGED_IN

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.faults import Fault, Faults
    from mock_portal.portal import Portal
    from mock_portal.rules import Wish
    from mock_portal.sessions import Session
    from mock_portal.world import Login, World

BAD_REQUEST = 98001004
NOBODY = 17008004
NO_RIGHT = 98001403
# What a login may ask for in whichever shop it stands, and even in none.
_EVER = 10**9  # seconds: no list is so old
_WHEREVER = ("/api/v1/seller/shop/list", "/api/v1/seller/shop/switch", "/api/v1/stop/", "/api/v1/form_token")


class Unwelcome(Exception):  # noqa: N818 - not an error of the portal: it is what the portal answers
    """The portal's business refusal: its number, and the key of its sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def portal_of(request: Request) -> Portal:
    """The portal that is asked."""
    return cast("Portal", request.state.portal)


def faults_of(request: Request) -> Faults:
    """All faults that are set."""
    return cast("Faults", request.state.faults)


def bites(request: Request, verb: str) -> list[Fault]:
    """The faults of one verb that bite this request."""
    return [fault for fault in request.state.bites if fault.verb == verb]


def counts_each(request: Request) -> bool:
    """Whether the portal does not look if this was asked before."""
    return bool(bites(request, "counts_each"))


def any_session(request: Request) -> Session | None:
    """The cookie's session, even if it has died."""
    return cast("Session | None", request.state.session)


def session_of(request: Request) -> Session | None:
    """The cookie's session while it lives."""
    session = any_session(request)
    return None if session is None or session.dead else session


def seller_of(request: Request) -> Session:
    """The seller who asks; nobody else may."""
    session = session_of(request)
    if session is None or not session.login:
        raise Unwelcome(NOT_LOGGED_IN, "refused.not_logged_in")
    return session


def login_of(request: Request) -> Login | None:
    """The login of the session, while it lives; None for everybody else."""
    session = session_of(request)
    return portal_of(request).world.logins[session.login] if session and session.login else None


def must_be_allowed(request: Request) -> None:
    """Refuse a call that the session's login lacks the right for, or that is about a shop it may not enter."""
    login, session, path = login_of(request), session_of(request), request.url.path
    if login is None or session is None or not path.startswith("/api/"):
        return
    if barred(login, session.shop) and not path.startswith(_WHEREVER):
        raise Unwelcome(NO_RIGHT, "refused.no_shop")
    if refuses(login, request.method, path):
        raise Unwelcome(NO_RIGHT, "refused.no_right")


def creator_of(request: Request) -> Session:
    """The creator who asks; nobody else may."""
    session = session_of(request)
    if session is None or not session.account:
        raise Unwelcome(NOT_LOGGED_IN, "refused.not_logged_in")
    return session


def seen_world(request: Request) -> World:
    """The world that this answer may show: the present one, or an older one where a fault says so."""
    stale = list(bites(request, "stale_read"))
    lag = max((fault.number("seconds", 0) for fault in stale), default=0)
    return portal_of(request).seen(lag, min((fault.number("most", _EVER) for fault in stale), default=_EVER))


def page_size(request: Request, wanted: int = 0) -> int:
    """Rows on one page of a list: as a fault says, or as many as `wanted`, or the portal's own number."""
    sizes = [fault.args["size"] for fault in bites(request, "paginate")]
    return max(1, sizes[0]) if sizes else wanted or portal_of(request).world.limits.page_size


def texts_of(request: Request) -> Texts:
    """The texts in the language of the address, of the cookie or of the login, with what faults rename."""
    skin, language = portal_of(request).skin, _language(request)
    table = reshape.said(skin.texts(language), bites(request, "reshape"), skin, language)
    for fault in bites(request, "relabel"):
        table = table.renamed(fault.args["map"])
    return table


def _language(request: Request) -> str:
    speaker = cast("Session | None", request.state.speaker)
    login = portal_of(request).world.logins.get(speaker.login) if speaker else None
    wishes = (request.query_params.get("lang"), request.cookies.get("portal_lang"), login.lang if login else None)
    return next((wish for wish in wishes if wish and known(wish)), "en")


async def fields_of(request: Request) -> dict[str, Any]:
    """The JSON object that was sent."""
    try:
        sent = json.loads(await request.body() or b"{}")
    except ValueError as error:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request") from error
    if not isinstance(sent, dict):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    return sent


def word(sent: dict[str, Any], name: str) -> str:
    """One text of what was sent."""
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    return value


def page_number(value: object) -> int:
    """Which page of a list is wanted, from 1."""
    text = str(value or 1)
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004 - nobody turns a million pages


async def wish_of(request: Request) -> Wish:
    """What the seller who asks wants with the account that was sent."""
    portal, session = portal_of(request), seller_of(request)
    account = word(await fields_of(request), "account_id")
    if account not in portal.world.accounts:
        raise Unwelcome(NOBODY, "refused.nobody")
    return portal.wish(session, account)
