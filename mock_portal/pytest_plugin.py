"""Fixtures for tests against a running portal: one child process per test run or worker, one fresh world per test."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from mock_portal.client import World

_CREATORS_PASSWORD = "demo-creator-pass"  # noqa: S105 - every inhabitant of the example world has this one


@pytest.fixture(scope="session")
def mock_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal in a process of its own: `origin`, `control` and `token`; whatever a test did is still in it."""
    from mock_portal.child import running  # noqa: PLC0415 - every pytest run loads this file, few start a portal

    with running(tmp_path_factory.mktemp("portal")) as world:
        yield world


@pytest.fixture
def mock_world(mock_portal: World) -> World:
    """The same portal, put back to the start for this test."""
    mock_portal.reset()
    return mock_portal


@pytest.fixture
def mock_creator(mock_world: World, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Page]]:
    """A person in a creator's pages: give a handle, get a page of that person's browser at the inbox."""
    with _people(request, mock_world) as enter:
        yield lambda handle: enter("m", {"handle": handle, "password": _CREATORS_PASSWORD}, "/m/inbox")


@pytest.fixture
def mock_seller(mock_world: World, request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Page]]:
    """A person in Seller Center: give e-mail and password, get a page of that browser at the seller's home."""
    with _people(request, mock_world) as enter:
        yield lambda account, password: enter("web/user", {"account": account, "password": password}, "/homepage")


@contextmanager
def _people(request: pytest.FixtureRequest, world: World) -> Iterator[Callable[[str, dict[str, str], str], Page]]:
    """Lets people in, each with a browser context of their own, and sees them out after the test."""
    browser: Browser = request.getfixturevalue("browser")
    with ExitStack() as stack:

        def enter(door: str, told: dict[str, str], home: str) -> Page:
            context = browser.new_context()
            stack.callback(context.close)
            answer = context.request.post(f"{world.origin}/passport/{door}/login", data=told).json()
            if answer["code"] != 0:
                raise ValueError(answer["message"])
            page = context.new_page()
            page.goto(f"{world.origin}{home}")
            return page

        yield enter
