"""The person at the terminal who teaches a portal's names: what he is asked, and what his lines mean."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from agent.cli.speech import words
from agent.domain.identity import legible
from agent.ports import Person, Reply, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.cli.keyboard import Keyboard
    from agent.domain.pointing import Proposal
    from agent.ports import News, Question

_LINES: Final = {
    "": Said.TAKE,
    "n": Said.NEXT,
    "s": Said.SKIP,
    "b": Said.BACK,
    "w": Said.WALK,
    "p": Said.POINT,
    "q": Said.END,
}
_LONGEST: Final = 400


def tell(line: str, end: str = "\n") -> None:
    """One line for the person; what stands in a page can neither turn nor move it."""
    print(legible(line, _LONGEST), file=sys.stderr, end=end, flush=True)


class Teacher(Person):
    """Asks on the terminal."""

    def __init__(self, keyboard: Keyboard) -> None:
        """Read from the keyboard that the rest of the command reads from too."""
        self._keyboard = keyboard

    async def reply(self, question: Question) -> Reply:
        """The meaning of the next line that has one; the end of the input ends the lesson."""
        for told in _asked(question):
            tell(told)
        while (line := await self._keyboard.line()) is not None:
            if line.startswith("t ") and line[2:].strip():
                return Reply(Said.TYPE, line[2:].strip())
            if line in _LINES:
                return Reply(_LINES[line])
            tell(_choices(question))
        return Reply(Said.END)

    def tell(self, news: News, value: str = "") -> None:
        """Say what happened."""
        tell(words()(f"lesson.{news}", value=value))


def _asked(question: Question) -> Iterator[str]:
    say, wanted = words(), question.wanted
    group, _, name = wanted.key.partition(".")
    what = say(f"column.{name}") if group == "col" else say(f"wanted.{name}")
    yield say(
        "ui.learn_ask", at=question.at, count=question.count, element=wanted.key, on=say(f"on.{group}"), what=what
    )
    if question.proposal:
        yield from (f"    {line}" for line in _offered(question.proposal, question))
    yield _choices(question)


def _offered(proposal: Proposal, question: Question) -> Iterator[str]:
    say = words()
    what = f"{proposal.role} “{proposal.name}”".strip() if proposal.name else proposal.css
    yield say("ui.learn_offer", sort=say(f"sort.{proposal.sort}"), what=what)
    if proposal.filled:
        yield say("ui.learn_now", name=proposal.present)
    for language, (name, source) in (question.others or {}).items():
        yield say("ui.learn_other", language=language, name=name, source=source)
    if proposal.doubtful:
        yield say("ui.learn_doubtful")


def _choices(question: Question) -> str:
    say = words()
    if question.proposal:
        return say("ui.learn_choose")
    return say("ui.learn_point") if question.pointing else say("ui.learn_walk")
