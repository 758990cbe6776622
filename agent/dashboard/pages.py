"""How every page is made: its reader's words, what the frame around it shows, and forms that come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, RedirectResponse

from agent.dashboard.children import Children
from agent.dashboard.gallery import Gallery
from agent.dashboard.looks import Looks
from agent.dashboard.streams import Closing
from agent.dashboard.voice import Voice, wanted
from agent.wiring.boards import LANGUAGES, environment
from agent.wiring.numbers import warm_up

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from agent.dashboard.doors import Place
    from agent.dashboard.keys import Keys
    from agent.domain.roster import Shop
    from agent.wiring.boards import Board

_TEMPLATES: Final = Path(__file__).parent / "templates"
# The pages that only say one thing.
MESSAGES: Final = ("lost", "closed", "unclear", "no_reason", "busy", "trouble", "crash")
LANGUAGE_COOKIE: Final = "companion-lang"
_A_YEAR: Final = 365 * 24 * 3600


@dataclass
class Desk:
    """What the pages share: the operator's board, what was looked at last, what was started, and who may come in."""

    board: Board
    place: Place
    keys: Keys
    closing: Closing = field(default_factory=Closing)

    @cached_property
    def looks(self) -> Looks:
        """All shops as they stand."""
        return Looks(self.board)

    @cached_property
    def gallery(self) -> Gallery:
        """Shops' numbers as pictures."""
        return Gallery(self.board)

    @cached_property
    def children(self) -> Children:
        """What was started here."""
        return Children(self.board.options)

    @cached_property
    def templates(self) -> Environment:
        """Our templates."""
        return environment(_TEMPLATES)

    async def warm_up(self) -> None:
        """Look at all shops once, start what draws, read the templates: whoever comes first need not wait for it."""
        warm_up()
        await self.looks.cards()
        for name in self.templates.list_templates(["html"]):
            self.templates.get_template(name)

    def voice(self, request: Request) -> Voice:
        """The words of a reader."""
        language = wanted(
            request.query_params.get("lang"),
            request.cookies.get(LANGUAGE_COOKIE),
            request.headers.get("accept-language", ""),
            self.board.house.language,
        )
        return Voice(self.board.words(language), self.board.clock.now())

    def page(self, request: Request, template: str, status: int = 200, /, **values: object) -> Response:
        """A page; a language that its address asks for is kept for the next ones."""
        voice = self.voice(request)
        frame = {"voice": voice, "say": voice.say, "here": request.url.path, "languages": LANGUAGES}
        made = self.templates.get_template(template).render(frame | {"trouble": self.board.trouble} | values)
        answer = HTMLResponse(made, status, {"content-language": voice.tag})
        if request.query_params.get("lang") == voice.say.language:
            answer.set_cookie(LANGUAGE_COOKIE, voice.say.language, _A_YEAR, samesite="strict", httponly=True)
        return answer

    async def start(self, request: Request, words: Sequence[str], shop: Shop) -> Response:
        """Start a command, and look at it; or say that something of this login goes on."""
        language, now = self.voice(request).say.language, self.board.clock.now()
        child = await self.children.start(words, shop, language, now)
        return see(f"/work/{child.number}") if child else self.page(request, "message.html", 409, kind="busy")

    def lost(self, request: Request) -> Response:
        """Nothing is at this address."""
        return self.page(request, "message.html", 404, kind="lost")


async def form(request: Request) -> Mapping[str, str]:
    """What a form says, each field once; the doors have seen to it that it is short."""
    text = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(text, max_num_fields=20, keep_blank_values=True)) if text.count("&") < 20 else {}  # noqa: PLR2004 - as many fields


def see(address: str) -> Response:
    """Look there now, which a page that is shown again does not send once more."""
    return RedirectResponse(address, 303)
