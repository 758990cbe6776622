"""A page's scripts come as one file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from portal_tab import Tab

import mock_portal
from mock_portal.client import World
from mock_portal.web.scripts import bundled

SCRIPTS = {file.name: file.read_text("utf-8") for file in Path(mock_portal.__file__).parent.glob("static/*.js")}


@pytest.mark.fast
@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_nothing_is_left_to_be_imported_and_nothing_comes_twice(name: str) -> None:
    scopes = re.findall(r"^const \$(\w+) = \(\(\)", bundled(name, SCRIPTS), re.MULTILINE)

    assert re.findall(r"^\s*import\b.*", bundled(name, SCRIPTS), re.MULTILINE) == []
    assert sorted({*scopes, name.removesuffix(".js")}) == sorted([*scopes, name.removesuffix(".js")])


def test_a_page_asks_for_one_script(mock_world: World, tab: Tab) -> None:
    tab.log_in("ops.latam@example.com", "demo-lucia-pass")
    tab.open("/profile/linked-accounts")
    tab.page.locator("[data-row-key]").first.wait_for()

    asked = [one["path"].rpartition("/")[2] for one in mock_world.requests() if one["path"].endswith(".js")]

    assert asked == ["linked_accounts.js"]
