"""live: when the accounts of a shop should go LIVE, with what, and the papers for it; nothing is ever published."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer

from agent.cli.call import a_place
from agent.cli.goods import Wish, accounts_of
from agent.cli.live_accounts import Asked, planned
from agent.cli.live_told import tell
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.domain.identity import legible
from agent.domain.live import Traffic
from agent.domain.live_plan import Wishes
from agent.domain.offers import Terms
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.identity import Handle
    from agent.domain.live_plan import LivePlan
    from agent.domain.roster import Shop
    from agent.wiring import House

live = typer.Typer(help="LIVEs: when, with which products and offers. Proposals only.", no_args_is_help=True)

_MOST_DAYS: Final = 92
_A_YEAR: Final = timedelta(days=366)
_COUNT: Final = re.compile(r"[0-9]{1,10}")


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.add_typer(live, name="live")


@live.callback()
def _group() -> None:
    """Keep the command's name: a group of one command loses it."""


@live.command()
def plan(
    shop: Annotated[str, typer.Argument(metavar="SHOP", help="Id or name of a shop.")],
    handles: Annotated[
        list[str] | None, typer.Argument(metavar="[HANDLE]...", help="Which accounts; default: those that are linked.")
    ] = None,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="As 2026-12-01; default: today.")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=_MOST_DAYS, help="How many days.")] = 7,
    minutes: Annotated[int | None, typer.Option("--minutes", min=15, max=720, help="How long a LIVE lasts.")] = None,
    per_week: Annotated[
        int | None, typer.Option("--per-week", min=1, max=7, help="LIVEs of an account in 7 days.")
    ] = None,
    traffic: Annotated[
        Traffic | None, typer.Option("--traffic", help="The article's 15 minutes: the first ones, or the ones before.")
    ] = None,
    followers: Annotated[
        list[str] | None, typer.Option("--followers", metavar="HANDLE=N", help="How many followers an account has.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--file", parser=a_place, metavar="FILE", help="Assortments; default: the roster's."),
    ] = None,
    products: Annotated[
        Path | None,
        typer.Option("--products", parser=a_place, metavar="FILE", help="The shop's product list: titles, prices."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", parser=a_place, metavar="DIR", help="Write calendar, CSV, offers, run sheets."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Run sheets as PDF too, which needs a browser.")] = True,
) -> int:
    """Propose LIVEs in the shop's best hours, with products and offers; nothing is published."""
    rooms = house()
    one, kept, now = rooms.shop(shop), rooms.settings.live, rooms.clock().now()
    wishes = Wishes(
        first=_a_day(first, one.zone, now),
        days=days,
        lasts=timedelta(minutes=minutes or kept.minutes),
        per_week=per_week or kept.per_week,
        traffic=traffic or Traffic(kept.traffic),
        terms=Terms(kept.code_percent, kept.code_quota, kept.flash_percent),
    )
    counts = dict(_a_count(one, text) for text in followers or ())
    goods = Wish(one, tuple(handles or ()), tuple(files or ()), products)
    made = go(planned(rooms, Asked(goods, wishes, counts), now))
    paths = _written(rooms, made, output, pdf=pdf) if output and made.lives else []
    tell(made, paths)
    return 0


def _written(rooms: House, made: LivePlan, folder: Path, *, pdf: bool) -> list[Path]:
    """Put the papers into a folder; MendInput(E_INPUT) where one of them is there already, and then none is."""
    from agent.adapters.files import create_private, private_folder  # noqa: PLC0415 - only where something is written
    from agent.cli.live_papers import papers  # noqa: PLC0415 - jinja2 is heavy
    from agent.wiring.printing import printed_sheets  # noqa: PLC0415 - only here

    found = papers(made)
    sheets = [name for name in found if name.endswith(".html")] if pdf else []
    printed = [name.replace(".html", ".pdf") for name in sheets]
    for path in (folder / name for name in (*found, *printed)):
        if path.exists():
            raise MendInput(Code.E_INPUT, file=path, why="exists")
    pages = go(printed_sheets([found[name].decode() for name in sheets], rooms)) if sheets else []
    found |= zip(printed, pages, strict=True)
    private_folder(folder)
    for name, content in found.items():
        create_private(folder / name, content)
    return [folder / name for name in found]


def _a_day(text: str, zone: str, now: datetime) -> date:
    """A day of the shop from today on, within a year; raises MendInput(E_USAGE)."""
    today = now.astimezone(ZoneInfo(zone)).date()
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        raise MendInput(Code.E_USAGE, why="live_day", value=legible(text, 40)) from None
    if not today <= day <= today + _A_YEAR:
        raise MendInput(Code.E_USAGE, why="live_day", value=day)
    return day


def _a_count(shop: Shop, text: str) -> tuple[Handle, int]:
    """How many followers an account has, as HANDLE=N; raises MendInput(E_USAGE)."""
    handle, _, count = text.partition("=")
    if not _COUNT.fullmatch(count):
        raise MendInput(Code.E_USAGE, why="followers_form", value=legible(text, 60))
    return accounts_of(Wish(shop, [handle]))[0].handle, int(count)
