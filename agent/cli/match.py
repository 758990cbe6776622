"""match: which creators suit a shop, by what Tabcut tells, every point explained; chosen ones become candidates."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.cli import match_site, show
from agent.cli.acts import ShopWord  # noqa: TC001 - typer reads the annotation at run time
from agent.cli.call import CALL, a_place
from agent.cli.difference import tell as say
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import folded
from agent.errors import AskPerson, Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from agent.domain.creators import Known
    from agent.domain.matching import Match, Wanted
    from agent.domain.roster import Shop
    from agent.matching import Matching
    from agent.wiring import House

match = typer.Typer(help="Creators that suit a shop.", no_args_is_help=True)

_Files = Annotated[
    list[Path] | None,
    typer.Option("--file", parser=a_place, metavar="FILE", help="Tabcut's export: .csv or .xlsx; again for more."),
]
_Pages = Annotated[
    str, typer.Option("--tabcut", metavar="PROFILE", help="Read Tabcut's own pages: tabcut, or mock for practice.")
]
_Products = Annotated[
    Path | None,
    typer.Option("--products", parser=a_place, metavar="FILE", help="The shop's product list: .csv or .xlsx."),
]
_AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DAY", help="The data's own day, where the files do not say it.")
]
_SkipBad = Annotated[bool, typer.Option("--skip-bad", help="Go on without the lines that cannot be read.")]
_Most = Annotated[int, typer.Option("--most", min=1, max=100_000, help="How many are shown.")]
_Explain = Annotated[str, typer.Option("--explain", metavar="HANDLE", help="Show every line of one score.")]
_Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", parser=a_place, metavar="FILE", help="Write all: .csv or .xlsx, a new file."),
]
_Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="HANDLE", help="Write this one into the roster as a candidate; again for more."),
]


@dataclass(frozen=True, slots=True)
class Found:
    """Everybody who was told of, best first, with what was known and when Seller Center was last looked at."""

    shop: Shop
    known: Known
    matches: Sequence[Match]
    official: datetime | None


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What the ledger tells: when Seller Center was last looked at for a shop, and whom this and other shops have."""

    official: datetime | None = None
    here: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    match_site.join(match)
    app.add_typer(match, name="match")


@match.command()
def rank(
    shop: ShopWord,
    files: _Files = None,
    tabcut: _Pages = "",
    products: _Products = None,
    as_of: _AsOf = "",
    skip_bad: _SkipBad = False,
    most: _Most = 20,
    explain: _Explain = "",
    output: _Output = None,
    add: _Add = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what --add would change; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking.")] = False,
) -> int:
    """Score creators for a shop, best first; nothing is sent anywhere, and nobody is invited by it."""
    from agent.adapters.tables import has_sheets  # noqa: PLC0415 - only here
    from agent.cli.match_adding import add_candidates  # noqa: PLC0415 - pydantic is heavy
    from agent.cli.match_files import Files, known_by  # noqa: PLC0415 - same

    if output:
        has_sheets(output)
    rooms = house()
    asked = rooms.shop(shop)
    if not files and not tabcut:
        raise MendInput(Code.E_USAGE, why="nothing_to_match")
    told = known_by(rooms, Files(files or (), _a_day(as_of), skip_bad=skip_bad))
    found = go(_found(rooms, asked, told, products, tabcut))
    answer = _tell(rooms, found, explain, most, output)
    if add:
        return add_candidates(rooms, found, add, answer, dry_run=dry_run, may_write=yes)
    if CALL.get().json:
        show.result(answer)
    return 0


def _tell(rooms: House, found: Found, explain: str, most: int, output: Path | None) -> dict[str, Any]:
    """Show a person what was found, and write and keep it; the answer is for a program."""
    from agent.adapters.tables import write_table  # noqa: PLC0415 - only here
    from agent.cli.match_telling import as_object, explained, sheet, tell  # noqa: PLC0415 - pydantic is heavy

    answer = as_object(found, explain, most)
    _keep(rooms, found)
    if output:
        write_table(output, [sheet(found)])
    if explain and not CALL.get().json:
        explained(found, explain)
    elif not CALL.get().json:
        tell(found, most, output)
    return answer


