"""The phone's screens: those of the Seller app behind the seller's login, the authorization behind the creator's."""

from __future__ import annotations

from mock_portal.web.pages import behind_creator_login, behind_login

ROUTES = [
    behind_login("/app/settings", "app_settings", "app"),
    behind_login("/app/settings/bind", "app_bind", "app"),
    behind_login("/app/settings/bound", "app_bound", "app"),
    behind_creator_login("/m/authorize", "app_authorize", "app"),
]
