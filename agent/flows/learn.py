"""Learn what a portal calls things: one element after another is asked for, pointed at, described, and confirmed.

Nothing is pressed, and what the page sends of itself besides reading is stopped and told; the person walks about.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from agent.domain.drift import Found
from agent.domain.pointing import Fit, Pointed, Proposal, Sort
from agent.domain.proposing import as_parts, in_other_languages, propose
from agent.errors import Code, CompanionError, LookAgain
from agent.flows.visiting import visiting
from agent.flows.walk import Ground, walk
from agent.ports import News, Pointing, Question, Reply, Said, Sign

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from agent.domain.pointing import Wanted
    from agent.domain.portal import Element
    from agent.domain.roster import Shop
    from agent.ports import Baselines, Desk, Gate, Person

_LACKING: Final = frozenset({Found.MISSING, Found.AMBIGUOUS, Found.UNNAMED})
_STATUS: Final = '[role="status"]'
_ON, _BACK = 1, -1


async def lacking(shop: Shop, baselines: Baselines, desk: Desk) -> frozenset[str]:
    """The elements that a walk over the seller's pages, in the session's language, does not find once."""
    here = replace(desk, portal=replace(desk.portal, speaks={}))
    try:
        stops = await walk(Ground(shop, baselines, creator=(), app=(), signed_out=()), here)
    except CompanionError as error:
        if error.code is not Code.E_PORTAL_CHANGED:
            raise
        return frozenset({error.params["element"]})
    wrong = {one.key for stop in stops for one in stop.elements if one.found in _LACKING}
    return frozenset(wrong.union(stop.trouble.params.get("element", "") for stop in stops if stop.trouble))


async def learn(
    wanted: Sequence[Wanted], languages: Collection[str], desk: Desk, person: Person
) -> dict[str, dict[str, str]]:
    """Ask for each in turn; answers what the profile is to be told of those that were confirmed."""
    async with visiting(desk) as visit:
        page = await desk.reader.read("home", lambda: visit.open(Pointing))
        lesson = Lesson(wanted, frozenset(languages), desk.portal.elements, page, person, visit.gate)
        await lesson.give()
    return lesson.learnt


class Lesson:
    """One sitting at one page: where it stands, and what was learnt so far."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is asked, of whom, at what
        self,
        wanted: Sequence[Wanted],
        languages: Collection[str],
        elements: Mapping[str, Element],
        page: Pointing,
        person: Person,
        gate: Gate,
    ) -> None:
        """Begin with the first element, pointing."""
        self.learnt: dict[str, dict[str, str]] = {}
        self._wanted, self._languages, self._elements = wanted, languages, elements
        self._page, self._person, self._gate = page, person, gate
        self._at = 0
        self._pointing = True
        self._told = 0

    async def give(self) -> None:
        """Go on until the last element, or until the person ends it or closes the window."""
        try:
            await self._page.point(on=True)
            while self._at < len(self._wanted):
                self._at = max(0, self._at + await self._one(self._wanted[self._at]))
        except EOFError:
            return
        except LookAgain:
            self._person.tell(News.GONE)

    async def _one(self, wanted: Wanted) -> int:
        """Ask for one element until it is clear where to go on."""
        offered: list[Proposal] = []
        language = ""
        while True:
            heard = await self._heard(wanted, language, offered[0] if offered else None)
            if isinstance(heard, Pointed):
                offered, language = await self._offered(wanted, heard), heard.language
            elif heard.said is Said.TYPE:
                offered, language = self._typed(wanted, heard.words), await self._page.language()
            elif heard.said is Said.NEXT and offered:
                offered = offered[1:] or self._no_more()
            elif (step := await self._moved(wanted, heard.said, language, offered)) is not None:
                return step

    async def _moved(self, wanted: Wanted, said: Said, language: str, offered: Sequence[Proposal]) -> int | None:
        """What an answer leads to; None where the same element is still asked for."""
        match said:
            case Said.TAKE if offered:
                self.learnt[wanted.key] = as_parts(wanted.key, offered[0], language, self._elements)
                return _ON
            case Said.SKIP:
                return _ON
            case Said.BACK:
                return _BACK
            case Said.END:
                raise EOFError
            case Said.WALK | Said.POINT:
                await self._turn(pointing=said is Said.POINT)
        return None

    async def _heard(self, wanted: Wanted, language: str, proposal: Proposal | None) -> Pointed | Reply:
        """The next answer, or what was pointed at, whichever comes first."""
        await self._page.mark(proposal)
        others = in_other_languages(wanted.key, proposal, language, self._elements) if proposal else None
        question = Question(wanted, self._at + 1, len(self._wanted), self._pointing, proposal, others)
        answer = asyncio.ensure_future(self._person.reply(question))
        try:
            while not answer.done():
                if isinstance(seen := await self._seen(answer), Pointed):
                    return seen
            return answer.result()
        finally:
            answer.cancel()

    async def _seen(self, answer: asyncio.Future[Reply]) -> Pointed | None:
        """What was pointed at before the answer came; signs are acted upon."""
        picked = asyncio.ensure_future(self._page.picked())
        both: list[asyncio.Future[Any]] = [answer, picked]
        try:
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            return await self._understood(picked.result()) if picked.done() else None
        finally:
            picked.cancel()
            self._tell_stopped()

    async def _understood(self, seen: Pointed | Sign) -> Pointed | None:
        if seen is Sign.CLOSED:
            raise LookAgain(Code.E_PORTAL_DOWN, detail="browser_gone")
        if seen is Sign.ESCAPED:
            await self._turn(pointing=False)
        return seen if isinstance(seen, Pointed) else None

    def _tell_stopped(self) -> None:
        """Everything that the gate stopped since it was last told."""
        stopped = self._gate.stopped
        for one in stopped[self._told :]:
            self._person.tell(News.STOPPED, one)
        self._told = len(stopped)

    async def _turn(self, *, pointing: bool) -> None:
        self._pointing = pointing
        await self._page.point(on=pointing)
        self._person.tell(News.POINTING if pointing else News.WALKING)

    async def _offered(self, wanted: Wanted, pointed: Pointed) -> list[Proposal]:
        """The proposals that find the very element and no other; the person is told why there is none."""
        if why := self._objection(pointed):
            self._person.tell(why, pointed.language)
            return []
        if pointed.nodes[0].secret:
            self._person.tell(News.SECRET)
        fitting = [one for one in propose(pointed, wanted) if await self._page.fits(one, wanted) is Fit.RIGHT]
        if fitting and fitting[0].role and wanted.roles and fitting[0].role not in wanted.roles:
            self._person.tell(News.ANOTHER_KIND, fitting[0].role)
        return self._or_nothing(fitting)

    def _typed(self, wanted: Wanted, words: str) -> list[Proposal]:
        """The words of something that shows only after a press, as the person read them there."""
        role = "" if wanted.worded else next(iter(wanted.roles), "")
        typed = Proposal(Sort.TYPED, role, words, css="" if role else _STATUS)
        return self._or_nothing([] if wanted.placed else [typed])

    def _or_nothing(self, fitting: list[Proposal]) -> list[Proposal]:
        if not fitting:
            self._person.tell(News.NOTHING_FITS)
        return fitting

    def _objection(self, pointed: Pointed) -> News | None:
        if pointed.framed:
            return News.IN_A_FRAME
        return None if pointed.language in self._languages else News.NO_LANGUAGE

    def _no_more(self) -> list[Proposal]:
        self._person.tell(News.NO_MORE)
        return []
