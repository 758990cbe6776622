"""Read a world file (TOML) and say which key is wrong where one is."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeVar, get_type_hints

from mock_portal.areas.tables import TABLES
from mock_portal.book import Book
from mock_portal.crowd import settled
from mock_portal.mistakes import InputError
from mock_portal.plan import Generate
from mock_portal.records import Rows
from mock_portal.rights import is_right
from mock_portal.world import Account, Invitation, Limits, Link, Login, Shop, Site, Stage, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

T = TypeVar("T", Login, Shop, Account, Limits, Generate, Site)

_CORE = {
    "limits": dict,
    "generate": dict,
    "site": dict,
    "login": list,
    "shop": list,
    "account": list,
    "link": list,
    "invitation": list,
}
_TABLES = _CORE | dict.fromkeys(TABLES, list)
_LINK = {
    "shop": str,
    "account": str,
    "linked_hours_ago": float,
    "unlinked_hours_ago": float,
    "showcase_today": int,
    "commission": float,
}
_INVITATION = {"shop": str, "account": str, "sent_hours_ago": float, "state": str, "note": str}
_CHOICES = {
    "kind": ("local", "cross-border"),
    "lang": ("en", "zh", "es", "vi", "th"),
    "layout": ("menu", "avatar"),
    "showcase_list": ("pages", "virtual"),
    "navigation": ("page", "client"),
    "code_form": ("one", "six", "frame"),
    "stage": ("regular", "probation"),
    "measured_by": ("", "credit_score", "health_rating", "violation_points"),
}


def read_world(text: str, now: datetime, new_id: Callable[[], str], seed: int = 0) -> World:
    """Build the world of a file's text; ages in hours are counted back from `now`, what is made up is of the seed.

    Raises:
        InputError: syntax (with the line), an unknown or missing key, a wrong type, a name that is nowhere.
    """
    tables = _parse(text)
    world = World(
        limits=_record(Limits, "[limits]", tables.get("limits", {})),
        generate=_record(Generate, "[generate]", tables.get("generate", {})),
        site=_record(Site, "[site]", tables.get("site", {})),
        shops=Book.of(_records(Shop, tables, "shop")),
        accounts=Book.of(_with_email(one) for one in _records(Account, tables, "account")),
        began=now,
        seed=seed,
    )
    _check_official(world)
    world = world.with_link(*(_link(world, place, row, now) for place, row in _rows(tables, "link")))
    made = [_invitation(world, place, row, now, new_id()) for place, row in _rows(tables, "invitation")]
    world = settled(replace(world, invitations=Book.of(made)), now)
    world = replace(world, logins={one.id: _with_shops(one, world) for one in _records(Login, tables, "login")})
    return world.with_rows(*_area_rows(Rows(world, now, new_id), tables))


def _area_rows(rows: Rows, tables: dict[str, Any]) -> Iterator[Any]:
    seen: set[tuple[str, str]] = set()
    for name, kind in TABLES.items():
        for place, row in _rows(tables, name):
            made = rows.read(kind, place, row)
            if (name, made.id) in seen:
                raise InputError(about=place, problem=f"id {made.id!r} is there twice")
            seen.add((name, made.id))
            yield made


@lru_cache(maxsize=4)
def _parse(text: str) -> dict[str, Any]:
    """The tables of a text; a portal that begins again reads the same one, and nobody changes what was read."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(about="not TOML", problem=str(error)) from error
    _check(tables, _TABLES, "the file")
    return tables


