"""Appeals and tickets: refused where the portal takes none, where a text is cut, and where somebody has asked."""

from __future__ import annotations

import pytest
from facts_builder import NEVER, UNTOLD, appeal_facts, gist, rules, seen, ticket_facts

from agent.domain.facts import NOT_ASKED, Fact
from agent.domain.verdict import NOT_ASKED as UNASKED
from agent.guards.appeal_taken import appeal_taken
from agent.guards.text_length import text_length
from agent.guards.ticket_open import ticket_open

pytestmark = pytest.mark.fast


@pytest.mark.parametrize(
    ("form", "tries", "wanted"),
    [
        (seen("2026-12-03"), 0, "allow"),
        (seen("2026-12-03"), 1, "allow"),
        (seen(""), 2, "allow"),  # the page takes one more than is written anywhere: its word counts
        (NEVER, 2, "refuse appeal_not_taken failed, 2/2"),
    ],
)
def test_an_appeal_is_taken_as_long_as_the_page_offers_it(form: Fact[str], tries: int, wanted: str) -> None:
    facts = appeal_facts(form_until=form, tries=seen(tries), stands=seen("failed"))

    assert gist(appeal_taken(facts, rules())) == wanted


def test_which_try_it_is_stands_beside_the_rule() -> None:
    assert appeal_taken(appeal_facts(tries=seen(1)), rules()).measured == "2/2"


@pytest.mark.parametrize(("letters", "wanted"), [(500, "allow"), (501, "refuse text_too_long 501/500")])
def test_a_text_fits_the_field_or_is_refused(letters: int, wanted: str) -> None:
    assert gist(text_length(ticket_facts(letters=letters), rules())) == wanted
    assert gist(text_length(appeal_facts(letters=letters), rules())) == wanted


@pytest.mark.parametrize(
    ("open_ticket", "wanted"),
    [
        (NEVER, "allow"),
        (seen("8310000000000000001"), "refuse ticket_open 8310000000000000001"),
        (UNTOLD, "refuse not_told"),
    ],
)
def test_a_ticket_is_refused_while_another_stands_open_or_may(open_ticket: Fact[str], wanted: str) -> None:
    assert gist(ticket_open(ticket_facts(open_ticket=open_ticket), rules())).strip() == wanted


def test_what_nobody_has_looked_at_is_not_asked() -> None:
    assert appeal_taken(appeal_facts(form_until=NOT_ASKED), rules()) == UNASKED
    assert ticket_open(ticket_facts(open_ticket=NOT_ASKED), rules()) == UNASKED
