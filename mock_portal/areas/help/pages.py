"""The screens of the help center and of the notification center."""

from __future__ import annotations

from mock_portal.web.pages import behind_login

ROUTES = [
    behind_login("/help-center", "help_center", "help"),
    behind_login("/help-center/article", "help_article", "help"),
    behind_login("/help-center/tickets", "help_tickets", "help"),
    behind_login("/help-center/ticket", "help_ticket", "help"),
    behind_login("/message-center", "message_center", "help"),
]
