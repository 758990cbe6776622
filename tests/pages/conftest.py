"""The hostile portal that tests of the gate share: two origins, and one browser behind the real gate."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal
    from his_browser import HisBrowser
    from hostile_site import Rogue


@pytest.fixture(scope="session")
def one_rogue(agent_loop: BlockingPortal) -> Iterator[Rogue]:
    from hostile_site import Rogue, Site

    named = Path(os.environ["COMPANION_BROWSER__EXECUTABLE"])
    with Site().running() as own, Site().running() as foreign:
        made = Rogue(agent_loop, named, own, foreign)
        yield made
        agent_loop.call(made.close)


@pytest.fixture
def rogue(one_rogue: Rogue) -> Rogue:
    """As at the start of a day."""
    one_rogue.forget()
    return one_rogue


@pytest.fixture(scope="session")
def one_of_his(agent_loop: BlockingPortal, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HisBrowser]:
    from his_browser import his_browser

    # As on many a desk, but that a page may use another origin of this machine: all origins of these tests are here.
    flags = (
        *("--blink-settings=preferredColorScheme=0", "--site-per-process"),
        "--disable-features=LocalNetworkAccessChecks",
    )
    with his_browser(agent_loop, tmp_path_factory.mktemp("his profile"), *flags) as made:
        yield made


@pytest.fixture
def his(one_of_his: HisBrowser) -> HisBrowser:
    """The operator's own browser with one empty tab, and nobody signed in."""
    one_of_his.begins_anew()
    return one_of_his
