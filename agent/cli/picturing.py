"""The numbers with their pictures as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.adapters.files import create_private
from agent.adapters.pictures.page import all_page, shop_page
from agent.adapters.pictures.views import AllView, ShopView
from agent.cli import show
from agent.cli.speech import words
from agent.dashboard.looks import Looks
from agent.dashboard.used import quotas_of
from agent.domain.shop_summary import summed_up

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.domain.roster import Shop
    from agent.wiring.numbers import Numbers

_FEW = 8  # so many shops stand on one page as a whole


async def write_report(numbers: Numbers, shops: Sequence[Shop], path: Path, *, one: bool) -> None:
    """Write the page of a shop, or of all; raises MendHost where it cannot be written or printed."""
    page = await (_shop(numbers, shops[0]) if one else _all(numbers, shops))
    content = page.encode("utf-8", "backslashreplace")
    if path.suffix == ".pdf":
        from agent.wiring.printing import printed  # noqa: PLC0415 - playwright is heavy

        content = await printed(page, numbers.board.house)
    create_private(path, content)
    show.result({"written": str(path)}, [words()("ui.written", path=path)])


async def _shop(numbers: Numbers, shop: Shop) -> str:
    return shop_page(await _view(numbers, shop, Looks(numbers.board)))


async def _view(numbers: Numbers, shop: Shop, looks: Looks) -> ShopView:
    card = await looks.card(shop.id)
    return ShopView(await numbers.of(shop), quotas_of(card, words()) if card else (), words())


async def _all(numbers: Numbers, shops: Sequence[Shop]) -> str:
    looks = Looks(numbers.board)
    if len(shops) <= _FEW:
        whole = [await _view(numbers, one, looks) for one in shops]
        return all_page(AllView([summed_up(one.insight) for one in whole], whole, words()))
    return all_page(AllView([summed_up(one) async for one in numbers.each(shops)], (), words()))
