"""The shop's list of invitations: where a sent invitation is looked up, away from the page that sent it."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.domain.identity import AccountId, legible
from agent.domain.seen import InvitationRow, InvitationsSeen, Listing
from agent.errors import AskPerson, Code
from agent.pages.screen import Screen, raw_handle
from agent.pages.table import Grid, Row
from agent.ports import Invitations

_ROWS = Grid(
    "invitations.table",
    "invitations.total",
    "invitations.next_page",
    "invitations.loading",
    ("col.username", "col.account_id", "col.status", "col.sent", "col.expires", "col.note"),
)


class InvitationsPage(Screen, Invitations):
    """`Invitations`, newest first."""

    path = "invitations"
    heading = "invitations.heading"
    filled = "invitations.total"

    async def read(self) -> InvitationsSeen:
        """All invitations over all pages; completeness is the listing's own."""
        rows, total = await self.rows(_ROWS)
        return InvitationsSeen(self.session(), Listing(tuple(map(self._invitation, rows)), total))

    def _invitation(self, row: Row) -> InvitationRow:
        status = row.texts["col.status"].strip()
        return InvitationRow(
            invitation_id=row.key,
            account_id=AccountId(row.texts["col.account_id"].strip()),
            handle=raw_handle(row.texts["col.username"]),
            state=self.tab.portal.words.get(status),
            status=legible(status),
            sent_at=self._sent(row),
            expires_at=self.tab.moment(row.times["col.expires"]),
            note=legible(row.texts["col.note"].strip()),
        )

    def _sent(self, row: Row) -> datetime:
        moment = self.tab.moment(row.times["col.sent"])
        if moment is None:
            raise AskPerson(Code.E_PORTAL_CHANGED, element="col.sent", why="no_time")
        return moment.astimezone(UTC)
