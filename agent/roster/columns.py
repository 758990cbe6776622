"""The tables of a roster: their columns, and what each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.roster import Approve, Collect, SellerKind, Stage, Table, Via, Wanted
from agent.roster.rows import MARKETS
from agent.sheets import Column, Form, Sort

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum


def _choice(key: str, unsaid: StrEnum) -> Column:
    return Column(key, Sort.CHOICE, str(unsaid), tuple(map(str, type(unsaid))))


CONSENT: Final = ("owned", "agreed_on", "how")
TABLES: Final[Mapping[Table, tuple[Column, ...]]] = {
    Table.ACCOUNTS: (
        Column("shop", Sort.NAME),
        Column("handle", Sort.HANDLE),
        Column("id", Sort.ID, None),
        Column("category"),
        Column("position"),
        Column("format"),
        _choice("wanted", Wanted.LINKED),
        _choice("via", Via.WEB),
        Column("resend", Sort.COUNT, 1),
        Column("showcase"),
        Column("owned", Sort.SWITCH, choices=("yes", "no")),
        Column("agreed_on", Sort.DATE),
        Column("how"),
    ),
    Table.SHOPS: (
        Column("id", Sort.ID, None),
        Column("name"),
        Column("login", Sort.NAME),
        Column("region", Sort.CODE, choices=tuple(sorted(MARKETS))),
        Column("zone"),
        Column("category"),
        _choice("stage", Stage.STANDARD),
        Column("official", Sort.HANDLE, None),
        _choice("approve", Approve.NO),
        _choice("collect", Collect.NO),
    ),
    Table.LOGINS: (
        Column("id", Sort.ID, None),
        Column("name"),
        Column("portal", unsaid="mock"),
        _choice("kind", SellerKind.LOCAL),
        Column("countries", Sort.CODES),
        Column("proxy"),
        Column("attach"),
    ),
}
ROSTER: Final = Form(
    TABLES,
    keys={Table.ACCOUNTS: ("shop", "handle"), Table.SHOPS: ("id",), Table.LOGINS: ("id",)},
    marks={
        Table.ACCOUNTS: {"handle"},
        Table.SHOPS: {"region", "zone", "login", "stage", "official"},
        Table.LOGINS: {"portal", "kind", "countries", "proxy", "attach"},
    },
)
CHOSEN: Final = frozenset(one.key for columns in TABLES.values() for one in columns if one.sort is Sort.CHOICE)
