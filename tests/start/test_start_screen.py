"""Some tests look at visible windows: they need a screen that nobody sees, and a browser that has windows."""

from __future__ import annotations

import pytest
from pretend import Pretend

from start import NO_SCREEN, bring_screen

pytestmark = pytest.mark.fast

BOTH = {"/bin/Xvfb", "/bin/chromium"}


def test_what_is_there_is_not_installed() -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get", *BOTH})

    bring_screen(pretend.machine)

    assert (pretend.ran, pretend.said) == ([], [])


def test_root_on_debian_gets_what_is_missing() -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get", "/bin/chromium"})

    bring_screen(pretend.machine)

    assert pretend.ran[0].endswith("--no-install-recommends xvfb")
    assert NO_SCREEN not in pretend.said


def test_elsewhere_one_line_says_what_is_skipped() -> None:
    pretend = Pretend(files={"/bin/apt-get"})

    bring_screen(pretend.machine)

    assert pretend.said == [NO_SCREEN]


def test_where_windows_are_shown_another_way_nothing_is_said() -> None:
    pretend = Pretend(system="win32")

    bring_screen(pretend.machine)

    assert (pretend.ran, pretend.said) == ([], [])
