"""What a guard says, and the few ways to say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from agent.domain.facts import Known, Never, Source
from agent.domain.reason import CODE_OF
from agent.errors import EXIT, worst

if TYPE_CHECKING:
    from datetime import timedelta

    from agent.domain.facts import Fact, Facts
    from agent.domain.permit import Permit
    from agent.domain.reason import Reason
    from agent.domain.rules import Rule
    from agent.errors import Code


class Effect(StrEnum):
    """What follows from a verdict."""

    ALLOW = "allow"
    WARN = "warn"
    REFUSE = "refuse"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One guard's answer: the effect, why, what was measured, against which rule, and when time heals it.

    `told_by` is set where what was measured rests on a person's word.
    """

    effect: Effect
    reason: Reason | None = None
    rule: Rule[Any] | None = None
    measured: str = ""
    not_before: datetime | None = None
    guard: str = ""
    told_by: Source | None = None

    def by(self, guard: str) -> Verdict:
        """The same verdict, signed."""
        return replace(self, guard=guard)

    def resting_on(self, *facts: Fact[Any]) -> Verdict:
        """The same verdict, marked where one of the facts behind it is a person's declaration."""
        declared = any(isinstance(one, Known | Never) and one.source is Source.DECLARATION for one in facts)
        return replace(self, told_by=Source.DECLARATION) if declared else self


ALLOWED = Verdict(Effect.ALLOW)
NOT_ASKED = Verdict(Effect.NOT_ASKED)
_STRICTNESS = (Effect.ALLOW, Effect.WARN, Effect.NOT_ASKED, Effect.REFUSE)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def allow(rule: Rule[Any], measured: object = "") -> Verdict:
    """Raise no objection, and say against which rule what was measured."""
    return Verdict(Effect.ALLOW, None, rule, str(measured))


def warn(reason: Reason, rule: Rule[Any], measured: object = "") -> Verdict:
    """Go on, but tell the person."""
    return Verdict(Effect.WARN, reason, rule, str(measured))


def refuse(
    reason: Reason, rule: Rule[Any] | None, measured: object = "", not_before: datetime | None = None
) -> Verdict:
    """Do not press; `rule` is None where no rule of ours is behind it, `not_before` tells when time heals it."""
    return Verdict(Effect.REFUSE, reason, rule, str(measured), not_before)


def allow_after(moment: datetime, wait: timedelta, at: datetime, reason: Reason, rule: Rule[Any]) -> Verdict:
    """Allow once a wait is over, counted between instants: a day of some zone can have 23 hours or 25."""
    since = moment.astimezone(UTC)
    measured = f"{since:%Y-%m-%dT%H:%M:%SZ}"
    return allow(rule, measured) if at >= since + wait else refuse(reason, rule, measured, since + wait)


def strictest(*verdicts: Verdict) -> Verdict:
    """The verdict that stops most, for a guard that asks several sources; of two refusals the one that heals last."""
    return max(verdicts, key=lambda one: (_STRICTNESS.index(one.effect), one.not_before or _LONG_AGO))


@dataclass(frozen=True, slots=True)
class Decision:
    """All verdicts, a permit where none of them refused, and the facts that they rest on."""

    verdicts: tuple[Verdict, ...]
    permit: Permit | None
    facts: Facts | None = None

    @property
    def refusals(self) -> tuple[Verdict, ...]:
        """The objections that stop the act."""
        return tuple(one for one in self.verdicts if one.effect is Effect.REFUSE)

    @property
    def deciding(self) -> tuple[Verdict, ...]:
        """The refusals that time does not heal, else all: whoever waited for the others would wait in vain."""
        return tuple(one for one in self.refusals if one.not_before is None) or self.refusals

    @property
    def code(self) -> Code | None:
        """The code of the refusal that a scheduler must not overlook."""
        codes = {EXIT[CODE_OF[one.reason]]: CODE_OF[one.reason] for one in self.deciding if one.reason}
        return codes[worst(list(codes))] if codes else None

    @property
    def not_before(self) -> datetime | None:
        """When all refusals will have healed, if time heals them all."""
        moments = [one.not_before for one in self.refusals]
        return max((one for one in moments if one), default=None) if all(moments) else None
