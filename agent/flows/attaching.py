"""Put files into the draft of an appeal or a ticket, where an upload may be cut, lost, doubled or refused.

What an upload left is only known by looking afresh, so every round begins and ends with a look. A draft is nobody's
word to the platform: files may be put in and taken out again until it is sent. Files of another name are somebody's
work, and stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.errors import Code, LookAgain, MendInput, Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from agent.domain.upload import Upload, Waiting
    from agent.ports import Desk, Papers, Visit

    Form = Callable[[], Awaitable[tuple[Papers, Sequence[Waiting]]]]  # come to it afresh, and what waits in it

_ROUNDS: Final = 3


async def attached(files: Sequence[Upload], draft: Sequence[Waiting], form: Form, visit: Visit, desk: Desk) -> None:
    """Bring the draft to hold exactly these files; what an earlier run left of them may be older than they are now.

    Raises MendInput (E_INPUT) where the portal refuses one, Refused (G_CONFLICT) where somebody else's lie there, and
    LookAgain (E_PORTAL_DOWN) where it keeps none.
    """
    all_ours(draft, files)
    refused = await _change([one.name for one in draft], files, form, visit)
    for _ in range(_ROUNDS):
        spoilt, missing = _compared(await _draft(files, form, desk), files)
        if not spoilt and not missing:
            return
        for file in missing:  # a no is one only where the file is not there: of one sent twice the second is refused
            _raise_a_no(refused.get(file.name, ""), desk)
        refused = await _change(spoilt, missing, form, visit)
    raise not_kept()


def not_kept() -> LookAgain:
    """What is raised where a draft does not hold what it should."""
    return LookAgain(Code.E_PORTAL_DOWN, detail="upload_not_kept")


def all_ours(draft: Sequence[Waiting], files: Sequence[Upload]) -> None:
    """Raise Refused (G_CONFLICT) where a file of another name waits."""
    if strange := {one.name for one in draft} - {one.name for one in files}:
        raise Refused(Code.G_CONFLICT, detail="draft_of_another", value=legible(min(strange), 80))


def holds(draft: Sequence[Waiting], files: Sequence[Upload]) -> bool:
    """Whether exactly these wait in it, each once and whole; raises Refused where somebody else's do."""
    all_ours(draft, files)
    return _compared(draft, files) == ([], [])


def _compared(draft: Sequence[Waiting], files: Sequence[Upload]) -> tuple[list[str], list[Upload]]:
    """What has to be taken out, since it is there twice or is not whole; and what has to be put in."""
    wanted, out, there = {one.name: one for one in files}, list[str](), set[str]()
    for one in draft:
        if one.name in there or not one.is_whole(wanted[one.name]):
            out.append(one.name)
        else:
            there.add(one.name)
    return out, [one for one in files if one.name not in there]


def _raise_a_no(word: str, desk: Desk) -> None:
    """Only in words that are known for one: whatever else the portal says, it may take the file the next time."""
    if desk.portal.refusals.get(word, Code.E_NOT_APPLIED) is not Code.E_NOT_APPLIED:
        raise MendInput(Code.E_INPUT, why="upload_refused", value=legible(word, 200))


async def _change(out: Sequence[str], into: Sequence[Upload], form: Form, visit: Visit) -> Mapping[str, str]:
    """One round; answers the portal's word against each file."""
    page, _ = await form()
    async with visit.gate.upload():
        for name in out:
            await page.take_out(name)
        return {file.name: await page.attach(file) for file in into}


async def _draft(files: Sequence[Upload], form: Form, desk: Desk) -> Sequence[Waiting]:
    """What waits in the form, all of it ours."""
    _, draft = await desk.reader.read("draft", form)
    all_ours(draft, files)
    return draft
