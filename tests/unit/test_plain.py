"""A record becomes data in one place, and the public object that is cut from it keeps its names and values."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from fakes import ACCOUNT, SHOP, START
from runs_to_show import done, refused

from agent.cli import show
from agent.domain import plain

pytestmark = pytest.mark.fast


def test_the_public_object_of_a_refusal_keeps_its_names() -> None:
    told = show.as_object(refused(), "run-1", "/runs/run-1")

    assert " ".join(told) == (
        "run shop account action outcome exit code submitted link invitation note reason error not_before verdicts "
        "intent looks evidence hand_on"
    )
    assert (told["run"], told["shop"], told["evidence"]) == ("run-1", SHOP.id, "/runs/run-1")
    assert (told["intent"], told["looks"], told["code"], told["exit"]) == (None, 0, "G_NOT_ELIGIBLE", 38)
    assert json.loads(json.dumps(told)) == told


def test_a_verdict_of_the_public_object_stands_on_one_line() -> None:
    cooldown = show.as_object(refused(), "", "")["verdicts"][0]

    assert cooldown == {
        "guard": "cooldown",
        "effect": "refuse",
        "reason": "cooling_down",
        "measured": "23:40:00",
        "told_by": None,
        "rule": "rebind_cooldown",
        "value": "24h",
        "source": "TikTok Shop channel account article, https://www.tt123.com/ask/bTM2s0PQ: 24 h after an unlink",
        "trust": "article",
        "read_on": "2026-11-23",
        "not_before": (START + timedelta(hours=23, minutes=40)).isoformat(),
    }


def test_a_verdict_without_a_rule_says_so() -> None:
    asked = show.as_object(done(), "", "")["verdicts"][-1]

    assert (asked["guard"], asked["effect"]) == ("portal_criteria", "not_asked")
    assert (asked["rule"], asked["value"], asked["source"], asked["trust"]) == (None, None, None, None)


def test_the_public_object_of_a_bind_names_its_invitation_and_its_intent() -> None:
    told = show.as_object(done(), "", "")

    assert (told["intent"], told["looks"], told["link"], told["submitted"]) == ("b1c2d3", 1, "invited", "yes")
    assert told["invitation"] == {
        "id": "inv-77",
        "account": {"handle": "alice.home", "id": ACCOUNT},
        "state": "pending",
        "sent_at": START.isoformat(),
        "expires_at": (START + timedelta(hours=48)).isoformat(),
        "note": "sent",
    }


def test_a_rules_value_stays_what_it_is_until_somebody_writes_it() -> None:
    verdicts = plain.of_record(refused())["verdicts"]

    values = [one["rule"]["value"] for one in verdicts if one["rule"]]

    assert values == [timedelta(hours=24), 18, 80]
