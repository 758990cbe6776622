"""What the phone shows after it has scanned a code."""

from __future__ import annotations

from mock_portal.web.pages import behind_login

ROUTES = [behind_login("/app/qr", "app_qr", "qr")]
