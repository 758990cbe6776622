"""insights: what the shops' numbers were: read from the portal, shown, compared, and drawn."""

from __future__ import annotations

import typer

from agent.cli import collecting, comparing, numbers_shown

insights = typer.Typer(help="The shops' numbers: read, shown, compared, drawn.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    for one in (collecting, numbers_shown, comparing):
        one.join(insights)
    app.add_typer(insights, name="insights")
