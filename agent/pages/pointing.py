"""Whatever page a person stands on while he teaches: the browser's own inspector lets him point at its elements.

The inspector takes the click before the page sees it, and puts nothing into the page.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from playwright.async_api import Error as PlaywrightError

from agent.domain.pointing import Fit, Node, Pointed
from agent.domain.portal import Element
from agent.domain.proposing import ATTRIBUTES
from agent.errors import Code, LookAgain
from agent.pages.obstacles import obstacle
from agent.pages.reading import ask, read
from agent.pages.troubles import meaning
from agent.ports.learning import Pointing, Sign

if TYPE_CHECKING:
    from playwright.async_api import CDPSession, Locator

    from agent.domain.pointing import Proposal, Wanted
    from agent.pages.tab import Tab

_LANGUAGE: Final = "() => document.documentElement?.lang ?? ''"
_MARKED: Final = {"contentColor": {"r": 64, "g": 128, "b": 255, "a": 0.35}, "showInfo": True}
_ROLES: Final = {"image": "img"}  # where the browser's word is not the one that ARIA uses
_ROOT: Final = "RootWebArea"
_NAME: Final = "the person pointed"

_BY_CONTENT: Final = frozenset({"button", "link", "tab", "heading", "columnheader", "rowheader", "cell", "menuitem"})

# What the markup says of one element: never a value, and nothing of a field that holds a secret or of what is in one.
# `holds`: there are such fields in it, or any, so that what stands in them may be in its name.
_DESCRIBE: Final = """
function (sensitive, attributes) {
  const secret = 'input[type="password"], '
    + '[autocomplete^="cc-"], [autocomplete*="password"], [autocomplete="one-time-code"]';
  const inside = (css) => { try { return this.closest(css) !== null; } catch { return false; } };
  const kept = [...this.attributes].filter(({ name }) => attributes.includes(name));
  const tag = this.tagName.toLowerCase();
  const hidden = [secret, ...sensitive].some(inside);
  const fields = ['input, textarea, select, [contenteditable]', ...sensitive];
  const holds = fields.some((css) => { try { return this.querySelector(css) !== null; } catch { return false; } });
  const tells = !hidden && !holds && this.matches('button, a, th, h1, h2, h3, h4, h5, h6, [role]');
  return {
    tag,
    id: this.id,
    classes: [...this.classList],
    attributes: Object.fromEntries(kept.map(({ name, value }) => [name, value.slice(0, 80)])),
    nth: [...(this.parentNode?.children ?? [this])].filter((one) => one.localName === this.localName).indexOf(this) + 1,
    secret: hidden,
    holds,
    words: tells && this.textContent.length < 200 ? this.textContent : '',
    leaps: this.getRootNode() instanceof ShadowRoot && this.parentNode === this.getRootNode(),
  };
}
"""


# Who hits the words beside a field means the field.
_LABELLED: Final = "function () { return this.closest('label')?.control ?? this; }"


class PointingPage(Pointing):
    """The tab itself, at whatever address the person takes it to."""

    def __init__(self, tab: Tab) -> None:
        """A page is given a tab and cannot open one."""
        self.tab = tab
        self._happened = asyncio.Queue[Sign | int]()
        self._session: CDPSession | None = None

    async def arrive(self) -> None:
        """Go to the seller's home, whatever it is called; raises AskPerson where a login or challenge is shown."""
        tab, page = self.tab, self.tab.page
        tab.heading = "home.heading"
        try:
            await page.goto(tab.portal.address("seller", "home"), wait_until="domcontentloaded")
            tab.language = await self.language()
            in_the_way = await obstacle(tab, tab.heading)
        except PlaywrightError as error:
            raise meaning(error, tab.heading) from None
        if in_the_way:
            raise in_the_way
        await self._listen()

    async def _listen(self) -> None:
        page = self.tab.page
        self._session = session = await page.context.new_cdp_session(page)
        session.on("Overlay.inspectNodeRequested", lambda event: self._happened.put_nowait(event["backendNodeId"]))
        session.on("Overlay.inspectModeCanceled", lambda _: self._happened.put_nowait(Sign.ESCAPED))
        page.on("requestfailed", lambda _: self._happened.put_nowait(Sign.STOPPED))
        page.on("close", lambda _: self._happened.put_nowait(Sign.CLOSED))
        for domain in ("DOM", "Overlay"):
            await session.send(f"{domain}.enable")

    async def point(self, *, on: bool) -> None:
        """Let clicks pick, or let the person walk about."""
        mode = {"mode": "searchForNode" if on else "none", "highlightConfig": _MARKED}
        await self._asked("Overlay.setInspectMode", **mode)

    async def picked(self) -> Pointed | Sign:
        """What is pointed at next; an element that is gone again is not it."""
        while True:
            happened = await self._happened.get()
            if not isinstance(happened, int):
                return happened
            with suppress(LookAgain):
                return await self._described(happened)

    async def _described(self, hit: int) -> Pointed:
        backend = await self._labelled(hit)
        tree = await self._asked("Accessibility.getPartialAXTree", backendNodeId=backend, fetchRelatives=True)
        line = _line(tree["nodes"], backend)
        nodes = await asyncio.gather(*(self._node(one) for one in line if one.get("role", {}).get("value") != _ROOT))
        framed = line[-1].get("backendDOMNodeId") != await self._root()
        return Pointed(tuple(nodes), await self.language(), framed=framed)

    async def _labelled(self, hit: int) -> int:
        """The field, where its label was hit."""
        told = await self._of(hit, _LABELLED)
        node = await self._asked("DOM.describeNode", objectId=told["objectId"])
        return int(node["node"]["backendNodeId"])

    async def _of(self, backend: int, script: str, **more: object) -> dict[str, Any]:
        """What a function in the page says of an element."""
        handle = await self._asked("DOM.resolveNode", backendNodeId=backend)
        told = await self._asked(
            "Runtime.callFunctionOn", objectId=handle["object"]["objectId"], functionDeclaration=script, **more
        )
        answer: dict[str, Any] = told["result"]
        return answer

    async def _node(self, seen: dict[str, Any]) -> Node:
        given = [{"value": list(one)} for one in (self.tab.portal.sensitive, ATTRIBUTES)]
        told = await self._of(seen["backendDOMNodeId"], _DESCRIBE, arguments=given, returnByValue=True)
        holds = told["value"].pop("holds")
        node = Node(**told["value"])
        role = str(seen.get("role", {}).get("value", ""))
        unread = node.secret or (holds and role in _BY_CONTENT)
        name = "" if unread else " ".join(str(seen.get("name", {}).get("value", "")).split())
        words = " ".join(node.words.split())
        return replace(node, role=_ROLES.get(role, role), name=name, words=words, classes=tuple(node.classes))

    async def _root(self) -> int:
        document = await self._asked("DOM.getDocument", depth=0)
        return int(document["root"]["backendNodeId"])

    async def fits(self, proposal: Proposal, wanted: Wanted) -> Fit:
        """What Playwright finds by it, and where the pages read it themselves, what they find."""
        found = self._found(proposal)
        try:
            count = await found.count()
            if count != 1:
                return Fit.SEVERAL if count else Fit.NONE
            if not await found.and_(self.tab.page.locator(proposal.target)).count():
                return Fit.ANOTHER
            return Fit.RIGHT if not wanted.read or await self._readable(proposal) else Fit.UNREADABLE
        except PlaywrightError as error:
            raise meaning(error, wanted.key) from None

    def _found(self, proposal: Proposal) -> Locator:
        page = self.tab.page
        scope = page.locator(proposal.scope) if proposal.scope else page
        if not proposal.role:
            return scope.locator(proposal.css).filter(visible=True)
        role: Any = proposal.role
        return scope.get_by_role(role, name=proposal.present, exact=True).filter(visible=True)

    async def _readable(self, proposal: Proposal) -> bool:
        scope = [(Element(_NAME, "", {}, proposal.scope), "")] if proposal.scope else []
        element = Element(_NAME, proposal.role, {}, proposal.css)
        with suppress(PlaywrightError):
            return bool(await read(self.tab.page, [*scope, (element, proposal.present)], 0, "() => true"))
        return False

    async def mark(self, proposal: Proposal | None) -> None:
        """Mark what a description finds, and nothing else; a page that is going away is left unmarked."""
        with suppress(PlaywrightError):
            await self.tab.page.hide_highlight()
            if proposal:
                await self._found(proposal).highlight()

    async def language(self) -> str:
        """The language that the page declares, without its region."""
        try:
            return str(await ask(self.tab.page, _LANGUAGE, None, 0)).partition("-")[0]
        except PlaywrightError as error:
            raise meaning(error, self.tab.heading) from None

    async def _asked(self, method: str, **asked: Any) -> dict[str, Any]:  # noqa: ANN401 - the browser's own shape
        if self._session is None:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone")
        try:
            answer: dict[str, Any] = await self._session.send(method, asked)
        except PlaywrightError:  # the page went on, or the window was closed
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone") from None
        return answer


def _line(nodes: list[dict[str, Any]], backend: int) -> list[dict[str, Any]]:
    """From the element outwards to the root of its document."""
    by_id = {one["nodeId"]: one for one in nodes}
    here = next(one for one in nodes if one.get("backendDOMNodeId") == backend)
    line = [here]
    while (outer := by_id.get(line[-1].get("parentId", ""))) is not None:
        line.append(outer)
    return line
