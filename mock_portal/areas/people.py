"""Who else can be played over the control port: each with the function that lets them act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mock_portal.areas.health import creators
from mock_portal.areas.health import people as health
from mock_portal.areas.help import people as support
from mock_portal.areas.promotions import people as promotions
from mock_portal.areas.qr_login import people as qr_login
from mock_portal.areas.seller_app import people as seller_app
from mock_portal.areas.showcase import people as showcase
from mock_portal.areas.unlinking import people as unlinking

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_portal.portal import Portal

PEOPLE: Final[dict[str, Callable[[Portal, dict[str, Any]], dict[str, Any]]]] = {
    "app": seller_app.play,
    "buyer": promotions.play,
    "compliance": health.play,
    "qr": qr_login.play,
    "showcase": showcase.play,
    "support": support.play,
    "unlinking": unlinking.play,
    "videos": creators.play,
}
