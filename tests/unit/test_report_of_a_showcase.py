"""A showcase's report tells of each product, whatever its title is, and of no press where none was made."""

from __future__ import annotations

import re

import pytest
from fakes import SHOP
from runs_to_show import END, HOSTILE, SHOT, TARGET, WHO, ToldTrail

from agent.adapters.report.document import of_run
from agent.adapters.report.report import render
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.record import ProductEnd, Record
from agent.errors import Code, Submitted
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast
NO = "This product is sold out."
DONE = ProductEnd("1729400000000000004", Kind.SHOWCASE_ADD, Outcome.DONE, submitted=Submitted.YES, title="Olla")
REJECTED = ProductEnd("1729400000000000005", Kind.SHOWCASE_ADD, Outcome.REJECTED, Code.B_NOT_ELIGIBLE, note=NO)
LATER = ProductEnd("1729400000000000006", Kind.SHOWCASE_ADD, Outcome.PLANNED, title="Sartén", due=END)


def page(*products: ProductEnd, language: str = "en") -> str:
    code = Code.B_NOT_ELIGIBLE if REJECTED in products else None
    record = Record(SHOP, TARGET, Kind.SHOWCASE_ADD, Outcome.REJECTED, code=code, note=NO, products=products)
    return render(of_run(record, WHO, ToldTrail(), END), [SHOT], Words.load((), language))


def text(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_product_is_told_with_what_became_of_it(language: str) -> None:
    say = Words.load((), language)

    told = text(page(DONE, REJECTED, LATER, language=language))

    assert all(one in told for one in ("Olla", DONE.product_id, REJECTED.product_id, LATER.product_id))
    assert f"{say('ui.portal_says')}: “ {NO} ”" in told or f"{say('ui.portal_says')}: “{NO}”" in told
    assert say("outcome.DONE") in told


def test_a_product_that_the_portal_refuses_is_no_press_of_the_account() -> None:
    told = text(page(DONE, REJECTED))

    assert "1 of 2 products" in told
    assert "It was sent once and changed nothing" not in told


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_is_only_a_title(title: str) -> None:
    html = page(ProductEnd("1", Kind.SHOWCASE_ADD, Outcome.DONE, title=title))

    assert "<script>alert" not in html
    assert "<img src=x" not in html
