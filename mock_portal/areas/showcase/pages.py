"""The creator's showcase on the web, and the seller's overview."""

from __future__ import annotations

from mock_portal.web.pages import behind_creator_login, behind_login

ROUTES = [
    behind_creator_login("/streamer/showcase/product/list", "showcase", "showcase"),
    behind_login("/product/showcase", "showcase_overview", "showcase"),
]
