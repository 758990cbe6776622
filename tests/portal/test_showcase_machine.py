"""Whatever creators, sellers and the clock do: never more than fifty a day, and what is shown is what was done."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from portal_visitor import GB, MX, TH

from mock_portal.client import ControlRefusedError, World

HANDLES = ["casa.aurora.live", "cocina.conluz", "glow.by.ploy"]
ZONES = {MX: "America/Mexico_City", GB: "Europe/London", TH: "Asia/Bangkok"}
GIVEN = [f"17294000000000000{n:02}" for n in range(1, 27)]
MADE = [str(1_731_000_000_000_000_000 + shop * 10_000_019 + n) for shop in (0, 2) for n in range(60)]
BEFORE = 6  # what @casa.aurora.live had added before the world began
handles = some.sampled_from([*HANDLES, "casa.aurora.live"])
products = some.sampled_from(GIVEN + MADE)
sources = some.sampled_from(["shop", "link"])


class Showcases(RuleBasedStateMachine):
    """Fills and empties showcases over the control port of one running portal, and keeps its own books."""

    world: ClassVar[World]
    text: ClassVar[str]

    def __init__(self) -> None:
        super().__init__()
        self.world.reset(world=self.text)
        self.world.freeze()  # a midnight must not pass between a deed and our books
        self.began = self.world.now()
        self.shown = {handle: self.world.creator(handle).showcase() for handle in HANDLES}
        self.added: Counter[tuple[str, str, date]] = Counter()
        self.added[self.day("casa.aurora.live")] = BEFORE

    def day(self, handle: str) -> tuple[str, str, date]:
        """Whose day it is, where: the linked shop's zone tells when it begins."""
        zone = ZONES.get(shops_of(self.world.state()).get(handle, ""), "UTC")
        return handle, zone, self.world.now().astimezone(ZoneInfo(zone)).date()

    @rule(handle=handles, product=products, source=sources)
    def add(self, handle: str, product: str, source: str) -> None:
        with suppress(ControlRefusedError):
            self.world.creator(handle).add_product(product, source=source)
            self.shown[handle].insert(0, product)
            self.added[self.day(handle)] += 1

    @rule(handle=handles, first=some.integers(0, len(MADE) - 1), source=sources)
    def add_many(self, handle: str, first: int, source: str) -> None:
        for product in (MADE + MADE)[first : first + 70]:
            self.add(handle, product, source)

    @rule(handle=handles, product=products)
    def remove(self, handle: str, product: str) -> None:
        with suppress(ControlRefusedError):
            self.world.creator(handle).remove_product(product)
            self.shown[handle].remove(product)

    @rule(handle=handles, shop=some.sampled_from(list(ZONES)))
    def unlink(self, handle: str, shop: str) -> None:
        with suppress(ControlRefusedError):
            self.world.seller(shop).unlink(handle)
            self.shown[handle] = []

    @rule(handle=handles, shop=some.sampled_from(list(ZONES)))
    def link(self, handle: str, shop: str) -> None:
        with suppress(ControlRefusedError):
            self.world.seller(shop).invite(handle)
            self.world.creator(handle).accept()

    @rule(minutes=some.sampled_from([0, 1, 300, 719, 1500]))
    def time_passes(self, minutes: int) -> None:
        self.world.advance(minutes=minutes)

    @rule(hours=some.integers(-48, 48))
    def the_clock_jumps(self, hours: int) -> None:
        self.world.set_clock(self.began.replace(minute=59, second=59) + timedelta(hours=hours))

    @invariant()
    def nobody_adds_more_than_fifty_a_day(self) -> None:
        assert max(self.added.values()) <= 50

    @invariant()
    def what_was_done_is_what_is_there(self) -> None:
        check_rows(self.world.state(), [effect["kind"] for effect in self.world.effect_log()])

    @invariant()
    def what_is_shown_is_what_was_added_since(self) -> None:
        told = {handle: self.world.creator(handle).showcase() for handle in HANDLES}
        assert {handle: sorted(ids) for handle, ids in told.items()} == {
            handle: sorted(ids) for handle, ids in self.shown.items()
        }


def shops_of(state: dict[str, Any]) -> dict[str, str]:
    """The shop of each linked account, by handle."""
    handles_by_id = {account["id"]: account["handle"] for account in state["accounts"]}
    return {handles_by_id[link["account"]]: link["shop"] for link in state["links"] if link["unlinked_at"] is None}


def check_rows(state: dict[str, Any], done: list[str]) -> None:
    rows = state["showcase_item"]

    assert len(rows) == 3 + done.count("showcase_add")
    assert sum(row["removed_at"] is not None for row in rows) == done.count("showcase_remove")
    assert all(datetime.fromisoformat(row["at"]).tzinfo for row in rows)


def test_a_showcase_keeps_its_promises_whatever_happens(mock_world: World, example_world: str) -> None:
    calm = settings(max_examples=10, stateful_step_count=20, suppress_health_check=list(HealthCheck))
    text = f"{example_world}\n[generate]\nproducts_per_shop = 60\n"

    machine = type("Running", (Showcases,), {"world": mock_world, "text": text})

    run_state_machine_as_test(machine, settings=calm)
