"""What every page of a creator's own session shares: it says whose it is."""

from __future__ import annotations

from agent.domain.identity import AccountId
from agent.errors import Code, LookAgain
from agent.pages.screen import Screen


class OwnScreen(Screen):
    """A page of one creator."""

    side = "creator"

    def owner(self) -> tuple[AccountId, str]:
        """The account and the raw handle that the page names as its own."""
        context = self.tab.shop_context
        if not context.get("accountId"):
            raise LookAgain(Code.E_PORTAL_CHANGED, element="creator.context", why="missing")
        return AccountId(context["accountId"]), context.get("handle", "")
