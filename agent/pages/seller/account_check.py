"""The self-check of whole accounts: the shop's checks, the form that begins one, and the dialog of what one found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from agent.domain.content_audit import CheckRow, ChecksSeen, Finding, FoundSeen, Objection
from agent.domain.identity import AccountId, legible
from agent.domain.permit import Kind
from agent.domain.seen import Hit, Listing
from agent.errors import AskPerson, Code, LookAgain
from agent.pages.pressing import LAST, click, try_click
from agent.pages.reading import ask
from agent.pages.screen import Screen, handle_in, raw_handle
from agent.pages.standing import prove
from agent.pages.table import Grid, Row
from agent.ports import ContentChecks

if TYPE_CHECKING:
    from agent.domain.identity import Handle
    from agent.domain.permit import Permit
    from agent.domain.seen import Word

_CHECKS: Final = Grid(
    "account_check.table",
    "account_check.total",
    "account_check.next_page",
    "account_check.loading",
    ("col.checked_account", "col.checked_id", "col.check_began", "col.check_state"),
)
_FOUND: Final = Grid(
    "account_check.found",
    "account_check.total",
    "account_check.next_page",
    "account_check.loading",
    ("col.post_link", "col.post_published", "col.post_reason", "col.post_passage"),
    within="account_check.itself",
)
_FORM: Final = "account_check.form"

# The account's card, or the page's no, whichever comes first.
_HIT: Final = """
async ([card, alert, patience]) => {
  const seen = (css) => [...document.querySelectorAll(css)].find(shown);
  const told = (one) => ({ id: one.getAttribute('data-account-id') ?? '', text: one.textContent });
  const look = () => (seen(card) ? told(seen(card)) : seen(alert) ? { no: seen(alert).textContent } : null);
  return until(look, patience);
}
"""


class AccountCheckPage(Screen, ContentChecks):
    """`Account content check`."""

    path = "account_check"
    heading = "account_check.heading"
    filled = "account_check.total"

    async def read(self) -> ChecksSeen:
        """All checks over all pages; completeness is the listing's own."""
        rows, total = await self.rows(_CHECKS)
        return ChecksSeen(self.session(), Listing(tuple(map(self._check, rows)), total))

    def _check(self, row: Row) -> CheckRow:
        """One with a state that the profile does not know has not ended."""
        return CheckRow(
            row.key,
            AccountId(row.texts["col.checked_id"].strip()),
            raw_handle(row.texts["col.checked_account"]),
            self.tab.moment(row.times["col.check_began"]),
            row.texts["col.check_state"].strip() == self.tab.name("account_check_state.ended"),
        )

    async def find(self, handle: Handle) -> Hit | None:
        """Type the handle as it is, and read the card of the account that the portal means."""
        field = self.tab.find("account_check.username")
        async with self.tab.step("account_check.username", field):
            await field.fill(handle)
        button = self.tab.find("account_check.find")
        async with self.tab.step("account_check.find", button):
            await button.click()
        seen = await self._card()
        return None if "no" in seen else Hit(AccountId(seen["id"]), handle_in(seen["text"]), "")

    async def _card(self) -> dict[str, Any]:
        places = [self.tab.portal.elements[key].css for key in ("account_check.card", "dialog.alert")]
        async with self.tab.step("account_check.card"):
            seen: dict[str, Any] | None = await ask(self.tab.page, _HIT, [*places, self.tab.word_ms], self.tab.word_ms)
        if seen is None:
            raise await self.tab.late("account_check.card")
        return seen

    async def findings(self, check: CheckRow) -> FoundSeen:
        """Open the dialog from the check's own row, and read whose findings these are, over all pages."""
        row = await self.turn_to(_CHECKS, check.check_id)
        if row is None:
            raise LookAgain(Code.E_PORTAL_CHANGED, element=_CHECKS.table, why="not_found")
        button = self.tab.find("account_check.open", row)
        async with self.tab.step("account_check.open", button):
            await button.click()
        rows, total = await self.rows(_FOUND)
        owner = self.tab.find("account_check.owner")
        async with self.tab.step("account_check.owner", owner):
            account, text = await owner.get_attribute("data-account-id"), await owner.inner_text()
        found = Listing(tuple(map(self._finding, rows)), total)
        return FoundSeen(self.session(), AccountId(account or ""), handle_in(text), found)

    def _finding(self, row: Row) -> Finding:
        """A reason that the profile has no word for is kept in the portal's own."""
        reason = row.texts["col.post_reason"].strip()
        kinds = {self.tab.name(f"objection.{one}"): one for one in Objection}
        return Finding(
            post_id=row.key,
            objection=kinds.get(reason, Objection.OTHER),
            link=legible(row.texts["col.post_link"].strip(), 300),
            reason=legible(reason),
            passage=legible(row.texts["col.post_passage"].strip()),
            published_at=self.tab.moment(row.times["col.post_published"]),
        )

    async def prepare(self, permit: Permit) -> None:
        """Prove that the card is still this very account's, and that a click would reach the button."""
        seen = await self._card()
        if (seen.get("id"), handle_in(seen.get("text", ""))) != (permit.key.account, permit.handle):
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle)
        await try_click(self.tab, _FORM, LAST[Kind.CONTENT_CHECK])
        await prove(permit, self.tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self.tab, _FORM, LAST[Kind.CONTENT_CHECK], "account_check.done")
