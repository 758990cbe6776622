"""Which news a run, a round and an invitation are; nothing is read or sent here."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.domain.jobs import JobState
from agent.domain.ledger import InvitationState, Outcome
from agent.domain.news import Message, Occasion
from agent.domain.reason import CODE_OF
from agent.errors import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from agent.domain.identity import RunId, Target
    from agent.domain.jobs import Job, Tally
    from agent.domain.ledger import Invitation
    from agent.domain.record import Record
    from agent.domain.roster import Shop

NEAR: Final = timedelta(hours=6)
_FOR_A_PERSON = range(20, 27)
_QUOTAS: Final = frozenset({Code.G_QUOTA, Code.G_UNBINDS, Code.G_SLOTS})
# These are about the login or its line: thirty shops of one login are one piece of news.
_OF_THE_LOGIN: Final = frozenset(
    {
        *(Code.E_SESSION_EXPIRED, Code.E_CHALLENGE, Code.G_REGION, Code.G_EGRESS_UNVERIFIED, Code.G_CLOCK),
        Code.G_RISKS_NOT_ACCEPTED,
    }
)
_NOTHING_NEW: Final = frozenset({Outcome.ALREADY, Outcome.NOTHING_TO_DO, Outcome.PLANNED})


def news_of(record: Record, run: RunId, at: datetime, job: Job | None = None, evidence: str = "") -> Sequence[Message]:
    """What people have to be told about a run that has ended: nothing, or one message.

    `job` is what became of the job that the run was for, where there is one: with it, what time heals is told only when
    the job has failed for good.
    """
    occasion = _occasion(record, job)
    if occasion is None or record.code is None:
        return ()
    target = _target(record)
    return (
        Message(
            key=f"{occasion}/{_subject(record, occasion)}/{record.code}/{_once(record, at)}",
            occasion=occasion,
            shop=record.shop.id,
            account=target.account_id if target else None,
            handle=target.handle if target else None,
            code=record.code,
            values=_values(record, run),
            quote=record.note,
            evidence=evidence,
        ),
    )


def _occasion(record: Record, job: Job | None) -> Occasion | None:
    if record.outcome is Outcome.PLANNED or record.code in {None, Code.E_APPROVAL_WANTED}:
        return None  # who has to approve was told when it was asked
    if record.exit in _FOR_A_PERSON or (job and job.state in {JobState.NEEDS_PERSON, JobState.FAILED}):
        return Occasion.NEEDS_PERSON
    if record.outcome is Outcome.REFUSED and record.code in _QUOTAS:
        return Occasion.QUOTA
    if record.outcome is Outcome.REJECTED or (record.outcome is Outcome.REFUSED and record.not_before is None):
        return Occasion.REFUSED
    return None


def _subject(record: Record, occasion: Occasion) -> str:
    """Whom it is about: a quota is the shop's whoever asked for it."""
    if record.code in _OF_THE_LOGIN:
        return record.shop.login
    target = _target(record)
    name = target.handle if target else record.about
    if occasion is Occasion.QUOTA or not name:
        return record.shop.id
    return f"{record.shop.id}/{name}/{record.action}"


def _target(record: Record) -> Target | None:
    """The account that it is about; of a replacement, the one that its last step was about."""
    return record.target or (record.parts[-1].target if record.parts else None)


def _once(record: Record, at: datetime) -> str:
    """A press that needs a person does so once, however often it is looked at; everything else once a day."""
    return record.settled.intent if record.settled else f"{at.astimezone(UTC):%Y-%m-%d}"


def _values(record: Record, run: RunId) -> dict[str, str]:
    told = {"run": run, "login": record.shop.login, "shop": record.shop.name, "shop_id": record.shop.id}
    told |= record.error
    if target := _target(record):
        told["handle"] = target.handle
    if record.settled:
        told["intent"] = record.settled.intent
    if record.not_before:
        told["not_before"] = _there(record.not_before, record.shop.zone)
    return told | _objection(record)


def _objection(record: Record) -> dict[str, str]:
    """The reason that the code comes from, and what was measured for it."""
    for one in record.decision.deciding if record.decision else ():
        if one.reason and CODE_OF[one.reason] is record.code:
            return {"reason": one.reason, "measured": one.measured}
    return {"reason": record.reason} if record.reason else {}


def _there(at: datetime, zone: str) -> str:
    """A moment as the shop's clock shows it: who reads this may be anywhere."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} ({zone})"


def deadlines_of(shop: Shop, invitations: Sequence[Invitation], now: datetime) -> Sequence[Message]:
    """The invitations of a shop that nobody has answered and that run out within 6 hours, each once."""
    return tuple(_running_out(shop, invitations, now))


def _running_out(shop: Shop, invitations: Sequence[Invitation], now: datetime) -> Iterator[Message]:
    for one in invitations:
        if one.state is InvitationState.PENDING and one.expires_at and now < one.expires_at <= now + NEAR:
            yield Message(
                key=f"{Occasion.DEADLINE}/{shop.id}/{one.invitation_id}",
                occasion=Occasion.DEADLINE,
                shop=shop.id,
                account=one.account,
                handle=one.handle,
                values={
                    "shop": shop.name,
                    "shop_id": shop.id,
                    "handle": one.handle,
                    "until": _there(one.expires_at, shop.zone),
                },
            )


def summary_of(tally: Tally, machine: str) -> Sequence[Message]:
    """How a round over all shops ended, where anything happened in it."""
    if not any(number for outcome, number in tally.outcomes.items() if outcome not in _NOTHING_NEW):
        return ()
    counted = {"done": "0"} | {
        outcome.name.lower(): str(number) for outcome, number in tally.outcomes.items() if number
    }
    open_ = {f"jobs_{state}": str(number) for state, number in tally.jobs.items() if number}
    values = {"machine": machine, "exit": str(tally.exit), "took": _took(tally.ended_at - tally.began_at)}
    due = {"next_due": f"{tally.next_due.astimezone(UTC):%Y-%m-%d %H:%M} UTC"} if tally.next_due else {}
    key = f"{Occasion.SUMMARY}/{machine}/{tally.began_at.astimezone(UTC).isoformat()}"
    return (Message(key, Occasion.SUMMARY, values=values | counted | open_ | due),)


def _took(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
