"""The login pages, seller's and creator's: credentials are typed only into the portal's own frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout

from agent.domain.portal import Origin
from agent.errors import AskPerson, Code, Refused
from agent.pages.screen import Screen
from agent.ports import CreatorSignIn, SellerSignIn

if TYPE_CHECKING:
    from playwright.async_api import Locator

_PATIENCE_MS = 15 * 60 * 1000  # a person needs time for codes and captchas; then the answer is no

# Whether a field stands in the main frame, and every address that its page may send it to.
_WHERE_IT_GOES = """
(field) => [
  window === window.top,
  location.href,
  field.form?.action ?? location.href,
  ...[...document.querySelectorAll('[formaction]')].map((button) => button.formAction),
]
"""

_FLIPS = 5  # a click on a page whose script is not alive yet does nothing
_ALIVE_MS = 400


async def _appears(field: Locator) -> None:
    try:
        await field.wait_for(timeout=_ALIVE_MS)
    except PlaywrightTimeout:
        return  # the next look decides


class SignInPage(Screen):
    """What both forms share: type, submit, and see whether the form is gone."""

    account_field: str
    password_field: str
    submit: str
    signed_in: str

    async def sign_in(self, account: str, password: str) -> None:
        """Type and submit once; whatever stands there afterwards is named."""
        await self.show_form()
        await self._type(self.account_field, account)
        await self._type(self.password_field, password)
        async with self.tab.step(self.submit, self.tab.find(self.submit)):
            await self.tab.find(self.submit).click()
        await self._arrived()

    async def wait_for_person(self) -> None:
        """The person types; we only see whether the page behind the login has come."""
        try:
            await self.tab.page.locator(self.tab.portal.elements[self.signed_in].css).wait_for(timeout=_PATIENCE_MS)
        except PlaywrightError:
            raise AskPerson(Code.E_CHALLENGE, detail="nobody_came") from None

    async def show_form(self) -> None:
        """Bring up the form that takes what we type."""

    async def _type(self, key: str, text: str) -> None:
        field = await self.need(key)
        await self._prove_frame(field)
        try:
            await field.fill(text)
        except PlaywrightError:
            raise AskPerson(Code.E_PORTAL_CHANGED, element=key, why="cannot_be_filled") from None

    async def _prove_frame(self, field: Locator) -> None:
        """A secret goes only into the main frame of an allowed origin, on a page whose buttons send nowhere else."""
        async with self.tab.looking(self.heading):
            top, *addresses = await field.evaluate(_WHERE_IT_GOES)
        abroad = [url for url in addresses if Origin.of(str(url)) not in self.tab.portal.allowed]
        if abroad or not top:
            raise Refused(Code.G_ORIGIN, detail=str(Origin.of(str(abroad[0]))) if abroad else "in_a_frame")

    async def _arrived(self) -> None:
        here = self.tab.page.locator(self.tab.portal.elements[self.signed_in].css)
        alert = self.tab.find("login.error").filter(visible=True)
        challenge = self.tab.page.locator(", ".join(self.tab.portal.challenges)).filter(visible=True)
        async with self.tab.step(self.signed_in):
            await here.or_(alert).or_(challenge).first.wait_for()
            challenged, arrived = await challenge.count(), await here.count()
        if challenged:
            raise AskPerson(Code.E_CHALLENGE, detail=self.heading)
        if not arrived:
            raise AskPerson(Code.E_SESSION_EXPIRED, detail="not_accepted_there")


class SellerSignInPage(SignInPage, SellerSignIn):
    """`/account/login`: the form starts with a phone number and is flipped to e-mail."""

    path = "login"
    heading = "login.heading"
    account_field = "login.email"
    password_field = "login.password"  # noqa: S105 - the name of a field
    submit = "login.submit"
    signed_in = "shell.shop_context"

    async def show_form(self) -> None:
        """Flip to e-mail where the form asks for a phone number."""
        flip, field = self.tab.find("login.use_email"), self.tab.find(self.account_field)
        async with self.tab.step("login.use_email", flip):
            for _ in range(_FLIPS):
                await flip.or_(field).first.wait_for()
                if await field.filter(visible=True).count():
                    return
                await flip.click()
                await _appears(field)


class CreatorSignInPage(SignInPage, CreatorSignIn):
    """The creator's login where the profile offers it as mobile web."""

    side = "creator"
    path = "creator_login"
    heading = "creator.login_heading"
    account_field = "creator.username"
    password_field = "creator.password"  # noqa: S105 - the name of a field
    submit = "creator.submit"
    signed_in = "creator.context"
