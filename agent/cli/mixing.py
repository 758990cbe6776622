"""showcase mix: an assortment per account out of a shop's products, every point with its reason, to be edited."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.goods import OneShop, Wish, accounts_of, products_of_shop
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.assortment import LAST
from agent.domain.cells import Heading, NewSheet
from agent.domain.identity import legible
from agent.domain.mixing import Thirds, Why, meant, suggested
from agent.domain.planning import in_common
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.mixing import Points, Position, Scored
    from agent.wiring import House

_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class _Mix:
    """What is suggested to one account; `because` are the words by which its position was known, `left` is the rest.

    `thirds` are how the list's prices are divided.
    """

    handle: str
    position: Position | None
    because: tuple[str, ...] = ()
    suggested: tuple[Scored, ...] = ()
    left: int = 0
    thirds: Thirds | None = None


def join(group: typer.Typer) -> None:
    """Offer this module's command."""
    group.command()(mix)


def mix(
    shop: OneShop,
    products: Annotated[
        Path, typer.Option("--products", parser=a_place, metavar="FILE", help="The shop's product list: .csv or .xlsx.")
    ],
    handle: Annotated[str, typer.Argument(metavar="[HANDLE]", help="Only this account; default: all.")] = "",
    position: Annotated[
        str, typer.Option("--position", metavar="NAME", help="What the account stands for; default: the roster's.")
    ] = "",
    most: Annotated[int, typer.Option("--most", min=1, max=100_000, help="How many products at most.")] = 200,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", parser=a_place, metavar="FILE", help="Write it: .csv or .xlsx, a new file."),
    ] = None,
) -> int:
    """Suggest which of the shop's products suit each account, by its position; a file for a person to edit."""
    from agent.adapters.tables import has_sheets, write_table  # noqa: PLC0415 - only here

    if output:
        has_sheets(output)
    rooms = house()
    made = _mixes(rooms, Wish(rooms.shop(shop), [handle] if handle else [], products=products), position, most)
    if output:
        write_table(output, [_sheet(made)])
    if CALL.get().json:
        show.result(_as_object(made))
    else:
        _tell(made, output)
    return 0


def _mixes(rooms: House, wish: Wish, position: str, most: int) -> list[_Mix]:
    from agent.assortments import load_positions  # noqa: PLC0415 - pydantic is heavy
    from agent.tomlfile import default_folder  # noqa: PLC0415 - only here

    positions, weights = load_positions((*rooms.folders, default_folder()))
    accounts = accounts_of(wish)
    told = [(one, *meant(position or one.position, positions)) for one in accounts]
    if all(found is None for _, found, _ in told):
        raise MendInput(
            Code.E_INPUT,
            why="no_position",
            value=legible(position or " / ".join(one.position for one in accounts), 120),
            known=", ".join(one.name for one in positions),
        )
    products = products_of_shop(rooms, wish.shop, wish.products) if wish.products else []
    thirds, wanted = Thirds.of(products), {found.name: found for _, found, _ in told if found}
    best = {name: suggested(products, one, weights)[:most] for name, one in wanted.items()}
    return [
        _Mix(one.handle, found, because, best[found.name], len(products) - len(best[found.name]), thirds)
        if found
        else _Mix(one.handle, None)
        for one, found, because in told
    ]


def _sheet(made: Sequence[_Mix]) -> NewSheet:
    """An assortment that `plan` and `sync` read; what stands behind the priority is for the person who edits it."""
    say = words()
    keys = ("handle", "position", "product", "priority", "title", "points", "reasons")
    rows = (
        (
            one.handle,
            _called(one.position),
            each.product.product_id,
            str(min(rank, LAST - 1)),
            each.product.title,
            str(each.points),
            _reasons(each),
        )
        for one in made
        for rank, each in enumerate(one.suggested, 1)
    )
    return NewSheet(say("sheet.assortment"), tuple(Heading(say(f"head.{key}")) for key in keys), tuple(rows))


def _called(position: Position | None) -> str:
    return position.called[words().language] if position else ""


def _reasons(one: Scored) -> str:
    return "; ".join(map(_reason, one.reasons))


def _reason(one: Points) -> str:
    """What points were given for, and how many."""
    say, told = words(), one.told
    if one.why is Why.BAND:
        band, price = told
        return say("mix.band", points=f"{one.points:+}", band=say(f"band.{band}"), price=price)
    told_words = " > ".join(told) if one.why in {Why.CATEGORY, Why.NEAR} else ", ".join(told)
    return say(f"mix.{one.why}", points=f"{one.points:+}", told=told_words)


def _tell(made: Sequence[_Mix], output: Path | None) -> None:
    say = words()
    for one in made:
        print()
        for text in _remarks(one):
            print(legible(text, 600))
        if one.suggested:
            heads = [say(f"head.{key}") for key in ("points", "product", "title", "reasons")]
            show.table(heads, [_cells(each) for each in one.suggested[:_SHOWN]])
        if len(one.suggested) > _SHOWN:
            print(legible(f"  {say('ui.roster_more', count=len(one.suggested) - _SHOWN)}"))
    for pair, count in _shared(made):
        print(legible(f"! {say('ui.mix_shared', handles=pair, count=count)}", 600))
    print(legible(say("ui.written", path=output) if output else say("ui.mix_not_written"), 600))


def _remarks(one: _Mix) -> Iterator[str]:
    say = words()
    if one.position is None:
        yield say("ui.mix_no_position", handle=one.handle)
        return
    because = ", ".join(f"“{word}”" for word in one.because)
    yield say("ui.mix_of", handle=one.handle, position=_called(one.position), because=because)
    yield "  " + say("ui.mix_counts", count=len(one.suggested), left=one.left)
    if one.thirds:
        yield "  " + say("ui.mix_thirds", low=one.thirds.low, middle=one.thirds.middle)


def _cells(one: Scored) -> tuple[str, ...]:
    return str(one.points), one.product.product_id, one.product.title, _reasons(one)


def _shared(made: Sequence[_Mix]) -> list[tuple[str, int]]:
    """Products that two accounts are both suggested."""
    from agent.domain.identity import Handle  # noqa: PLC0415 - only here

    shown = {Handle(one.handle): frozenset(each.product.product_id for each in one.suggested) for one in made}
    return [(", ".join(f"@{one}" for one in pair), count) for pair, count in in_common(shown).items()]


def _as_object(made: Sequence[_Mix]) -> dict[str, Any]:
    return {"accounts": [_account(one) for one in made]}


def _account(one: _Mix) -> dict[str, Any]:
    return {
        "handle": one.handle,
        "position": one.position.name if one.position else None,
        "because": list(one.because),
        "left": one.left,
        "suggested": [
            {
                "product": each.product.product_id,
                "title": each.product.title,
                "points": each.points,
                "reasons": [
                    {"why": reason.why, "points": reason.points, "told": reason.told} for reason in each.reasons
                ],
            }
            for each in one.suggested
        ],
    }
