"""Let one account take another's place: check who comes, let go, bind; an earlier run's work is found, never repeated.

The portal and the ledger are the only memory, so the same command goes on wherever the one before stopped. A copy of
the showcase from an earlier attempt is never relied on, as what was added since would be lost: each attempt copies anew
before its press. After the press nothing is copied any more, and the copy from before it stays the newest.

A call that waits makes several runs on one word: once one of them has seen that the first has left, none of the others
lets anybody go. Who is linked again by then was linked by somebody, and what that means a person has to say.
"""

from __future__ import annotations

from dataclasses import replace as changed
from functools import partial
from typing import TYPE_CHECKING

from agent.domain.ledger import LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason
from agent.domain.record import CheckRequest, Record
from agent.domain.verdict import Decision
from agent.errors import AskPerson, Code, MendInput, least_certain
from agent.flows.bind import bind
from agent.flows.check import check
from agent.flows.links import has_ended
from agent.flows.run import ended, failed
from agent.flows.target import pinned
from agent.flows.unlink import unlink, unsettled

if TYPE_CHECKING:
    from agent.domain.record import BindRequest, ReplaceRequest, UnlinkRequest
    from agent.errors import CompanionError
    from agent.ports import Desk

_WELL = frozenset({Outcome.DONE, Outcome.ALREADY})
_HOLDS_A_PLACE = frozenset({Reason.INVITATION_PENDING, Reason.NO_FREE_SLOT})


async def replace(request: ReplaceRequest, desk: Desk) -> Record:
    """Nobody leaves before the other may come, and nobody comes before it is known that the first has left."""
    old = request.old
    record = await ended(old.shop, old.target, old.way.kind, desk, partial(_replace, request, desk))
    record = record if record.parts else _not_looked(record, request)
    return changed(record, submitted=least_certain(record.submitted, request.sent))


def _not_looked(record: Record, request: ReplaceRequest) -> Record:
    """How a run ends that saw nothing of either half: who had left, as the run before knows, has left."""
    if request.before is None:
        return _whole(record, record, _not_begun(request.new))
    came = changed(record, target=request.new.target, kind=Kind.BIND)
    return _whole(came, request.before.parts[0], came)


def cut_short(told: Record, error: CompanionError) -> Record:
    """How a call ends of which a later run could not even begin, after one that ended as is `told`."""
    left, came = told.parts
    came = failed(came.shop, came.target, Kind.BIND, error)
    return changed(_whole(came, left, came), submitted=least_certain(told.submitted, error.submitted))


async def _replace(request: ReplaceRequest, desk: Desk) -> Record:
    old = changed(request.old, target=await pinned(request.old.target, desk))
    new = changed(request.new, target=await pinned(request.new.target, desk))
    came: Record | None = None
    left = await _let_go_earlier(old, desk)
    if left is None:
        came = await ended(new.shop, new.target, Kind.BIND, desk, partial(_may_come, old, new, desk))
        left = await _as_it_stands(old, came, desk)
        if request.has_left and left.link is not LinkState.UNLINKED:
            left = _taken_back(left)
        if left.code or came.code:
            return _whole(left if left.code else came, left, came)
        new = changed(new, target=came.target or new.target)
        if not request.has_left:
            left = await ended(old.shop, old.target, old.way.kind, desk, partial(unlink, old, desk))
    if left.outcome not in _WELL:
        return _whole(left, left, came or _not_begun(new))
    if came is None or came.link is not LinkState.LINKED:
        came = await ended(new.shop, new.target, Kind.BIND, desk, partial(bind, new, desk))
    return _whole(came, left, came)


async def _let_go_earlier(old: UnlinkRequest, desk: Desk) -> Record | None:
    """What became of an earlier press; where looking fails it stays unknown, whatever was in the way."""
    told = await ended(old.shop, old.target, old.way.kind, desk, partial(unsettled, old, desk))
    failed_to_look = told and told.settled is None and told.outcome is not Outcome.CANCELLED
    return changed(told, outcome=Outcome.UNKNOWN) if told and failed_to_look else told


async def _may_come(old: UnlinkRequest, new: BindRequest, desk: Desk) -> Record:
    """Ask every guard of the bind, as if the place were free; who is invited or linked already holds one."""
    asked = CheckRequest(new.shop, new.target, new.candidate, Kind.BIND, full=True, leaving=old.target)
    told = await check(asked, desk)
    if told.target and told.target.account_id == old.target.account_id:
        raise MendInput(Code.E_USAGE, why="same_account")
    if told.outcome is not Outcome.ALREADY or told.decision is None:
        return told
    verdicts = tuple(one for one in told.decision.verdicts if one.reason not in _HOLDS_A_PLACE)
    decision = Decision(verdicts, None, told.decision.facts)
    return changed(told, outcome=Outcome.REFUSED, decision=decision, code=decision.code) if decision.refusals else told


async def _as_it_stands(old: UnlinkRequest, came: Record, desk: Desk) -> Record:
    """What is known of the one who is to leave, once the list was read: linked, gone already, or a stranger."""
    shop, meant, kind = old.shop, old.target, old.way.kind
    known = await desk.ledger.links(shop.id)
    row = next((one for one in known if meant.handle == one.handle or meant.account_id == one.account), None)
    link = row.state if row else None
    if row and await has_ended(shop.id, row.account, desk.ledger):
        link = LinkState.UNLINKED
    if link is None and (came.decision or not came.code):
        stranger = AskPerson(Code.E_TARGET_NOT_PROVEN, handle=meant.handle, why="not_linked_here")
        return failed(shop, meant, kind, stranger)
    outcome = Outcome.ALREADY if link is LinkState.UNLINKED else Outcome.NOT_DONE
    return Record(shop, meant, kind, outcome, link=link)


def _taken_back(left: Record) -> Record:
    """The link that this call has ended is there again."""
    handle = left.target.handle if left.target else ""
    undone = AskPerson(Code.E_EFFECT_MISMATCH, handle=handle, shop=left.shop.name, detail="undone_unlink")
    return changed(failed(left.shop, left.target, left.kind, undone), link=left.link)


def _not_begun(new: BindRequest) -> Record:
    return Record(new.shop, new.target, Kind.BIND, Outcome.NOT_DONE)


def _whole(last: Record, left: Record, came: Record) -> Record:
    """The record of both, which ended as its last step did; what either has sent was sent."""
    submitted = least_certain(left.submitted, came.submitted)
    outcome = left.outcome if last.outcome is Outcome.ALREADY else last.outcome
    return changed(last, outcome=outcome, submitted=submitted, link=came.link or left.link, parts=(left, came))
