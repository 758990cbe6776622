"""Fixtures for tests against a running portal: one child process per test run or worker, one fresh world per test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mock_portal.client import World


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
