"""Whatever people do in whatever order, the portal keeps its promises: slots, one shop an account, true effects."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from portal_visitor import GB, MX, TH

from mock_portal.client import ControlRefusedError, World

NORDLYS = "7495000000000000099"
HANDLES = [
    "cocina.conluz",
    "hogar_bonito.mx",
    "tech.rafa",
    "casa.aurora.live",
    "kitchen.with.kate",
    "teaandtidy",
    "homebymeera",
    "tinykitchenleeds",
    "student.kitchen",
    "north.sea.candles",
    "glow.by.ploy",
    "ploy.daily",
]
handles = some.sampled_from(HANDLES)
shops = some.sampled_from([MX, GB, TH, NORDLYS])


def people_at_work(world: World) -> type[RuleBasedStateMachine]:
    """A machine that plays everybody over the control port of one running portal."""

    class People(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            world.reset()
            self.links_at_start = len(open_links(world.state()))

        @rule(shop=shops, handle=handles)
        def invite(self, shop: str, handle: str) -> None:
            with suppress(ControlRefusedError):
                world.seller(shop).invite(handle)

        @rule(handle=handles, deed=some.sampled_from(["accept", "accept", "decline", "verify_identity"]))
        def answer(self, handle: str, deed: str) -> None:
            with suppress(ControlRefusedError):
                world.person({"who": "creator", "handle": handle, "do": deed})

        @rule(handle=handles, deed=some.sampled_from(["approve", "reject"]))
        def review(self, handle: str, deed: str) -> None:
            with suppress(ControlRefusedError):
                world.person({"who": "reviewer", "handle": handle, "do": deed, "reason": "no"})

        @rule(shop=shops, handle=handles)
        def unlink(self, shop: str, handle: str) -> None:
            with suppress(ControlRefusedError):
                world.seller(shop).unlink(handle)

        @rule(handle=handles, deed=some.sampled_from(["request", "request", "withdraw", "approve", "decline"]))
        def ask_to_be_unlinked(self, handle: str, deed: str) -> None:
            with suppress(ControlRefusedError):
                world.person({"who": "unlinking", "handle": handle, "do": deed})

        @rule(hours=some.sampled_from([1, 23, 25, 49, 170]))
        def time_passes(self, hours: int) -> None:
            world.advance(hours=hours)

        @invariant()
        def promises_are_kept(self) -> None:
            check_promises(world.state(), world.effect_log(), self.links_at_start)

    return People


def open_links(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [link for link in state["links"] if link["unlinked_at"] is None]


def check_promises(state: dict[str, Any], effects: list[dict[str, Any]], links_at_start: int) -> None:
    linked, done = open_links(state), [effect["kind"] for effect in effects]

    assert all(shop["slots_used"] <= shop["slots_max"] <= 4 for shop in state["shops"])
    assert all(shop["unlinks_left"] >= 0 for shop in state["shops"])
    assert done.count("unlink") <= 3 * len(state["shops"])
    assert all(done.count(f"unlink_{how}") <= done.count("unlink") for how in ("approve", "auto"))
    assert len({link["account"] for link in linked}) == len(linked)
    assert len(linked) == links_at_start + done.count("link") - done.count("unlink")
    assert len(state["invitations"]) == done.count("invite")
    assert sum(one["stage"] == "linked" for one in state["invitations"]) == done.count("link")
    assert sum(one["stage"] == "declined" for one in state["invitations"]) == done.count("decline")
    assert [effect["seq"] for effect in effects] == list(range(1, len(effects) + 1))


def test_promises_are_kept_whatever_people_do(mock_world: World) -> None:
    calm = settings(
        max_examples=25, stateful_step_count=30, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )

    run_state_machine_as_test(people_at_work(mock_world), settings=calm)
