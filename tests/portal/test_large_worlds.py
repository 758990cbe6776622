"""Worlds that make themselves up: a thousand shops with people of nine markets, the same again for the same seed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

import mock_portal
from mock_portal.areas.showcase.catalogue import sold_by
from mock_portal.mistakes import InputError
from mock_portal.rules import slots
from mock_portal.world import Account, World
from mock_portal.worldfile import read_world

LARGE = (Path(mock_portal.__file__).parent / "worlds" / "large.toml").read_text("utf-8")
NOW = datetime(2026, 3, 20, 9, tzinfo=UTC)


def world(text: str = LARGE, seed: int = 1) -> World:
    return read_world(text, NOW, map(str, count()).__next__, seed)


def named(people: World) -> list[str]:
    return [one.name for one in people.shops.values()] + [one.handle for one in people.accounts.values()]


@pytest.fixture(scope="module")
def large() -> World:
    return world()


def test_there_are_a_thousand_shops_and_two_million_products(large: World) -> None:
    sold = sold_by(large, list(large.shops)[-1])

    assert (len(large.shops), len(large.accounts)) == (1000, 8000)
    assert len(large.shops) * len(sold) == 2_000_000


def test_everybody_has_a_handle_of_their_own_that_could_be_typed(large: World) -> None:
    handles = [one.handle for one in large.accounts.values()]

    assert len(set(handles)) == len(handles)
    assert [one for one in handles if not re.fullmatch(r"[a-z0-9._]{2,24}", one)] == []


def test_markets_have_their_own_people(large: World) -> None:
    markets = {one.region for one in large.shops.values()}

    assert len(markets) == 9
    assert {one.region for one in large.accounts.values()} == markets
    assert {one.currency for one in large.shops.values()} >= {"MXN", "USD", "THB", "VND", "EUR"}


def test_the_same_seed_gives_the_same_people_and_another_gives_others() -> None:
    small = LARGE.replace("1000", "40").replace("4000", "50")

    first, again, other = (named(world(small, seed)) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_links_that_are_made_up_keep_the_rules(large: World) -> None:
    used = [slots(large, shop, NOW) for shop in large.shops.values()]
    linked: list[Account] = [large.accounts[link.account] for link in large.links]

    assert all(taken <= most <= 4 for taken, most in used)
    assert len({one.id for one in linked}) == len(linked)
    assert all(one.age >= 18 for one in linked)


def test_stars_name_all_shops_or_those_of_a_country(large: World) -> None:
    shops = {one.email: one.shops for one in large.logins.values()}

    assert len(shops["ops.world@example.com"]) == 1000
    assert {large.shops[one].region for one in shops["ops.asia@example.com"]} == {"TH", "ID", "VN"}


def test_a_star_that_catches_nothing_is_told() -> None:
    with pytest.raises(InputError, match="'shops' is empty"):
        world(LARGE.replace("MX:*", "AQ:*"))


def test_a_file_s_own_shops_come_first(example_world: str) -> None:
    grown = world(f"{example_world}\n[generate]\nshops = 3\n")

    assert list(grown.shops)[:4] == list(world(example_world).shops)
    assert len(grown.shops) == 7
