"""The screens of Data Compass."""

from __future__ import annotations

from mock_portal.web.pages import behind_login

ROUTES = [
    behind_login("/compass/data-overview", "compass_overview", "compass"),
    behind_login("/compass/creator-analysis", "compass_creators", "compass"),
    behind_login("/compass/creator-report", "compass_fans", "compass"),
    behind_login("/compass/product-analysis", "compass_products", "compass"),
    behind_login("/compass/live-analysis", "compass_lives", "compass"),
]
