"""Refuse an unlink while the showcase that it empties is not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.facts import Known, NotAsked, Source
from agent.domain.reason import Reason
from agent.domain.verdict import NOT_ASKED, Verdict, allow, refuse, warn

if TYPE_CHECKING:
    from agent.domain.facts import UnlinkFacts
    from agent.domain.rules import Rules


def showcase_kept(facts: UnlinkFacts, rules: Rules) -> Verdict:
    """Object unless all of it was copied, or a named person does without."""
    rule = rules.showcase_kept_first
    match facts.showcase_kept:
        case Known(_, Source.DECLARATION):
            return warn(Reason.SHOWCASE_NOT_KEPT, rule)
        case Known(count):
            return allow(rule, count)
        case NotAsked():
            return NOT_ASKED
        case _:
            return refuse(Reason.SHOWCASE_NOT_KEPT, rule)
