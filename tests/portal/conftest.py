"""Visitors of the portal for every test of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from portal_visitor import GLOBAL, LUCIA, Visitor

from mock_portal.client import World


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
def mei(mock_world: World) -> Iterator[Visitor]:
    """The operator of the shops in the United Kingdom and in Thailand, logged in; begins in the first."""
    visitor = Visitor(mock_world.origin).log_in(*GLOBAL)
    yield visitor
    visitor.close()
