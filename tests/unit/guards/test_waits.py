"""Guards of waiting times: to the second, with the margin, in instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from facts_builder import (
    AT,
    DAY,
    HOUR,
    MINUTE,
    RED,
    SECOND,
    UNTOLD,
    bind_facts,
    gist,
    held,
    line,
    rules,
    seen,
    unlink_facts,
)

from agent.domain.facts import NOT_ASKED
from agent.domain.verdict import Effect
from agent.guards.challenge_pause import challenge_pause
from agent.guards.cooldown import cooldown
from agent.guards.pending_invitation import pending_invitation
from agent.guards.unlink_wait import unlink_wait

pytestmark = pytest.mark.fast

MADRID = ZoneInfo("Europe/Madrid")

TO_THE_SECOND = {
    "a second before the 24 hours": (-SECOND, Effect.REFUSE),
    "on the second, inside the margin": (timedelta(), Effect.REFUSE),
    "a second after, inside the margin": (SECOND, Effect.REFUSE),
    "a second before the margin is over": (59 * SECOND, Effect.REFUSE),
    "when the margin is over": (60 * SECOND, Effect.ALLOW),
    "a second after the margin": (61 * SECOND, Effect.ALLOW),
}
to_the_second = pytest.mark.parametrize(("later", "effect"), TO_THE_SECOND.values(), ids=TO_THE_SECOND)


@to_the_second
def test_an_account_cools_down_for_24_hours_and_the_margin(later: timedelta, effect: Effect) -> None:
    verdict = cooldown(bind_facts(last_unlinked=held(AT - DAY - later)), rules())

    assert verdict.effect is effect


@to_the_second
def test_an_unlink_waits_24_hours_and_the_margin_after_the_link(later: timedelta, effect: Effect) -> None:
    verdict = unlink_wait(unlink_facts(last_linked=seen(AT - DAY - later)), rules())

    assert verdict.effect is effect


@pytest.mark.parametrize(
    ("later", "effect"), [(-SECOND, Effect.REFUSE), (timedelta(), Effect.ALLOW), (SECOND, Effect.ALLOW)]
)
def test_a_login_rests_24_hours_after_a_challenge(later: timedelta, effect: Effect) -> None:
    verdict = challenge_pause(bind_facts(last_challenge=held(AT - DAY - later)), rules())

    assert verdict.effect is effect


def test_a_wait_names_since_when_and_until_when() -> None:
    unlink = unlink_wait(unlink_facts(last_linked=seen(AT - HOUR)), rules())
    rest = challenge_pause(unlink_facts(last_challenge=held(AT - HOUR)), rules())

    assert gist(unlink) == "refuse linked_too_recently 2026-11-23T08:00:00Z"
    assert gist(rest) == "refuse challenged 2026-11-23T08:00:00Z"
    assert (unlink.not_before, rest.not_before) == (AT + 23 * HOUR + MINUTE, AT + 23 * HOUR)


COOLDOWN = {
    "a fresh unlink": ({"last_unlinked": held(AT)}, "refuse cooling_down 2026-11-23T09:00:00Z", AT + DAY + MINUTE),
    "the ledger outweighs a passed line": (
        {"last_unlinked": held(AT - HOUR)},
        "refuse cooling_down 2026-11-23T08:00:00Z",
        AT + 23 * HOUR + MINUTE,
    ),
    "the later of two refusals: the portal's": (
        {"last_unlinked": held(AT - HOUR), "cooled_down": line(passed=False, turns_green=AT + 2 * DAY)},
        "refuse cooling_down",
        AT + 2 * DAY,
    ),
    "the later of two refusals: the ledger's": (
        {"last_unlinked": held(AT - HOUR), "cooled_down": line(passed=False, turns_green=AT + HOUR)},
        "refuse cooling_down 2026-11-23T08:00:00Z",
        AT + 23 * HOUR + MINUTE,
    ),
    "a portal that names no date": (
        {"last_unlinked": held(AT - HOUR), "cooled_down": RED},
        "refuse cooling_down 2026-11-23T08:00:00Z",
        AT + 23 * HOUR + MINUTE,
    ),
    "an unlink that only the portal knows": (
        {"last_unlinked": UNTOLD, "cooled_down": line(passed=False, turns_green=AT + HOUR)},
        "refuse cooling_down",
        AT + HOUR,
    ),
    "unknown history, and the portal is content": ({"last_unlinked": UNTOLD}, "allow", None),
    "unknown history, and the portal is silent": (
        {"last_unlinked": UNTOLD, "cooled_down": UNTOLD},
        "warn history_unknown",
        None,
    ),
    "never unlinked, and the portal is silent": ({"cooled_down": UNTOLD}, "warn not_told", None),
    "a ledger that was not asked": ({"last_unlinked": NOT_ASKED}, "not_asked", None),
    "a ledger that was not asked, and the portal is silent": (
        {"last_unlinked": NOT_ASKED, "cooled_down": UNTOLD},
        "not_asked",
        None,
    ),
    "the portal refuses before the ledger is asked": (
        {"last_unlinked": NOT_ASKED, "cooled_down": RED},
        "refuse cooling_down",
        None,
    ),
    "a held fact refuses before the portal is asked": (
        {"last_unlinked": held(AT), "cooled_down": NOT_ASKED},
        "refuse cooling_down 2026-11-23T09:00:00Z",
        AT + DAY + MINUTE,
    ),
}


@pytest.mark.parametrize(("changes", "told", "not_before"), COOLDOWN.values(), ids=COOLDOWN)
def test_the_cooldown_listens_to_ledger_and_portal(
    changes: dict[str, Any], told: str, not_before: datetime | None
) -> None:
    verdict = cooldown(bind_facts(**changes), rules())

    assert (gist(verdict), verdict.not_before) == (told, not_before)


def test_a_day_of_25_hours_does_not_lengthen_the_wait() -> None:
    unlinked = datetime(2026, 10, 24, 12, tzinfo=MADRID)
    an_hour_before_noon = datetime(2026, 10, 25, 11, tzinfo=MADRID).astimezone(UTC)
    facts = bind_facts(at=an_hour_before_noon, last_unlinked=held(unlinked))

    verdict = cooldown(facts, rules(time_margin=timedelta()))

    assert gist(verdict) == "allow"


def test_a_day_of_23_hours_does_not_shorten_the_wait() -> None:
    linked = datetime(2027, 3, 27, 12, tzinfo=MADRID)
    next_noon = datetime(2027, 3, 28, 12, tzinfo=MADRID).astimezone(UTC)

    verdict = unlink_wait(unlink_facts(at=next_noon, last_linked=seen(linked)), rules(time_margin=timedelta()))

    assert gist(verdict) == "refuse linked_too_recently 2027-03-27T11:00:00Z"
    assert verdict.not_before == datetime(2027, 3, 28, 11, tzinfo=UTC)


def test_an_operators_choice_of_waiting_time_counts() -> None:
    facts = bind_facts(last_unlinked=held(AT - 2 * DAY))

    assert gist(cooldown(facts, rules(rebind_cooldown=72 * HOUR))) == "refuse cooling_down 2026-11-21T09:00:00Z"
    assert gist(cooldown(facts, rules(rebind_cooldown=47 * HOUR))) == "allow"


PENDING = {
    "none in the ledger, and the portal is silent": ({"no_open_invitation": UNTOLD}, "warn not_told", None),
    "one in the ledger, and the portal is silent": (
        {"pending_since": held(AT - HOUR), "no_open_invitation": UNTOLD},
        "refuse invitation_pending 2026-11-23T08:00:00Z",
        AT + 47 * HOUR + MINUTE,
    ),
    "an expired one in the ledger, and the portal is silent": (
        {"pending_since": held(AT - 49 * HOUR), "no_open_invitation": UNTOLD},
        "warn not_told",
        None,
    ),
    "one in the ledger that the portal no longer shows": ({"pending_since": held(AT - HOUR)}, "allow", None),
    "one in the ledger leaves an unopened dialog to be asked": (
        {"pending_since": held(AT - HOUR), "no_open_invitation": NOT_ASKED},
        "not_asked",
        None,
    ),
    "a ledger that was not asked": ({"pending_since": NOT_ASKED}, "not_asked", None),
    "the portal refuses before the ledger is asked": (
        {"pending_since": NOT_ASKED, "no_open_invitation": RED},
        "refuse invitation_pending",
        None,
    ),
}


@pytest.mark.parametrize(("changes", "told", "not_before"), PENDING.values(), ids=PENDING)
def test_an_open_invitation_is_the_portals_to_tell(
    changes: dict[str, Any], told: str, not_before: datetime | None
) -> None:
    verdict = pending_invitation(bind_facts(**changes), rules())

    assert (gist(verdict), verdict.not_before) == (told, not_before)


@pytest.mark.parametrize(("fact", "told"), [(UNTOLD, "refuse not_told"), (NOT_ASKED, "not_asked")])
def test_an_unlink_of_unknown_age_is_never_risked(fact: Any, told: str) -> None:
    verdict = unlink_wait(unlink_facts(last_linked=fact), rules())

    assert gist(verdict) == told


@pytest.mark.parametrize(("fact", "told"), [(UNTOLD, "refuse not_told"), (NOT_ASKED, "not_asked")])
def test_a_login_of_unknown_challenges_does_not_press(fact: Any, told: str) -> None:
    verdict = challenge_pause(bind_facts(last_challenge=fact), rules())

    assert gist(verdict) == told
