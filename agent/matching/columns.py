"""The two tables about creators: who they are, and what they sold."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from agent.sheets import Column, Form, Sort


class Told(StrEnum):
    """The tables about creators."""

    SALES = "sales"
    CREATORS = "creators"


_WHO: Final = Column("handle", Sort.HANDLE)
_SINCE: Final = Column("as_of", Sort.DATE)  # the data's own time stamp

TOLD: Final = Form(
    {
        Told.SALES: (_WHO, Column("product", Sort.NAME), Column("title"), Column("category"), _SINCE),
        Told.CREATORS: (
            _WHO,
            Column("nickname"),
            Column("id", Sort.NAME),  # in which no digit may be lost, whatever the site numbers by
            Column("region"),
            Column("category"),
            Column("followers", Sort.FIGURE),
            Column("views", Sort.FIGURE),
            Column("sold", Sort.FIGURE),
            Column("engagement", Sort.SHARE),
            Column("audience", Sort.SHARE),
            Column("violations", Sort.FIGURE),
            Column("restricted", Sort.SWITCH, choices=("yes", "no")),
            _SINCE,
        ),
    },
    keys={Told.SALES: {"handle"}, Told.CREATORS: {"handle"}},
    marks={Told.SALES: {"product", "title"}, Told.CREATORS: {"handle"}},
)
