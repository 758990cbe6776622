"""login and vault: sessions are made by a person or by credentials from a secret place, and kept sealed."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.identity import TABCUT, legible, parse_id, principal_of_login, shown
from agent.errors import Code, MendInput, Refused

if TYPE_CHECKING:
    from agent.domain.roster import Shop
    from agent.flows.sign_in import Credentials
    from agent.ports import Desk
    from agent.wiring import House

_LARGEST = 10 * 1024 * 1024
_ACCOUNT, _PASSWORD = "COMPANION_LOGIN_ACCOUNT", "COMPANION_LOGIN_PASSWORD"

vault = typer.Typer(help="The sealed sessions.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.command()(login)
    app.add_typer(vault, name="vault")


def login(
    shop: Annotated[str, typer.Argument(metavar="SHOP", help="A shop of the roster; its login is logged in.")],
    creator: Annotated[str, typer.Option("--creator", help="Log this creator in, on his own pages.")] = "",
    credentials: Annotated[
        Path | None, typer.Option("--credentials", help="A private file: account, then password, a line each.")
    ] = None,
    scripted: Annotated[bool, typer.Option("--scripted", help=f"Credentials from {_ACCOUNT}, {_PASSWORD}.")] = False,
) -> int:
    """Log in once and seal the session: by hand in a window, or with credentials for the mock and for CI."""
    typed = read_credentials(credentials, from_environment=scripted)
    rooms = house(headed=typed is None)
    return go(_login(rooms, rooms.shop(shop), creator, typed))


def read_credentials(file: Path | None, *, from_environment: bool) -> Credentials | None:
    """What is to be typed, from a private file or the environment; None where a person types.

    Raises MendInput(E_INPUT) for a file that others may read or that lacks a line.
    """
    from agent.adapters.redact import register_secret  # noqa: PLC0415 - only a login needs it
    from agent.flows.sign_in import Credentials  # noqa: PLC0415 - same

    if file is None and not from_environment:
        return None
    account, password = _two_lines(file) if file else (os.environ.get(_ACCOUNT, ""), os.environ.get(_PASSWORD, ""))
    if not account or not password:
        raise MendInput(Code.E_INPUT, why="credentials_wanted", names=f"{_ACCOUNT}, {_PASSWORD}")
    register_secret(password)
    return Credentials(account, password)


def _two_lines(file: Path) -> tuple[str, str]:
    try:
        if sys.platform != "win32" and file.stat().st_mode & 0o077:
            raise MendInput(Code.E_INPUT, file=file, why="not_private")
        lines = file.read_bytes().decode("utf-8-sig").splitlines()
    except OSError as error:
        raise MendInput(Code.E_INPUT, file=file, why="unreadable", trouble=error.strerror) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise MendInput(Code.E_INPUT, file=file, line=line, why="not_utf8", byte=error.start) from None
    if len(lines) < 2:  # noqa: PLR2004 - account and password
        raise MendInput(Code.E_INPUT, file=file, why="two_lines")
    return lines[0].strip(), lines[1]


async def _login(rooms: House, shop: Shop, creator: str, typed: Credentials | None) -> int:
    from agent.flows import sign_in as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415

    async with desks(rooms, "login", rooms.portal(rooms.roster.login_of(shop))) as made:
        desk = await made.desk(shop)
        if creator:
            return await _creator(desk, shop, creator, typed)
        seen = await flow.sign_in_seller(typed, desk)
    line = words()("ui.logged_in", login=desk.login.name, shops=shop.name)
    show.result({"login": seen.login, "principal": f"login:{seen.login}"}, [line])
    return 0


async def _creator(desk: Desk, shop: Shop, creator: str, typed: Credentials | None) -> int:
    from agent.cli.acts import a_target  # noqa: PLC0415
    from agent.domain.identity import principal_of_creator  # noqa: PLC0415
    from agent.domain.portal import Surface  # noqa: PLC0415
    from agent.flows.sign_in import sign_in_creator  # noqa: PLC0415
    from agent.ports import CreatorSignIn  # noqa: PLC0415

    handle = a_target(creator).handle
    candidate = shop.wanted(handle)
    account = (candidate.account_id if candidate else None) or await desk.ledger.pinned(handle)
    if candidate is None or candidate.consent is None:
        raise Refused(Code.G_NOT_ELIGIBLE, handle=handle, shop=shop.name, detail="no_consent")
    if account is None:
        raise MendInput(Code.E_INPUT, why="id_not_known", value=handle)
    if desk.portal.surfaces["creator"] is Surface.PHONE:
        raise Refused(Code.G_NOT_ELIGIBLE, handle=handle, detail="phone_app")
    await sign_in_creator(principal_of_creator(account), CreatorSignIn, typed, desk)
    line = words()("ui.logged_in", login=f"@{handle}", shops=shop.name)
    show.result({"principal": principal_of_creator(account)}, [line])
    return 0


@vault.command("list")
def list_() -> int:
    """Show whose sessions are kept, never what is in them."""
    say, kept = words(), house().vault().list()
    if CALL.get().json:
        show.result(
            {
                "sessions": [
                    {
                        "principal": one.principal,
                        "created_at": one.created_at,
                        "expires_at": one.expires_at,
                        "note": one.note,
                    }
                    for one in kept
                ]
            }
        )
        return 0
    heads = [say(f"ui.{key}") for key in ("principal", "sealed", "expires", "note")]
    show.table(heads, [(o.principal, show.moment(o.created_at), show.moment(o.expires_at), o.note) for o in kept])
    return 0


@vault.command("import")
def import_(
    principal: Annotated[str, typer.Argument(help="login:ID or creator:ID")],
    file: Annotated[Path, typer.Argument(help="A storage state file; it is sealed, and should then be deleted.")],
) -> int:
    """Seal a session that was saved elsewhere."""
    owner = a_principal(principal)
    session = _storage_state(file)
    house().vault().save(owner, session, note="imported")
    show.result({"principal": owner}, [words()("ui.imported", principal=owner)])
    return 0


def a_principal(text: str) -> str:
    """Whose session is meant; raises MendInput(E_INPUT) for anything but login:ID, creator:ID and login:tabcut."""
    kind, _, id_ = text.partition(":")
    if text == principal_of_login(TABCUT):
        return text
    try:
        if kind in {"login", "creator"}:
            return f"{kind}:{parse_id(id_)}"
    except ValueError:
        raise MendInput(Code.E_INPUT, why="not_an_id", value=shown(id_)) from None
    raise MendInput(Code.E_INPUT, why="not_a_principal", value=legible(text, 60))


def _storage_state(file: Path) -> bytes:
    """The bytes of a storage state as Playwright saves it; raises MendInput(E_INPUT)."""
    import json  # noqa: PLC0415 - only here

    try:
        with file.open("rb") as source:
            session = source.read(_LARGEST)
        match json.loads(session):
            case {"cookies": [*cookies]} if all(isinstance(one, dict) for one in cookies):
                return session
    except (OSError, ValueError, RecursionError):
        pass  # said below, with what else is no storage state
    raise MendInput(Code.E_INPUT, file=file, why="not_a_storage_state")


@vault.command()
def forget(principal: Annotated[str, typer.Argument(help="login:ID or creator:ID")]) -> int:
    """Delete one sealed session."""
    owner = a_principal(principal)
    gone = house().vault().forget(owner)
    show.result({"principal": owner, "forgotten": gone}, [words()("ui.forgotten", count=int(gone))])
    return 0


@vault.command()
def rotate() -> int:
    """Make a new key and seal every session with it."""
    count = house().vault().rotate()
    show.result({"sealed": count}, [words()("ui.rotated", count=count)])
    return 0
