"""The creator's showcase on the web: what an unlink empties."""

from __future__ import annotations

from agent.domain.seen import Listing
from agent.domain.showcase import ShowcaseItem, ShowcaseSeen
from agent.pages.creator.own import OwnScreen
from agent.pages.screen import Grid, Row
from agent.ports import CreatorShowcase

_ITEMS = Grid(
    "showcase.table",
    "showcase.total",
    "showcase.next_page",
    "links.loading",
    ("col.product", "col.shop", "col.added"),
)


class CreatorShowcasePage(OwnScreen, CreatorShowcase):
    """The list of products, newest first."""

    path = "showcase"
    heading = "showcase.heading"
    filled = "showcase.total"

    async def read(self) -> ShowcaseSeen:
        """All products over all pages; completeness is the listing's own."""
        rows, total = await self.rows(_ITEMS)
        return ShowcaseSeen(*self.owner(), Listing(tuple(map(self._item, rows)), total))

    def _item(self, row: Row) -> ShowcaseItem:
        texts = {key: " ".join(text.split()) for key, text in row.texts.items()}
        return ShowcaseItem(row.key, texts["col.product"], texts["col.shop"], self.tab.moment(row.times["col.added"]))
