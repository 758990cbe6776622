"""The people that the pytest plugin gives to other people's suites."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from portal_visitor import LUCIA, MX

from mock_portal.client import World


def test_a_creator_answers_in_their_own_pages(mock_world: World, mock_creator: Callable[[str], Page]) -> None:
    mock_world.seller(MX).invite("cocina.conluz")

    page = mock_creator("cocina.conluz")
    page.get_by_role("button", name="Accept", exact=True).click()

    expect(page.get_by_text("Linked")).to_be_visible()
    assert mock_world.effects("link") == 1


def test_a_seller_is_at_home(mock_seller: Callable[[str, str], Page]) -> None:
    expect(mock_seller(*LUCIA).get_by_role("heading", name="Home", exact=True)).to_be_visible()


def test_nobody_gets_in_with_a_wrong_password(mock_seller: Callable[[str, str], Page]) -> None:
    with pytest.raises(ValueError, match="Incorrect account or password"):
        mock_seller(LUCIA[0], "wrong")