def _rows(tables: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, row in enumerate(tables.get(name, []), 1):
        place = f"[[{name}]] number {number}"
        if not isinstance(row, dict):
            raise InputError(about=place, problem="not a table")
        yield place, row


def _records(kind: type[T], tables: dict[str, Any], name: str) -> Iterator[T]:
    seen: set[object] = set()
    for place, row in _rows(tables, name):
        if row.get("id") in seen:
            raise InputError(about=place, problem=f"id {row['id']!r} is there twice")
        seen.add(row.get("id"))
        yield _record(kind, place, row)


def _record(kind: type[T], place: str, row: dict[str, Any]) -> T:
    _check(row, _HINTS[kind], place)
    missing = [one.name for one in fields(kind) if one.default is MISSING and one.name not in row]
    if missing:
        raise InputError(about=place, problem=f"{missing[0]!r} is missing")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return kind(**values)


def _plain(hint: object) -> type:
    """The TOML type of a field's type: a tuple is written as an array."""
    return hint if isinstance(hint, type) and hint in (str, int, bool) else list


# What a table of each kind may hold: asked once, for a portal reads its world again and again.
_HINTS: Final[dict[object, dict[str, type]]] = {
    kind: {name: _plain(hint) for name, hint in get_type_hints(kind).items()}
    for kind in (Login, Shop, Account, Limits, Generate, Site)
}


def _check(row: dict[str, Any], known: Mapping[str, type], place: str) -> None:
    """Refuse unknown keys, wrong types and words that mean nothing."""
    for key, value in row.items():
        if key not in known:
            raise InputError(about=place, problem=f"unknown key {key!r}")
        accepted = (int, float) if known[key] is float else (known[key],)
        if type(value) not in accepted:
            raise InputError(about=place, problem=f"{key!r} must be {known[key].__name__}, not {type(value).__name__}")
        if key in _CHOICES and value not in _CHOICES[key]:
            raise InputError(about=place, problem=f"{key!r} must be one of {', '.join(_CHOICES[key])}")


def _with_shops(login: Login, world: World) -> Login:
    """A login whose shops are named one by one, also those that the file calls by a star."""
    place = f"login {login.id}"
    shops = tuple(shop for name in login.shops for shop in _shops_named(name, world, f"{place}: shop"))
    if not shops:
        raise InputError(about=place, problem="'shops' is empty")
    if unknown := [one for one in login.lacks if not is_right(one, world)]:
        raise InputError(about=place, problem=f"'lacks' names {unknown[0]!r}, which is no right")
    return replace(login, shops=shops)


def _shops_named(name: str, world: World, place: str) -> Iterable[str]:
    region, colon, star = name.rpartition(":")
    if star != "*":
        return (_known(world.shops, name, place),)
    return (one.id for one in world.shops.about("region", region)) if colon else world.shops


def _check_official(world: World) -> None:
    for one in world.shops.values():
        if one.official and world.account_of(one.official) is None:
            raise InputError(
                about=f"shop {one.id}", problem=f"official account {one.official!r} is nowhere in the file"
            )


def _known(names: Mapping[str, object], name: str, place: str) -> str:
    if name not in names:
        raise InputError(about=place, problem=f"{name!r} is nowhere in the file")
    return name


def _with_email(account: Account) -> Account:
    return account if account.email else replace(account, email=f"{account.handle.strip('._')}@mail.example")


def _account(world: World, place: str, row: dict[str, Any]) -> str:
    """A link or an invitation may name its account by handle or by id."""
    name = str(row.get("account", ""))
    found = world.account_of(name)
    return found.id if found else _known(world.accounts, name, f"{place}: account")


def _link(world: World, place: str, row: dict[str, Any], now: datetime) -> Link:
    _check(row, _LINK, place)
    shop = _known(world.shops, str(row.get("shop", "")), f"{place}: shop")
    ended = row.get("unlinked_hours_ago")
    return Link(
        shop,
        _account(world, place, row),
        now - timedelta(hours=row.get("linked_hours_ago", 0)),
        None if ended is None else now - timedelta(hours=ended),
        row.get("showcase_today", 0),
        commission=row.get("commission", 0.0),
    )


def _invitation(world: World, place: str, row: dict[str, Any], now: datetime, new_id: str) -> Invitation:
    _check(row, _INVITATION, place)
    shop = _known(world.shops, str(row.get("shop", "")), f"{place}: shop")
    state = row.get("state", Stage.PENDING)
    if state not in list(Stage):
        raise InputError(about=place, problem=f"'state' must be one of {', '.join(Stage)}")
    sent = now - timedelta(hours=row.get("sent_hours_ago", 0))
    expires = sent + timedelta(hours=world.limits.invitation_hours)
    return Invitation(new_id, shop, _account(world, place, row), sent, expires, Stage(state), row.get("note", ""))
