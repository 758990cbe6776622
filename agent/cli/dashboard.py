"""dashboard: look at all shops in a browser, and start what may be started from there."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.crash import keep_crash
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from agent.wiring import House

_HERE = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(dashboard)


def dashboard(
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0: any free one.")] = 8790,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Of this machine; default: itself alone.")
    ] = _HERE,
) -> int:
    """Show all shops in a browser until stopped; the printed link opens it, once."""
    _require_installed()
    from agent.dashboard.doors import is_loopback  # noqa: PLC0415 - the dashboard's extra

    address = _an_address(host)
    if not is_loopback(address):
        print(legible(words()("ui.dashboard_open", host=address), 600), file=sys.stderr)
    return go(_serve(house(), address, port))


def _require_installed() -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - only here

    if not all(find_spec(name) for name in ("starlette", "uvicorn")):
        raise MendInput(Code.E_USAGE, why="no_dashboard")


def _an_address(text: str) -> str:
    """An address that a browser can name; every address at once is none."""
    import ipaddress  # noqa: PLC0415 - only here

    with suppress(ValueError):
        found = ipaddress.ip_address("127.0.0.1" if text == "localhost" else text)
        if not found.is_unspecified:
            return str(found)
    raise MendInput(Code.E_USAGE, why="host_form", value=legible(text, 60))


async def _serve(rooms: House, host: str, port: int) -> int:
    """Being told to stop is its good end."""
    from asyncio import CancelledError  # noqa: PLC0415 - only here

    from agent.dashboard.serving import Told, serve  # noqa: PLC0415 - the dashboard's extra
    from agent.wiring.boards import Board, FollowedClock  # noqa: PLC0415 - jinja2 is heavy

    clock = FollowedClock(rooms)
    async with rooms.ledger(clock) as book:
        with suppress(CancelledError):
            await serve(Board(rooms, book, book, clock), host, port, Told(_tell, keep_crash))
    return 0


def _tell(link: str) -> None:
    """Each link is good once; whoever reads what is printed here may come in."""
    show.result({"link": link}, [words()("ui.dashboard_link", link=link)])
