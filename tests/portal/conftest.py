"""Visitors of the portal for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

import pytest
from playwright.sync_api import Browser
from portal_album import Album
from portal_tab import DESK, PHONE, Tab
from portal_visitor import GLOBAL, LUCIA, Visitor

from mock_portal.client import World

LANGUAGES = ("en", "zh-CN", "es")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test in one of the languages, in turn; in the other ones in the long proofs only."""
    for item in items:
        lang = getattr(item, "callspec", None) and item.callspec.params.get("lang")  # type: ignore[attr-defined]  # of functions
        if lang and lang != _turn_of(item.nodeid.replace(lang, "")):
            item.add_marker(pytest.mark.heavy)


def _turn_of(test: str) -> str:
    return LANGUAGES[crc32(test.encode()) % len(LANGUAGES)]


@pytest.fixture
def stranger(mock_world: World) -> Iterator[Visitor]:
    """Somebody without a session."""
    visitor = Visitor(mock_world.origin)
    yield visitor
    visitor.close()


@pytest.fixture
def lucia(stranger: Visitor) -> Visitor:
    """The operator of the Mexican shop, logged in."""
    return stranger.log_in(*LUCIA)


@pytest.fixture
def hasty(mock_world: World, lucia: Visitor) -> Iterator[Visitor]:
    """The same session, but with little patience."""
    visitor = Visitor(mock_world.origin, patience=0.3)
    visitor.cookies = lucia.cookies
    yield visitor
    visitor.close()


@pytest.fixture
def mei(mock_world: World) -> Iterator[Visitor]:
    """The operator of the shops in the United Kingdom and in Thailand, logged in; begins in the first."""
    visitor = Visitor(mock_world.origin).log_in(*GLOBAL)
    yield visitor
    visitor.close()


@pytest.fixture
def live(mock_world: World) -> Iterator[Visitor]:
    """The creator behind @casa.aurora.live, linked to the Mexican shop, with three products and six added today."""
    visitor = Visitor(mock_world.origin)
    visitor.post("/passport/m/login", handle="casa.aurora.live", password="demo-creator-pass")
    yield visitor
    visitor.close()


@pytest.fixture(scope="session")
def album(browser: Browser) -> Iterator[Album]:
    """Where pictures of the screens are kept, if anybody wants them."""
    made = Album.asked_for()
    yield made
    made.bind(browser)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """Each language of the portal."""
    return str(request.param)


@pytest.fixture
def tab(browser: Browser, mock_world: World) -> Iterator[Tab]:
    """A tab on a desk, in English."""
    yield from _tab(browser, mock_world, "en", DESK)


@pytest.fixture
def tab_in(browser: Browser, mock_world: World, lang: str) -> Iterator[Tab]:
    """A tab on a desk, in each language."""
    yield from _tab(browser, mock_world, lang, DESK)


@pytest.fixture
def phone_in(browser: Browser, mock_world: World, lang: str) -> Iterator[Tab]:
    """A tab on a phone, in each language."""
    yield from _tab(browser, mock_world, lang, PHONE)


def _tab(browser: Browser, world: World, lang: str, width: int) -> Iterator[Tab]:
    context = browser.new_context(viewport={"width": width, "height": 844})
    yield Tab(context.new_page(), world.origin, lang)
    context.close()
