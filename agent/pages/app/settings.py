"""Settings of the Seller app: where the way to a bind begins, and the accounts that are bound."""

from __future__ import annotations

from agent.pages.screen import Screen
from agent.ports import AppBound, AppSettings


class AppSettingsPage(Screen, AppSettings):
    """`Settings`."""

    path = "app_settings"
    heading = "app_settings.heading"


class AppBoundPage(Screen, AppBound):
    """`Bound accounts`."""

    path = "app_bound"
    heading = "app_bound.heading"
