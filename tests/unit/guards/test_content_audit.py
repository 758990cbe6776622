"""Findings of a content check warn before a bind, or refuse it where the rule says so; an old check says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from facts_builder import NEVER, UNTOLD, an_audit, bind_facts, gist, held, rules

from agent.domain.facts import NOT_ASKED
from agent.guards.content_audit import content_audit

pytestmark = pytest.mark.fast
CHECKED = {
    "never": (NEVER, "allow"),
    "nothing found": (held(an_audit(0)), "allow"),
    "found": (held(an_audit(2)), "warn content_findings 2"),
    "a week old": (held(an_audit(2, days=7)), "warn content_findings 2"),
    "too old": (held(an_audit(2, days=7.01)), "warn content_audit_old"),
    "clean and too old": (held(an_audit(0, days=30)), "warn content_audit_old"),
    "not told": (UNTOLD, "allow"),
    "not asked": (NOT_ASKED, "not_asked"),
}


@pytest.mark.parametrize(("audit", "told"), CHECKED.values(), ids=CHECKED)
def test_findings_are_a_warning(audit: Any, told: str) -> None:
    assert gist(content_audit(bind_facts(content_audit=audit), rules())).startswith(told)


def test_where_the_rule_says_so_they_refuse_and_a_clean_check_does_not() -> None:
    strict = rules(content_findings_refuse=True)

    refused = content_audit(bind_facts(content_audit=held(an_audit(1))), strict)
    allowed = content_audit(bind_facts(content_audit=held(an_audit(0))), strict)

    assert (gist(refused), gist(allowed)) == ("refuse content_findings 1", "allow")
