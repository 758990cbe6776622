"""Put files into the draft of an appeal, where an upload may be cut, lost, doubled or refused.

What an upload left is only known by looking afresh, so every round begins and ends with a look. A draft is nobody's
word to the platform: files may be put in and taken out again until it is sent. Files of another name are somebody's
work, and stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.errors import Code, LookAgain, MendInput, Refused
from agent.flows.violation import read
from agent.ports import Appeals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.appeal import AppealRequest, Waiting
    from agent.domain.upload import Upload
    from agent.ports import Desk, Visit

_ROUNDS: Final = 3


async def attached(request: AppealRequest, draft: Sequence[Waiting], visit: Visit, desk: Desk) -> None:
    """Bring the draft to hold exactly these files; what an earlier run left of them may be older than they are now.

    Raises MendInput (E_INPUT) where the portal refuses one, Refused (G_CONFLICT) where somebody else's lie there, and
    LookAgain (E_PORTAL_DOWN) where it keeps none.
    """
    _all_ours(request, draft)
    refused = await _change(request, [one.name for one in draft], request.files, visit)
    for _ in range(_ROUNDS):
        spoilt, missing = _compared(await _draft(request, visit, desk), request.files)
        if not spoilt and not missing:
            return
        for file in missing:  # a no is one only where the file is not there: of one sent twice the second is refused
            _raise_a_no(refused.get(file.name, ""), desk)
        refused = await _change(request, spoilt, missing, visit)
    raise LookAgain(Code.E_PORTAL_DOWN, detail="upload_not_kept")


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


async def _change(
    request: AppealRequest, out: Sequence[str], into: Sequence[Upload], visit: Visit
) -> Mapping[str, str]:
    """One round; answers the portal's word against each file."""
    page = await visit.open(Appeals)
    await page.show(request.violation)
    async with visit.gate.upload():
        for name in out:
            await page.take_out(name)
        return {file.name: await page.attach(file) for file in into}


async def _draft(request: AppealRequest, visit: Visit, desk: Desk) -> Sequence[Waiting]:
    """What waits in the form, all of it ours."""
    draft = (await read(request.violation, request.shop.id, visit, desk)).draft or ()
    _all_ours(request, draft)
    return draft


def _all_ours(request: AppealRequest, draft: Sequence[Waiting]) -> None:
    if strange := {one.name for one in draft} - {one.name for one in request.files}:
        raise Refused(Code.G_CONFLICT, detail="draft_of_another", value=legible(min(strange), 80))
