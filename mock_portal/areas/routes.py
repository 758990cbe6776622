"""The addresses of every area; they come before the placeholders of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mock_portal.areas.compass import calls as compass_calls
from mock_portal.areas.compass import fans, product_calls
from mock_portal.areas.compass import pages as compass_pages
from mock_portal.areas.greetings import calls as greeting_calls
from mock_portal.areas.health import calls as health_calls
from mock_portal.areas.health import check_calls, standing_calls, video_calls
from mock_portal.areas.health import pages as health_pages
from mock_portal.areas.help import chat_calls, notice_calls, ticket_calls
from mock_portal.areas.help import pages as help_pages
from mock_portal.areas.promotions import calls as promotion_calls
from mock_portal.areas.promotions import pages as promotion_pages
from mock_portal.areas.qr_login import calls as qr_calls
from mock_portal.areas.qr_login import pages as qr_pages
from mock_portal.areas.seller_app import calls as app_calls
from mock_portal.areas.seller_app import pages as app_pages
from mock_portal.areas.showcase import calls as showcase_calls
from mock_portal.areas.showcase import pages as showcase_pages
from mock_portal.areas.tabcut import calls as tabcut_calls
from mock_portal.areas.tabcut import pages as tabcut_pages
from mock_portal.areas.unlinking import calls as unlink_calls
from mock_portal.areas.unlinking import pages as unlink_pages

if TYPE_CHECKING:
    from starlette.routing import Route

ROUTES: Final[list[Route]] = [
    *app_calls.ROUTES,
    *app_pages.ROUTES,
    *compass_calls.ROUTES,
    *fans.ROUTES,
    *product_calls.ROUTES,
    *compass_pages.ROUTES,
    *greeting_calls.ROUTES,
    *check_calls.ROUTES,
    *health_calls.ROUTES,
    *health_pages.ROUTES,
    *standing_calls.ROUTES,
    *video_calls.ROUTES,
    *chat_calls.ROUTES,
    *help_pages.ROUTES,
    *notice_calls.ROUTES,
    *ticket_calls.ROUTES,
    *promotion_calls.ROUTES,
    *promotion_pages.ROUTES,
    *qr_calls.ROUTES,
    *qr_pages.ROUTES,
    *showcase_calls.ROUTES,
    *showcase_pages.ROUTES,
    *tabcut_calls.ROUTES,
    *tabcut_pages.ROUTES,
    *unlink_calls.ROUTES,
    *unlink_pages.ROUTES,
]
