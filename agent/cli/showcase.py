"""showcase: what linked accounts show, what they are to show, and the days that this takes."""

from __future__ import annotations

import typer

from agent.cli import assorting, later, mixing, restocking, shelves, staling

showcase = typer.Typer(help="What linked accounts show: read it, fill it, keep it.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for one in (shelves, staling, restocking, later, assorting, mixing):
        one.join(showcase)
    app.add_typer(showcase, name="showcase")
