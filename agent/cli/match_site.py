"""match accept, match login: what has to be said and done before Tabcut's own pages are read."""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from agent.cli import show
from agent.cli.acts import ShopWord  # noqa: TC001 - typer reads the annotation at run time
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import TABCUT
from agent.domain.ledger import Outcome
from agent.domain.roster import Login, SellerKind
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from agent.domain.contracts import Contract
    from agent.domain.roster import Shop
    from agent.flows.sign_in import Credentials
    from agent.wiring import House

_VERSION: Final = "1"  # of what is confirmed, whatever the language

Profile = Annotated[str, typer.Argument(metavar="PROFILE", help="tabcut; on the practice portal mock.")]


def join(group: typer.Typer) -> None:
    """Offer this module's commands."""
    group.command()(accept)
    group.command()(login)


def site_login(profile: str) -> Login:
    """The customer of the site, who is no seller: a session of its own."""
    return Login(TABCUT, "Tabcut", profile, SellerKind.LOCAL, frozenset())


def accept(
    by: Annotated[str, typer.Option("--by", help="The name of the person who confirms.")] = "",
    contract: Annotated[str, typer.Option("--contract", metavar="TEXT", help="Which contract was read.")] = "",
    show_: Annotated[bool, typer.Option("--show", help="Show the text, and who confirmed it; change nothing.")] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take the confirmation back.")] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")] = "",
) -> int:
    """Confirm by name that your contract with Tabcut allows its pages to be read by a program."""
    by, contract, reason = by.strip(), contract.strip(), reason.strip()
    enough = show_ or (by and (reason if withdraw else contract))
    if not enough or (show_ and withdraw):
        raise MendInput(Code.E_USAGE, why="contract_form")
    if not CALL.get().json:
        print(words()("ui.match_contract"), file=sys.stderr)
    if show_:
        return go(_show(house()))
    return go(_withdraw(house(), by, reason) if withdraw else _accept(house(), by, contract))


async def _accept(rooms: House, by: str, contract: str) -> int:
    from agent.domain.contracts import Contract  # noqa: PLC0415 - only here
    from agent.flows.tabcut import SITE  # noqa: PLC0415 - flows are loaded by those who need them

    text = words()("ui.match_contract")
    hashed = sha256(text.encode()).hexdigest()
    async with rooms.ledger() as book:
        await book.confirm_contract(Contract(SITE, contract, by, _VERSION, hashed, words().language))
        given = await book.confirmed_contract(SITE)
    show.result({"outcome": Outcome.DONE, "contract": _object(given)}, [_standing(given)])
    return 0


async def _show(rooms: House) -> int:
    from agent.flows.tabcut import SITE  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger() as book:
        given = await book.confirmed_contract(SITE)
    show.result({"text": words()("ui.match_contract"), "contract": _object(given)}, [_standing(given)])
    return 0


async def _withdraw(rooms: House, by: str, reason: str) -> int:
    from agent.flows.tabcut import SITE  # noqa: PLC0415 - flows are loaded by those who need them

    async with rooms.ledger() as book:
        given = await book.confirmed_contract(SITE)
        if given is not None:
            await book.withdraw_contract(SITE, by, reason)
    outcome = Outcome.DONE if given else Outcome.NOTHING_TO_DO
    show.result({"outcome": outcome, "contract": None}, [_standing(None)])
    return 0


def _standing(given: Contract | None) -> str:
    if given is None:
        return words()("ui.match_unconfirmed")
    moment = show.moment(given.at)
    return words()("ui.match_confirmed", by=given.by, contract=given.named, moment=moment)


def _object(given: Contract | None) -> dict[str, object] | None:
    if given is None:
        return None
    own = {"by": given.by, "contract": given.named, "version": given.version, "text_hash": given.text_hash}
    return own | {"language": given.language, "at": given.at.isoformat() if given.at else None}


def login(
    shop: ShopWord,
    profile: Profile = "tabcut",
    credentials: Annotated[
        Path | None, typer.Option("--credentials", help="A private file: account, then password, a line each.")
    ] = None,
    scripted: Annotated[bool, typer.Option("--scripted", help="Credentials from the environment.")] = False,
) -> int:
    """Log in at Tabcut once and seal the session: by hand in a window, or with credentials."""
    from agent.cli.sessions import read_credentials  # noqa: PLC0415 - only here

    typed = read_credentials(credentials, from_environment=scripted)
    rooms = house(headed=typed is None)
    return go(_login(rooms, rooms.shop(shop), profile, typed))


async def _login(rooms: House, shop: Shop, profile: str, typed: Credentials | None) -> int:
    from agent.domain.identity import principal_of_login  # noqa: PLC0415 - only here
    from agent.flows.sign_in import sign_in_creator  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.ports.tabcut import TabcutSignIn  # noqa: PLC0415 - same
    from agent.wiring import desks  # noqa: PLC0415 - same

    site = site_login(profile)
    async with desks(rooms, "match login", rooms.portal(site)) as made:
        desk = await made.elsewhere(shop, site)
        await sign_in_creator(principal_of_login(site.id), TabcutSignIn, typed, desk)
    principal = principal_of_login(site.id)
    show.result({"principal": principal}, [words()("ui.logged_in", login=site.name, shops=shop.name)])
    return 0
