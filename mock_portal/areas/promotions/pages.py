"""The marketing tools and the form of one."""

from __future__ import annotations

from mock_portal.web.pages import behind_login

ROUTES = [
    behind_login("/promotion/marketing-tools", "promotions", "promotions"),
    behind_login("/promotion/marketing-tools/create", "promotion_form", "promotions"),
]
