"""Tabcut's login form, which lies over the rankings."""

from __future__ import annotations

from agent.pages.sign_in import SignInPage
from agent.ports.tabcut import TabcutSignIn


class TabcutSignInPage(SignInPage, TabcutSignIn):
    """The form comes up where somebody asks for more than strangers see."""

    path = "tabcut_creators"
    heading = "tabcut.heading"
    account_field = "tabcut.email"
    password_field = "tabcut.password"  # noqa: S105 - the name of a field
    submit = "tabcut.submit"
    signed_in = "tabcut.signed_in"

    async def show_form(self) -> None:
        """Ask for more."""
        button = self.tab.find("tabcut.log_in")
        async with self.tab.step("tabcut.log_in", button):
            await button.click()
