"""The notification center: what the portal tells the shop, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from agent.domain.identity import legible
from agent.domain.ticket import Notice
from agent.pages.screen import Screen
from agent.ports import Messages

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST: Final = 500
# Its first page, once it shows any line or says that there is none.
_NEWS: Final = """
async (panel, [patience]) => {
  const lines = () => [...panel.querySelectorAll('[data-message-id]')];
  await until(() => lines().length || panel.textContent.trim(), patience);
  return lines().map((one) => ({
    id: one.getAttribute('data-message-id'),
    read: one.getAttribute('data-read') === 'true',
    at: one.querySelector('time')?.getAttribute('datetime') ?? null,
    title: one.querySelector('b')?.textContent ?? '',
    text: one.querySelector('b')?.nextElementSibling?.textContent ?? '',
  }));
}
"""


class MessagesPage(Screen, Messages):
    """`Notification center`."""

    path = "messages"
    heading = "messages.heading"

    async def read(self) -> Sequence[Notice]:
        """The lines of the first page."""
        async with self.tab.step("messages.news"):
            seen = await self.tab.read(_NEWS, ["messages.news"], self.tab.word_ms)
        return [
            Notice(
                one["id"],
                legible(one["title"], _MOST),
                legible(one["text"], _MOST),
                self.tab.moment(one["at"]),
                one["read"],
            )
            for one in seen
        ]
