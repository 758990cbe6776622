"""A person who teaches a portal's names by a script: a CSS selector for each element is all that he is told.

He knows the way to each screen as everybody does, by the elements that are pressed one after the other, and presses
them by the same selectors.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from agent_bench import Agent

from agent.domain.portal import Portal
from agent.flows.learn import learn
from agent.pages.pointing import PointingPage
from agent.ports import News, Person, Pointing, Question, Reply, Said
from agent.profile import LANGUAGES, wanted
from agent.wiring import NoPace, pages

HANDLE = "cocina.conluz"
OPEN, SEARCH, CHOOSE = ("links.open_dialog",), ("dialog.keyword", "dialog.search"), ("chosen", "dialog.next")
OF_INVITATIONS = {"account_id", "status", "sent", "expires", "invitation_no", "note"}
IN_THE_CHECK = {"card", "category", "checks", "passed", "failed", "back", "send"}
OF_RESULTS = {"results", "total", "next_page"}
CHOSEN = '[role="dialog"] [data-row-key] label'


def screen_of(key: str) -> tuple[str, tuple[str, ...]]:
    """The path at which an element is shown, and what is pressed there to show it."""
    group, _, name = key.partition(".")
    if group == "invitations" or (group == "col" and name in OF_INVITATIONS):
        return "invitations", ()
    if group in {"links", "col"} or key == "unlink.open":
        return "links", ()
    if group == "unlink":
        return "links", ("unlink.open",)
    if group == "dialog":
        more = (*SEARCH, *CHOOSE) if name in IN_THE_CHECK else SEARCH if name in OF_RESULTS else ()
        return "links", (*OPEN, *more)
    unfolds = {"shell.linked_accounts": "shell.my_account", "shell.shop_list": "shell.switch_shop"}
    return "home", (unfolds[key],) if key in unfolds else ()


class ScriptedTeacher(Person):
    """Walks to each element, points at it, and takes the first proposal; what nothing fits is skipped."""

    def __init__(
        self,
        places: Mapping[str, str],
        handle: str = HANDLE,
        *,
        presses: Mapping[str, str] | None = None,
        leaves_at: str = "",
    ) -> None:
        """`presses` are pressed, while walking about, before he goes on to the elements that they stand beside."""
        self.places = {"chosen": CHOSEN, **places}
        self.handle = handle
        self.presses = presses or {}
        self.leaves_at = leaves_at
        self.heard: list[tuple[News, str]] = []
        self._screen: tuple[str, tuple[str, ...]] | None = None
        self._pointed: set[str] = set()
        self._page: Any = None
        self._portal: Any = None

    def stand_at(self, tab: Any) -> PointingPage:
        """Look at the window that the lesson is given in."""
        self._page, self._portal = tab.page, tab.portal
        return PointingPage(tab)

    async def reply(self, question: Question) -> Reply:
        key = question.wanted.key
        if question.proposal:
            return Reply(Said.TAKE)
        if key == self.leaves_at:
            await self._page.close()
        if key in self._pointed or key not in self.places:
            return Reply(Said.SKIP)
        if self._screen != screen_of(key):
            return await self._walked(key, pointing=question.pointing)
        if not question.pointing:
            return Reply(Said.POINT)
        return await self._point(key)

    def tell(self, news: News, value: str = "") -> None:
        self.heard.append((news, value))

    async def _walked(self, key: str, *, pointing: bool) -> Reply:
        if pointing:
            return Reply(Said.WALK)
        path, presses = screen_of(key)
        if key in self.presses:
            await self._press(self.presses[key])
            await self._page.locator('[role="alert"]').filter(visible=True).wait_for()
        await self._page.goto(self._portal.address("seller", path))
        for one in presses:
            await self._press(one)
        self._screen = (path, presses)
        return Reply(Said.POINT)

    async def _press(self, key: str) -> None:
        element = self._page.locator(self.places[key]).filter(visible=True).first
        if key == "dialog.keyword":
            await element.fill(self.handle)
        elif await element.get_attribute("aria-expanded") != "true":
            await element.click()

    async def _point(self, key: str) -> Reply:
        """A click in the middle, as a hand does it; then there is nothing to say until something is proposed."""
        self._pointed.add(key)
        element = self._page.locator(self.places[key]).filter(visible=True).first
        await element.hover()  # waits until it stands still, also where the page draws it anew
        box = await element.bounding_box()
        await self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await asyncio.Event().wait()
        raise AssertionError


def taught(
    agent: Agent, person: ScriptedTeacher, keys: list[str], portal: Portal | None = None
) -> dict[str, dict[str, str]]:
    """Let the person teach these elements to an agent who does not know them, or only a profile of his own."""
    desk = agent.desk()
    known = {key: one for key, one in desk.portal.elements.items() if key not in keys}
    poor = portal or replace(desk.portal, elements=type(desk.portal.elements)(known))
    agent.walk_with(NoPace(), poor)
    for kept in agent.made.visits.values():
        kept.tools = replace(kept.tools, pages={**pages(), Pointing: person.stand_at})
    return agent.call(learn, [wanted(key) for key in keys], LANGUAGES, replace(desk, portal=poor), person)
