"""Who is signed in: seller sessions with the shop they look at, and creator sessions of the TikTok app."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass


@dataclass(slots=True)
class Session:
    """One cookie's session; `name` is what logs may show, `requests_left` counts down to its end where set."""

    name: str
    token: str
    login: str = ""
    shop: str = ""
    account: str = ""
    dead: bool = False
    requests_left: int | None = None
    before: str = ""
    switched_at: float = 0

    def switch(self, shop: str) -> None:
        """Look at another shop; which it was before, and since when, is remembered for a header that lags behind."""
        self.before, self.shop, self.switched_at = self.shop, shop, time.monotonic()

    def spend(self) -> None:
        """Count one request against a session that is about to end."""
        if self.requests_left is None:
            return
        self.dead = self.dead or self.requests_left <= 0
        self.requests_left -= 1


class Sessions:
    """All sessions of this process; a dead one is remembered so that its pages can say so quietly."""

    def __init__(self) -> None:
        self._by_token: dict[str, Session] = {}
        self._egress: dict[str, str] = {}
        self._tickets: dict[str, Session] = {}

    def of(self, token: str) -> Session | None:
        """The session of a cookie, dead or alive."""
        return self._by_token.get(token)

    def start(self, *, login: str = "", shop: str = "", account: str = "") -> Session:
        """Sign somebody in."""
        session = Session(f"s{len(self._by_token) + 1}", secrets.token_urlsafe(24), login, shop, account)
        self._by_token[session.token] = session
        return session

    def hand_over(self, session: Session) -> str:
        """A ticket with which another host of the site gets this session's cookie."""
        ticket = secrets.token_urlsafe(24)
        self._tickets[ticket] = session
        return ticket

    def taken_over(self, ticket: str) -> Session | None:
        """The session of a ticket, which is used up by that."""
        return self._tickets.pop(ticket, None)

    def rotate(self, session: Session) -> str:
        """Give a session another cookie; the one before is worth nothing any more."""
        del self._by_token[session.token]
        session.token = secrets.token_urlsafe(24)
        self._by_token[session.token] = session
        return session.token

    def expire(self, login: str) -> int:
        """Let all sessions of a login die; answers how many were alive."""
        alive = [one for one in self._by_token.values() if one.login == login and not one.dead]
        for session in alive:
            session.dead = True
        return len(alive)

    def end(self) -> None:
        """Let all of them die, so that a request which is still under way changes nothing any more."""
        for session in self._by_token.values():
            session.dead = True

    def move(self, who: str, country: str) -> None:
        """Let the network of a login, or of a creator's account, leave in another country from now on."""
        self._egress[who] = country

    def egress(self, who: str, home: str) -> str:
        """The country that this network shows: where it was moved to, else its home."""
        return self._egress.get(who, home)
