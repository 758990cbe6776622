"""The dialog that ends a link, or approves its end: whom, how often still, what stands against it, and the button."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from agent.domain.identity import AccountId, legible
from agent.domain.permit import Kind
from agent.domain.seen import Check, CheckName
from agent.domain.unlinking import UnlinkSeen
from agent.errors import AskPerson, Code
from agent.pages.pressing import LAST, click, try_click
from agent.pages.screen import counter, raw_handle
from agent.pages.standing import prove, session_in
from agent.ports import Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.permit import Permit
    from agent.domain.seen import Word
    from agent.pages.tab import Tab

_CHECKS = (
    *(CheckName.LINKED_LONG_ENOUGH, CheckName.UNLINKS_LEFT, CheckName.NETWORK_ACCEPTED, CheckName.STATUS_NORMAL),
    *(CheckName.NO_VIOLATION, CheckName.NO_OPEN_ORDERS),
)

# The whole dialog in one read; it is complete once the card is there. Whatever it lists is held against the unlink, by
# any name of the list: one that was renamed would else be taken for none.
_READ = """
async (dialog, [card, left, context, patience]) => {
  const named = (name) => [...dialog.querySelectorAll('[role=group]')]
    .find((one) => one.getAttribute('aria-label') === name);
  const bare = (line) => {
    const copy = line.cloneNode(true);
    copy.querySelectorAll('time').forEach((part) => part.remove());
    return copy.textContent.trim();
  };
  if (!await until(() => dialog.querySelector(card), patience)) return { late: true };
  const chosen = dialog.querySelector(card);
  return {
    shop: { ...(document.querySelector(context)?.dataset ?? {}) },
    id: chosen.getAttribute('data-account-id') ?? '',
    handle: [...chosen.querySelectorAll('*')].map((one) => (one.children.length ? '' : one.textContent))
      .find((text) => text.trimStart().startsWith('@')) ?? '',
    left: named(left)?.textContent ?? '',
    lines: [...dialog.querySelectorAll('li, [role=listitem]')].map((line) =>
      ({ text: bare(line), time: line.querySelector('time')?.getAttribute('datetime') ?? null })),
  };
}
"""


@dataclass(frozen=True, slots=True)
class _Keys:
    """What the profile calls one such dialog and its word of success."""

    itself: str
    done: str


DIALOGS = MappingProxyType(
    {
        Kind.UNLINK: _Keys("unlink.itself", "unlink.done"),
        Kind.UNLINK_APPROVE: _Keys("approval.itself", "approval.done"),
    }
)


class UnlinkDialog:
    """One open dialog on the linked accounts page; everything is found inside it."""

    def __init__(self, tab: Tab, kind: Kind) -> None:
        """Whoever makes it has opened it."""
        self._tab = tab
        self._keys = DIALOGS[kind]
        self._last = LAST[kind]

    async def read(self) -> UnlinkSeen:
        """Whom it is about and what the portal says to it."""
        seen = await self._read()
        checks, unread = self._checked(seen["lines"])
        return UnlinkSeen(
            session_in(seen["shop"], self._tab.language),
            AccountId(seen["id"]),
            raw_handle(seen["handle"]),
            counter(seen["left"]),
            checks,
            unread,
        )

    async def _read(self) -> dict[str, Any]:
        elements, tab = self._tab.portal.elements, self._tab
        more = (elements["unlink.card"].css, tab.name("unlink.left"), elements["shell.shop_context"].css, tab.word_ms)
        async with tab.step(self._keys.itself, tab.find(self._keys.itself), Use.LOOK):
            seen: dict[str, Any] = await tab.read(_READ, [self._keys.itself], *more)
        if seen.get("late"):
            raise await self._tab.late(self._keys.itself)
        async with tab.step("unlink.left", tab.find(self._keys.itself), Use.LOOK):  # whoever follows sees what was read
            return seen

    def _checked(self, lines: Sequence[dict[str, Any]]) -> tuple[dict[CheckName, Check], tuple[Check, ...]]:
        """A line of this dialog is an objection, unless it is known for a remark; what is not said is fulfilled."""
        known = {name: Check("", passed=True) for name in _CHECKS}
        portal, unread = self._tab.portal, list[Check]()
        for line in lines:
            check = Check(legible(line["text"]), passed=False, turns_green=self._tab.moment(line["time"]))
            name = portal.obstacles.get(line["text"])
            if name:
                known[name] = check
            elif line["text"] not in portal.remarks:
                unread.append(check)
        return known, tuple(unread)

    async def prepare(self, permit: Permit) -> None:
        """Prove once more, where the press will be: session, shop, account, and that a click would reach the button."""
        now = await self.read()
        if now.session.shop != permit.key.shop or now.session.login != permit.login:
            raise AskPerson(Code.E_WRONG_SHOP, shop=permit.key.shop)
        if now.account_id != permit.key.account or now.handle != permit.handle:
            raise AskPerson(Code.E_TARGET_CHANGED, handle=permit.handle)
        await try_click(self._tab, self._keys.itself, self._last)
        await prove(permit, self._tab)

    async def press(self, permit: Permit) -> Word:
        """Click once; the permit was proven by `prepare`, and nobody presses without."""
        _ = permit
        return await click(self._tab, self._keys.itself, self._last, self._keys.done)
