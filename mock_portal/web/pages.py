"""The page shells: who may see which, in which language, with the header's context; scripts fill in the rest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from mock_portal import reshape
from mock_portal.areas.greetings.rules import greetings
from mock_portal.form_tokens import tokens_of
from mock_portal.rights import barred, first_open, hidden, refuses
from mock_portal.texts import known
from mock_portal.web.answers import NO_STORE
from mock_portal.web.asked import any_session, bites, faults_of, login_of, portal_of, session_of, texts_of
from mock_portal.web.chip import chip
from mock_portal.web.regions import led_away
from mock_portal.web.shops import first_shops

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request

    Endpoint = Callable[[Request], Awaitable[Response]]

_CSP = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
# Parts of the site that exist only as menu entries so far, with the key of their name.
SECTIONS = {
    "/order": "shell.orders",
    "/product/manage": "shell.products",
    "/product/showcase": "showcase.overview",
    "/promotion/marketing-tools": "shell.marketing",
    "/compass/data-overview": "shell.data",
    "/account-health": "shell.health",
    "/content-check": "shell.check",
    "/message-center": "shell.messages",
    "/help-center": "shell.help",
}
LINKED = "/profile/linked-accounts"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def shell(request: Request, name: str, status: int = 200, area: str = "", **context: object) -> Response:
    """One page: its template, the texts for its script (with those of its area), and what faults do to it."""
    texts, portal, login = texts_of(request), portal_of(request), login_of(request)
    html = _TEMPLATES.get_template(f"{name}.html").render(
        t=texts,
        page=name,
        build=portal.build,
        arranged=portal.skin.block,
        data={
            "texts": texts.of(area),
            "faults": _page_faults(request),
            "form_tokens": bool(tokens_of(request)),
            "skin": portal.skin.told,
            "lacks": login.lacks if login else (),
        },
        **context,
    )
    headers = {**NO_STORE, "content-security-policy": _CSP, "x-content-type-options": "nosniff"}
    answer = Response(portal.skin.worded(html), status, headers, "text/html")
    if known(wish := request.query_params.get("lang")):
        answer.set_cookie("portal_lang", str(wish), samesite="lax")
    return answer


def _page_faults(request: Request) -> dict[str, Any]:
    """The faults that the page itself plays."""
    return {
        "captcha": bool(bites(request, "captcha")),
        "confirm": [fault.args["text"] for fault in bites(request, "native_confirm")],
        "popup": [fault.args["url"] for fault in bites(request, "popup")],
        "cover": [fault.args["selector"] for fault in bites(request, "cover")],
        "disabled_for": [fault.args for fault in bites(request, "disabled_for")],
        "swap": [fault.args for fault in bites(request, "swap_on_hover")],
        "quota": [fault.args["text"] for fault in bites(request, "quota_display")],
        "typed_only": [fault.args["selector"] for fault in bites(request, "typed_only")],
        "leads_away": [fault.args for fault in bites(request, "leads_away")],
        "window": [fault.args["size"] for fault in bites(request, "virtual_list")],
        "torn": [fault.args for fault in bites(request, "torn_numbers") if "seconds" in fault.args],
        "mask": [fault.args for fault in bites(request, "mask_stays")],
        "reshape": reshape.for_page(bites(request, "reshape"), portal_of(request).skin),
        "twice": _twice(request),
        "chip": chip(request).late,
    }


def _twice(request: Request) -> list[str]:
    """The paths that this session's page sends twice."""
    session = any_session(request)
    shops = ("", session.shop if session else "")
    return [one.path for one in faults_of(request).active("double_handler") if one.shop in shops]


def public(path: str, name: str) -> Route:
    """A page that needs no session."""

    async def endpoint(request: Request) -> Response:
        return shell(request, name)

    return Route(path, endpoint)


def behind_login(path: str, name: str, area: str = "") -> Route:
    """A seller's page: without a session one is sent to the login, with a dead one the shop window is shown."""

    async def endpoint(request: Request) -> Response:
        session = any_session(request)
        if session is None or (session.account and not session.dead):
            return RedirectResponse("/account/login", 302, NO_STORE)
        if session.dead:
            return _outside(request)
        shown = name if _allowed(request) else "no_right"
        return led_away(request, session) or shell(request, shown, area=area, **_seller(request))

    return Route(path, endpoint)


def _allowed(request: Request) -> bool:
    """Whether the session's login has the right to this page; out of a shop that was dropped, it is led to another."""
    login, session = login_of(request), session_of(request)
    if login is None or session is None:
        return True
    if session.shop not in login.shops:
        session.shop = first_open(login)
    return not (barred(login, session.shop) or refuses(login, "GET", request.url.path))


def behind_creator_login(path: str, name: str, area: str = "") -> Route:
    """A creator's page."""

    async def endpoint(request: Request) -> Response:
        session = any_session(request)
        if session is None or (session.login and not session.dead):
            return RedirectResponse("/m/login", 302, NO_STORE)
        if session.dead:
            return _outside(request)
        world = portal_of(request).world
        return shell(request, name, area=area, creator=world.accounts[session.account], site=world.site)

    return Route(path, endpoint)


def _outside(request: Request) -> Response:
    """The marketing page for everybody, at whatever address, in English only."""
    return shell(request, "outside")


def _seller(request: Request) -> dict[str, Any]:
    portal, session = portal_of(request), session_of(request)
    login = portal.world.logins[session.login if session else ""]
    shop = portal.world.shops[session.shop if session else ""]
    return {
        "path": request.url.path,
        "sections": SECTIONS,
        "login": login,
        "shop": shop,
        "chip": chip(request).shown,
        "greetings": greetings(portal.world, login, shop),
        "shops_listed": first_shops(portal.world, login),
        "hidden": [one for one in (*SECTIONS, LINKED) if hidden(login, one)],
    }


async def _front(request: Request) -> Response:
    return RedirectResponse("/homepage" if session_of(request) else "/account/login", 302, NO_STORE)


async def _login(request: Request) -> Response:
    session = session_of(request)
    if session and session.login:
        return RedirectResponse("/homepage", 302, NO_STORE)
    return shell(request, "login")


async def _two_step(request: Request) -> Response:
    return shell(request, "two_step", form=_code_form(request))


async def _two_step_form(request: Request) -> Response:
    """What stands in the frame; only this site may frame it."""
    answer = shell(request, "two_step_framed", form="one")
    answer.headers["content-security-policy"] = _CSP.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return answer


def _code_form(request: Request) -> str:
    """How the login that waits for its code is asked for it."""
    portal = portal_of(request)
    login = portal.second_factor.waiting(request.cookies.get("passport_ticket", ""))
    return portal.world.logins[login].code_form if login else "one"


async def missing(request: Request) -> Response:
    """An address that nothing is behind."""
    return shell(request, "missing", 404)


def _script_json(data: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    return Markup(text)  # noqa: S704 - no sign that HTML knows is left


_TEMPLATES.filters["script_json"] = _script_json

ROUTES = [
    Route("/", _front),
    Route("/account/login", _login),
    Route("/account/two-step", _two_step),
    Route("/account/two-step/form", _two_step_form),
    public("/maintenance", "maintenance"),
    behind_login("/homepage", "home", "greetings"),
    *(behind_login(path, "section") for path in SECTIONS),
    behind_login("/profile/seller-profile", "profile"),
    behind_login(LINKED, "linked_accounts", "unlinking"),
    behind_login(f"{LINKED}/invitations", "invitations"),
    public("/m/login", "creator_login"),
    behind_creator_login("/m/inbox", "inbox"),
    behind_creator_login("/m/identity", "identity"),
]
