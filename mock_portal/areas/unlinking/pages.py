"""The creator's way through the TikTok app: profile, showcase, Your Shop, View link info."""

from __future__ import annotations

from mock_portal.web.pages import behind_creator_login

ROUTES = [
    behind_creator_login("/m/profile", "creator_profile", "unlinking"),
    behind_creator_login("/m/showcase", "creator_showcase", "unlinking"),
    behind_creator_login("/m/your-shop", "your_shop", "unlinking"),
    behind_creator_login("/m/link-info", "link_info", "unlinking"),
]
