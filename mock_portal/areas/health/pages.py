"""The screens of account health and of the self-check."""

from __future__ import annotations

from mock_portal.web.pages import behind_creator_login, behind_login

ROUTES = [
    behind_login("/account-health", "account_health", "health"),
    behind_login("/content-check", "content_check", "health"),
    behind_login("/content-check/accounts", "account_check", "health"),
    behind_login("/account-health/violation", "violation", "health"),
    behind_creator_login("/m/standing", "standing", "health"),
]
