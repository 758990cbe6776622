"""When a promotion of ours ran is known from the ledger alone, by its name or its number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes import DEAL, PUBLISH, SHOP
from flow_bench import Bench, finished

from agent.domain.around import Ran
from agent.errors import Code, MendInput
from agent.flows.promotions_run import promotion_run

pytestmark = pytest.mark.fast


def asked(bench: Bench, word: str) -> Ran:
    return finished(promotion_run(SHOP, word, bench.ledger))


def test_a_published_promotion_is_found_by_its_name_and_by_its_number(bench: Bench) -> None:
    bench.run(PUBLISH)

    ran = asked(bench, DEAL.name)

    assert (ran.name, ran.starts, ran.ends) == (DEAL.name, DEAL.starts, DEAL.ends)
    assert asked(bench, ran.promotion_id) == ran


def test_one_that_was_not_published_from_here_is_refused_with_those_that_were(bench: Bench) -> None:
    bench.run(PUBLISH)

    with pytest.raises(MendInput) as caught:
        asked(bench, "another")

    assert (caught.value.code, caught.value.params["why"]) == (Code.E_INPUT, "not_published_here")
    assert caught.value.params["known"] == DEAL.name


def test_one_that_was_only_rehearsed_never_ran(bench: Bench) -> None:
    bench.run(replace(PUBLISH, dry_run=True))

    with pytest.raises(MendInput):
        asked(bench, DEAL.name)