def _a_day(text: str) -> date | None:
    from datetime import date  # noqa: PLC0415 - only here

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise MendInput(Code.E_USAGE, why="not_a_day", value=text[:40]) from None


async def _found(rooms: House, shop: Shop, told: tuple[Known, Matching], products: Path | None, tabcut: str) -> Found:
    from agent.cli.match_pages import add_pages, read_pages  # noqa: PLC0415 - only here
    from agent.domain.creators import lookalikes  # noqa: PLC0415 - same
    from agent.domain.scoring import ranked  # noqa: PLC0415 - same

    known, matching = told
    memory = await _remembered(rooms, shop)
    wanted = _wanted(rooms, shop, products, memory)
    if tabcut:
        with _signed_in_there(shop, tabcut):
            add_pages(await read_pages(rooms, shop, tabcut, wanted, matching.site), known)
    alike = lookalikes([*(one.handle for one in known.creators.values()), *wanted.here, *wanted.elsewhere])
    return Found(shop, known, ranked(known, wanted, matching.recipe, alike), memory.official)


@contextmanager
def _signed_in_there(shop: Shop, profile: str) -> Iterator[None]:
    """Whose session is missing is the site's customer: how that one logs in is said too."""
    try:
        yield
    except AskPerson as error:
        if error.code is Code.E_SESSION_EXPIRED:
            say([words()("ui.match_login", shop=shop.name, profile=profile)])
        raise


def _wanted(rooms: House, shop: Shop, file: Path | None, memory: _Remembered) -> Wanted:
    """What a shop sells, by its product list or else by its own category; and whom roster and ledger name."""
    from agent.assortments.reading import path_of  # noqa: PLC0415 - pydantic is heavy
    from agent.cli.goods import products_of_shop  # noqa: PLC0415 - same
    from agent.domain.matching import Wanted  # noqa: PLC0415 - only here

    sold = products_of_shop(rooms, shop, file) if file else []
    ways = dict.fromkeys(one.category for one in sold if one.category) or {path_of(shop.category): None}
    others = [one for one in rooms.roster.shops if one is not shop]
    theirs = [one.handle for other in others for one in other.accounts] + [
        one.official for one in others if one.official
    ]
    return Wanted(
        region=shop.region,
        categories=tuple(one for one in ways if one),
        products=frozenset(one.product_id for one in sold),
        here=memory.here | {folded(one.handle) for one in shop.accounts},
        elsewhere=memory.elsewhere | set(map(folded, theirs)),
        official=shop.official or "",
    )


async def _remembered(rooms: House, shop: Shop) -> _Remembered:
    """What the ledger knows of this; nothing where there is none yet."""
    from agent.adapters.ledger_sql import ledger_exists  # noqa: PLC0415 - sqlalchemy is heavy
    from agent.domain.ledger import LinkState  # noqa: PLC0415 - only here

    if not ledger_exists(rooms.ledger_url):
        return _Remembered()
    async with rooms.ledger() as book:
        looked = [one.ended_at for one in await book.runs(shop.id, 1)]
        looked += [one.seen_at for one in await book.links(shop.id)]
        links = (await book.survey(rooms.clock().now(), (), ())).links
    held = [one for one in links if one.state is not LinkState.UNLINKED]
    return _Remembered(
        max(looked, default=None),
        frozenset(folded(one.handle) for one in held if one.shop == shop.id),
        frozenset(folded(one.handle) for one in held if one.shop != shop.id),
    )


def _keep(rooms: House, found: Found) -> None:
    """The best ones stay for the dashboard, where there is a state at all."""
    from agent.adapters.matches import Matches  # noqa: PLC0415 - only here
    from agent.cli.match_telling import SHOWN, as_object  # noqa: PLC0415 - same

    if rooms.state.exists():
        Matches(rooms.state / "match").keep(found.shop.id, as_object(found, "", SHOWN))
