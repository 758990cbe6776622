"""The files about products that a call names: read, judged line by line, and all that is wrong told at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli.call import a_place
from agent.cli.difference import tell_troubles
from agent.cli.speech import every_language
from agent.domain.identity import folded
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from agent.assortments import Goods
    from agent.domain.assortment import Assortment
    from agent.domain.identity import Handle
    from agent.domain.mixing import Product
    from agent.domain.portal import Origin
    from agent.domain.roster import Candidate, Shop
    from agent.sheets import Form, Reading, Trouble, Vocabulary
    from agent.wiring import House

    _Placed = tuple[Path, Trouble]


OneShop = Annotated[str, typer.Argument(metavar="SHOP", help="Id or name of the shop.")]
Accounts = Annotated[list[str] | None, typer.Argument(metavar="[HANDLE]...", help="Only these accounts; default: all.")]
Files = Annotated[
    list[Path] | None,
    typer.Option(
        "--file", parser=a_place, metavar="FILE", help="An assortment: .csv, .xlsx or .toml; default: the roster's."
    ),
]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a call asks for: a shop, these of its accounts or all, and the files that it names, or else the roster."""

    shop: Shop
    handles: Sequence[str] = ()
    files: Sequence[Path] = ()
    products: Path | None = None


def accounts_of(wish: Wish) -> list[Candidate]:
    """The accounts that are meant; raises MendInput(E_INPUT) for the official one, and for one of another shop."""
    shop, official = wish.shop, folded(wish.shop.official or "")
    known = {folded(one.handle): one for one in shop.accounts if folded(one.handle) != official}
    for one in wish.handles:
        if folded(one) == official:
            raise MendInput(Code.E_INPUT, why="official_showcase", value=one)
        if folded(one) not in known:
            told = ", ".join(other.handle for other in known.values())
            raise MendInput(Code.E_INPUT, why="not_of_shop", value=one, known=told)
    named = dict.fromkeys(map(folded, wish.handles))
    return [known[one] for one in named] if named else list(known.values())


def assortments_of(rooms: House, wish: Wish, known: Collection[str] = ()) -> list[Assortment]:
    """What is wanted of each account that is meant and named in a file; `known` are products that are right.

    Raises MendInput(E_INPUT) with every wrong cell told, or where no file names any of them.
    """
    from agent.assortments import ASSORTMENT, Expected, gathered, read_toml  # noqa: PLC0415 - pydantic is heavy

    accounts, sold = accounts_of(wish), _sold(rooms, wish, known)
    expected = Expected(_origins(rooms, wish.shop), wish.shop, _elsewhere(rooms, wish.shop), sold=sold)
    spoken = _vocabulary(ASSORTMENT)
    found: dict[Handle, Assortment] = {}
    troubles: list[_Placed] = []
    for file, handle in (files := _files(rooms, wish, accounts)):
        told = read_toml(file) if file.suffix.lower() == ".toml" else _table(file, spoken, known)
        made = gathered(told.lines, replace(expected, handle=handle))
        troubles += [(file, one) for one in (*told.troubles, *made.troubles)]
        for one in made.assortments:
            if one.handle in found:
                raise MendInput(Code.E_INPUT, file=file, why="account_in_two_files", value=one.handle)
            found[one.handle] = one
    _raise_if_any(troubles)
    meant = [_placed(found[one.handle], one) for one in accounts if one.handle in found]
    if not meant:
        raise MendInput(Code.E_INPUT, file=files[0][0], why="names_no_account")
    return meant


def _placed(assortment: Assortment, account: Candidate) -> Assortment:
    """An assortment whose file says nothing of the position stands for what the roster says."""
    return assortment if assortment.position else replace(assortment, position=account.position)


def products_of_shop(rooms: House, shop: Shop, file: Path, known: Collection[str] = ()) -> list[Product]:
    """What a shop sells, by the list in a file; raises MendInput(E_INPUT) with every wrong cell told."""
    from agent.assortments import PRODUCTS, products_of  # noqa: PLC0415 - pydantic is heavy

    told = _table(file, _vocabulary(PRODUCTS), known)
    found = products_of(told, _origins(rooms, shop))
    _raise_if_any([(file, one) for one in told.troubles])
    return found


def _table(file: Path, words: Vocabulary[Goods], known: Collection[str]) -> Reading[Goods]:
    from agent.adapters.tables import read_table  # noqa: PLC0415 - only here
    from agent.assortments import read_goods  # noqa: PLC0415 - pydantic is heavy

    return read_goods(read_table(file, words.knows), words, known)


def _sold(rooms: House, wish: Wish, known: Collection[str]) -> frozenset[str] | None:
    """The ids of all products that there are; None where no list says so."""
    if wish.products is None:
        return None
    return frozenset(one.product_id for one in products_of_shop(rooms, wish.shop, wish.products, known))


def _files(rooms: House, wish: Wish, accounts: Sequence[Candidate]) -> list[tuple[Path, Handle | None]]:
    """The files, each with the account that its lines are of where they name none."""
    if wish.files:
        only = accounts[0].handle if len(accounts) == 1 else None
        return [(one, only) for one in wish.files]
    folder = rooms.roster_file.parent
    named = [(folder / one.showcase, one.handle) for one in accounts if one.showcase]
    if not named:
        raise MendInput(Code.E_INPUT, why="no_assortment")
    shared = [path for path, _ in named]
    return list(dict.fromkeys((path, None if shared.count(path) > 1 else handle) for path, handle in named))


def _elsewhere(rooms: House, shop: Shop) -> frozenset[str]:
    own = {folded(one.handle) for one in shop.accounts}
    everywhere = {folded(one.handle) for other in rooms.roster.shops for one in other.accounts}
    return frozenset(everywhere - own)


def _vocabulary(form: Form[Goods]) -> Vocabulary[Goods]:
    from agent.sheets import Vocabulary  # noqa: PLC0415 - with pydantic

    return Vocabulary.of(form, every_language())


def _origins(rooms: House, shop: Shop) -> frozenset[Origin]:
    return rooms.portal(rooms.roster.login_of(shop)).allowed


def _raise_if_any(troubles: Sequence[_Placed]) -> None:
    """Tell every cell that is wrong, and end; nothing was started."""
    if not troubles:
        return
    several = len({file for file, _ in troubles}) > 1
    tell_troubles([replace(one, place=f"{file.name} {one.place}") if several else one for file, one in troubles])
    raise MendInput(Code.E_INPUT, file=troubles[0][0], why="table_troubles", value=len(troubles))
