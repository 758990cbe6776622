"""How a browser is started: which one, with what to be seen of it, and without anything of ours in its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from playwright.async_api import Error as PlaywrightError

from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Playwright

_ROOT: Final = 0
_OURS: Final = "COMPANION_"  # settings and secrets of this program; a browser needs none of them


@dataclass(frozen=True, slots=True)
class Launch:
    """How the browser is started, and how long it waits for an element, in milliseconds."""

    executable: Path | None
    headed: bool
    action_ms: float


async def launched(driver: Playwright, launch: Launch) -> Browser:
    """A browser without any of this program's settings and secrets; raises MendHost(E_BROWSER_MISSING)."""
    try:
        return await driver.chromium.launch(
            executable_path=launch.executable,
            headless=not launch.headed,
            chromium_sandbox=not is_root(),
            handle_sigint=False,
            env={name: value for name, value in os.environ.items() if not name.startswith(_OURS)},
        )
    except PlaywrightError as error:
        raise MendHost(Code.E_BROWSER_MISSING, detail=error.message.splitlines()[0]) from None


def is_root() -> bool:
    """Whether a browser's sandbox cannot be used because everything is allowed here."""
    return hasattr(os, "geteuid") and os.geteuid() == _ROOT
