"""An origin is an exact scheme, host and port: what hides one, or pretends to be one, is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from address_book import GOOD, TRICKS, TYPED
from pydantic import TypeAdapter, ValidationError

from agent.adapters.gate import WireGate
from agent.domain.portal import Origin
from agent.profile import load_portal
from agent.profile.shape import ExactOrigin
from agent.roster import OwnBrowser, ProxyLine
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast

ALLOWED = {Origin("https", "seller.ok", 443), Origin("http", "127.0.0.1", 8780), Origin("http", "::1", 8780)}
PLACES = {"attach": OwnBrowser, "proxy": ProxyLine, "origin": ExactOrigin}


def test_the_corpus_is_as_large_as_it_is_said_to_be() -> None:
    assert len(TRICKS) >= 120
    assert len(GOOD) >= 30
    assert [place for place in PLACES if sum(one[0] == place for one in TYPED) < 40] == []


def test_what_pretends_to_be_allowed_is_not() -> None:
    assert [url for url in TRICKS if Origin.of(url) in ALLOWED] == []


def test_the_gate_takes_no_trick_for_the_portal() -> None:
    portal = replace(load_portal([default_folder()], "mock"), allowed=frozenset(ALLOWED))
    gate, asked = WireGate(portal), [url for url in TRICKS if not url.startswith(("data:", "blob:"))]

    assert [url for url in asked if gate.inside(url) or gate.allows("GET", url)] == []
    assert len(gate.stopped) == len(asked)


@pytest.mark.parametrize("url", GOOD)
def test_an_honest_address_is_what_it_says(url: str) -> None:
    assert str(Origin.of(url)) == GOOD[url]
    assert Origin.of(GOOD[url]) == Origin.of(url)


def test_the_gate_lets_honest_addresses_through() -> None:
    ends = frozenset(one for one in map(Origin.of, GOOD.values()) if one)
    gate = WireGate(replace(load_portal([default_folder()], "mock"), allowed=ends))

    assert [url for url in GOOD if not gate.allows("GET", url)] == []


def accepted(place: str, text: str) -> bool:
    try:
        return TypeAdapter(PLACES[place]).validate_python(text) == text
    except ValidationError:
        return False


def test_what_is_typed_is_taken_as_it_stands_or_refused() -> None:
    good = [one for one in TYPED if accepted(*one)]

    assert good == [one for one, why in TYPED.items() if why == "good"]


@pytest.mark.parametrize("place", PLACES)
def test_no_trick_is_taken_for_an_address_that_may_be_typed(place: str) -> None:
    assert [url for url in TRICKS if url and accepted(place, url)] == []
