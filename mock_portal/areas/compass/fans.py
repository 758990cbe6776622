"""Who follows an account: shares by gender, age, place, category and price band, the same for the same world."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_portal.areas.compass.calls import asked_report
from mock_portal.areas.compass.products import parts
from mock_portal.web.answers import call
from mock_portal.web.asked import NOBODY, Unwelcome, portal_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from mock_portal.world import Account, Shop

_WORDS = Path(__file__).with_name("fans.toml")


def fans(seed: int, account: Account, shop: Shop) -> dict[str, list[dict[str, Any]]]:
    """Shares in whole per cent, each kind adding up to a hundred; price bands are in the shop's money."""
    words, dice = _words(), random.Random(f"{seed}/{account.id}/fans")  # noqa: S311 - repeatable numbers are the point
    categories: dict[str, str] = words["categories"]
    scale = words["scales"].get(shop.currency, 1)
    bands = [f"{round(low * scale)}-{round(high * scale) or ''}" for low, high in words["bands"]]
    liked = {name: 4 if own == account.category else 1 for name, own in categories.items()}
    return {
        "gender": _shares(dice, words["genders"]),
        "age": _shares(dice, dict.fromkeys(words["ages"], 1)),
        "place": _shares(dice, dict.fromkeys(words["places"].get(account.region, words["elsewhere"]), 1)),
        "category": _shares(dice, liked),
        "price": _shares(dice, dict.fromkeys(bands, 1)),
    }


def _shares(dice: random.Random, weights: dict[str, int]) -> list[dict[str, Any]]:
    shares = parts(100, [weight * dice.uniform(0.4, 2) for weight in weights.values()])
    return [{"name": name, "share": share} for name, share in zip(weights, shares, strict=True)]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


async def _fans(request: Request) -> dict[str, Any]:
    report, wanted = asked_report(request), request.query_params.get("account_id")
    account = next((one for one in report.sellers() if one.id == wanted), None)
    if account is None:
        raise Unwelcome(NOBODY, "refused.nobody")
    return {
        "handle": account.handle,
        "nickname": account.nickname,
        "followers": account.followers,
        "currency": report.shelf.shop.currency,
        "fans": fans(portal_of(request).seed, account, report.shelf.shop),
    }


ROUTES = [call("GET", "/api/v1/insights/seller/creator/fans", _fans)]
