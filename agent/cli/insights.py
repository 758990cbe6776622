"""insights: what the shops' numbers were: read from the portal, shown, and written into files."""

from __future__ import annotations

import typer

from agent.cli import collecting, numbers_shown

insights = typer.Typer(help="The shops' numbers: read them, show them, keep them.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for one in (collecting, numbers_shown):
        one.join(insights)
    app.add_typer(insights, name="insights")
