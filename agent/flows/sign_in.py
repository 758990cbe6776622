"""Log in once and seal the session; afterwards prove in a fresh context that it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.domain.identity import principal_of_login
from agent.errors import AskPerson, Code
from agent.flows.visiting import held, kept
from agent.ports import Home, SellerSignIn

if TYPE_CHECKING:
    from agent.domain.facts import SessionSeen
    from agent.ports import Desk, SignIn, Visit


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is typed into the login form; never printed."""

    account: str
    password: str

    def __repr__(self) -> str:
        """Say nothing about the secret."""
        return "Credentials(...)"


async def sign_in_seller(credentials: Credentials | None, desk: Desk, language: str = "") -> SessionSeen:
    """Log the desk's login in, by credentials or by the person at the window, and prove the kept session.

    A portal that can be asked for a language goes on in it, as long as the session lives.
    """
    async with held(desk) as lease, kept(lease, desk):
        async with desk.visits.fresh(desk.login, lease, principal_of_login(desk.login.id), desk.trail) as visit:
            visit.speak(language)
            await sign_in(visit, SellerSignIn, credentials)
            seen = await desk.reader.read("home", lambda: _session(visit))
            _refuse_strangers(seen, desk)  # before it is sealed under this login's name
        async with desk.visits.open(desk.login, lease, desk.trail) as visit:
            seen = await desk.reader.read("home", lambda: _session(visit))
    _refuse_strangers(seen, desk)
    return seen


def _refuse_strangers(seen: SessionSeen, desk: Desk) -> None:
    """A session of another login must not be kept, nor used, under this one's name."""
    if seen.login != desk.login.id:
        raise AskPerson(Code.E_WRONG_SHOP, shop=desk.login.name, detail="session_of", value=seen.login)


async def sign_in_creator(
    principal: str, page: type[SignIn], credentials: Credentials | None, desk: Desk, language: str = ""
) -> None:
    """Log a creator in on his own pages; the session is sealed for him alone."""
    fresh = desk.visits.fresh
    async with held(desk) as lease, kept(lease, desk), fresh(desk.login, lease, principal, desk.trail) as visit:
        visit.speak(language)
        await sign_in(visit, page, credentials)


async def sign_in(visit: Visit, page: type[SignIn], credentials: Credentials | None) -> None:
    """Fill the form, or wait until the person at the window has."""
    form = await visit.open(page)
    if credentials is None:
        async with visit.gate.person():
            await form.wait_for_person()
    else:
        async with visit.gate.login():
            await form.sign_in(credentials.account, credentials.password)


async def _session(visit: Visit) -> SessionSeen:
    return (await (await visit.open(Home)).read()).session
