"""Who watches over the rounds of this installation, as its settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.files import explained, refuse_shared
from agent.domain.pinging import is_ping_address
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from pathlib import Path

    from agent.ports import Watchdog
    from agent.settings import Settings


def watchdog(settings: Settings) -> Watchdog:
    """All of them; raises MendInput(E_INPUT) or MendHost where the file that holds the address is not right."""
    from agent.adapters.watchdogs import Pings, Textfile, Watchdogs  # noqa: PLC0415 - only a round pays for it

    asked, textfile = settings.watchdog, settings.metrics.textfile
    url = asked.url.get_secret_value() or (_read(asked.url_file) if asked.url_file else "")
    return Watchdogs([*([Pings(url)] if url else []), *([Textfile(textfile)] if textfile else [])])


def _read(path: Path) -> str:
    """The address in a file that nobody else may read."""
    with explained(path):
        refuse_shared(path)
        url = path.read_bytes().decode("ascii", "replace").strip()
    if not is_ping_address(url):
        raise MendInput(Code.E_INPUT, file=path, why="not_a_ping")
    return url
