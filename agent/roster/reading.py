"""Read shops.toml: whom the operator works for, every line checked before anybody acts on it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pydantic import ValidationError

from agent.domain import roster
from agent.domain.identity import AccountId, Handle, LoginId, ShopId, legible, parse_handle
from agent.roster.rows import SOCKS, AccountRow, ConsentRow, LoginRow, RosterRows, ShopRow
from agent.tomlfile import read
from agent.typed import Problem, problems, wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import Any

    from agent.tomlfile import Document


def load_roster(path: Path, secrets: Collection[str] = ()) -> roster.Roster:
    """Read a roster; `secrets` are the ids of logins whose line has one.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    return roster_of(read(path), secrets)


def roster_of(document: Document, secrets: Collection[str] = ()) -> roster.Roster:
    """The roster that a file says, like `load_roster`."""
    rows, found = examined(document.table, secrets)
    if rows is None or found:
        raise wrong(document, found)
    return roster.Roster(tuple(map(_login, rows.login)), tuple(map(_shop, rows.shop)))


def examined(table: Mapping[str, Any], secrets: Collection[str] = ()) -> tuple[RosterRows | None, list[Problem]]:
    """The lines of a roster, where each of them can be read by itself, and everything that is wrong with them."""
    try:
        rows = RosterRows.model_validate(table)
    except ValidationError as error:
        return None, problems(error, RosterRows)
    return rows, [*_contradictions(rows), *_unusable(rows, secrets)]


def _contradictions(rows: RosterRows) -> Iterator[Problem]:
    """What is wrong between lines that are each right."""
    yield from _twice(("login",), "id", (one.id for one in rows.login))
    yield from _twice(("shop",), "id", (one.id for one in rows.shop))
    yield from _twice(("shop",), "name", (one.name for one in rows.shop))
    yield from _twice(("login",), "attach", (_port_of(one) for one in rows.login))
    logins = {one.id for one in rows.login}
    for index, shop in enumerate(rows.shop):
        if shop.login not in logins:
            yield Problem(("shop", index, "login"), "no_such_login", {"value": shop.login})
        where = ("shop", index, "account")
        yield from _twice(where, "handle", (one.handle.casefold() for one in shop.account))
        yield from _twice(where, "id", (one.id for one in shop.account))


def _port_of(row: LoginRow) -> str:
    """One port is one browser and one session, whatever it is called by; a login without one is like no other."""
    return row.attach.rpartition(":")[2] or f"none: {row.id}"


def _unusable(rows: RosterRows, secrets: Collection[str]) -> Iterator[Problem]:
    """Chromium does not sign in at a SOCKS line: a secret for one would silently stay unused."""
    for index, login in enumerate(rows.login):
        if login.id in secrets and login.proxy.startswith(f"{SOCKS}:"):
            yield Problem(("login", index, "proxy"), "socks_secret", {})


def _twice(where: tuple[str | int, ...], key: str, values: Iterable[str | None]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for index, value in enumerate(values):
        if value is None:
            continue
        seen[value] += 1
        if seen[value] > 1:
            yield Problem((*where, index, key), "twice", {"value": legible(value, 60)})


def _login(row: LoginRow) -> roster.Login:
    return roster.Login(
        LoginId(row.id), row.name, row.portal, row.kind, frozenset(row.countries), row.proxy, row.attach
    )


def _shop(row: ShopRow) -> roster.Shop:
    return roster.Shop(
        id=ShopId(row.id),
        name=row.name,
        login=LoginId(row.login),
        region=row.region,
        zone=row.zone,
        category=row.category,
        stage=row.stage,
        official=None if row.official is None else parse_handle(row.official),
        accounts=tuple(map(_candidate, row.account)),
        approve=row.approve,
        collect=row.collect,
    )


def _candidate(row: AccountRow) -> roster.Candidate:
    return roster.Candidate(
        handle=Handle(row.handle),
        account_id=None if row.id is None else AccountId(row.id),
        consent=None if row.consent is None else _consent(row.consent),
        category=row.category,
        position=row.position,
        format=row.format,
        wanted=row.wanted,
        via=row.via,
        resend=row.resend,
        showcase=row.showcase,
    )


def _consent(row: ConsentRow) -> roster.Consent:
    return roster.Consent(row.owned, row.agreed_on, row.how.strip())
