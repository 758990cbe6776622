"""Every screen in a real browser, in each language (in turn; in all of them in the long proofs) and at both widths."""

from __future__ import annotations

import pytest
from every_screen import BY_A_STEP, SCREENS, Screen
from portal_album import Album
from portal_tab import Tab

from mock_portal.areas.routes import ROUTES
from mock_portal.client import World
from mock_portal.web import pages


@pytest.mark.sample(29)
@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_screen_is_in_order(mock_world: World, tab_in: Tab, album: Album, screen: Screen) -> None:
    screen.show(mock_world, tab_in)

    assert tab_in.page.locator("html").get_attribute("lang") == tab_in.lang
    assert tab_in.disorder() == []
    album.keep(screen, tab_in)


def test_no_screen_is_left_out() -> None:
    shown = {screen.path.partition("?")[0] for screen in SCREENS}

    there = {route.path for route in (*ROUTES, *pages.ROUTES) if route.endpoint.__module__.endswith(".pages")}

    assert there - shown - set(BY_A_STEP) == set()
