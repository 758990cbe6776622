"""One running portal: its world and its past, its clock, sessions and journals; every change goes through `do`."""

from __future__ import annotations

import random
import time
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from mock_portal.areas.due import DUE
from mock_portal.areas.qr_login.codes import QrCodes
from mock_portal.clock import Clock
from mock_portal.journal import Effects, Requests
from mock_portal.rules import Wish
from mock_portal.second_factor import SecondFactor
from mock_portal.sessions import Sessions
from mock_portal.skin import skin_named
from mock_portal.worldfile import read_world

if TYPE_CHECKING:
    from mock_portal.deeds import Done
    from mock_portal.sessions import Session
    from mock_portal.world import World

NOWHERE = "ZZ"
_PAST = 2_000
_EVER = datetime.min.replace(tzinfo=UTC)


class _Was(NamedTuple):
    """A world, and since when it was the present one."""

    wall: float
    instant: datetime
    world: World


class Portal:
    """Everything one process holds; `start` puts it back to the beginning of a world file."""

    def __init__(self, world_text: str, seed: int, effects: Effects, skin: str = "") -> None:
        self.clock = Clock()
        self.effects = effects
        self.requests = Requests()
        self.sessions, self.second_factor, self.qr_codes = Sessions(), SecondFactor(), QrCodes()
        self.start(world_text, seed, skin)

    def start(self, world_text: str, seed: int, skin: str = "") -> None:
        """Begin at the start of a world, in its own skin or another; nothing of the former is kept if it is in order.

        Raises:
            InputError: the text is not a world, or there is no such skin; then nothing has changed.
        """
        dice = random.Random(seed)  # noqa: S311 - repeatable numbers are the point
        clock, ids = Clock(), _Ids(dice)
        world = read_world(world_text, clock.now(), ids.next, seed)
        self.skin = skin_named(skin or world.site.skin)
        self.world, self.world_text, self.seed = world, world_text, seed
        self.build = f"{dice.getrandbits(36):09x}{self.skin.build}"
        self.clock, self._ids = clock, ids
        self.sessions.end()
        self.sessions, self.second_factor, self.qr_codes = Sessions(), SecondFactor(), QrCodes()
        self._past = deque([_Was(float("-inf"), _EVER, self.world)], maxlen=_PAST)

    def put(self, world: World) -> None:
        """Make a world the present one, and keep the former in the past."""
        self.world = world
        self._past.append(_Was(time.monotonic(), self.clock.now(), world))

    def seen(self, lag: float, most: float) -> World:
        """The world as it was `lag` seconds ago in wall time, what a stale answer shows.

        By the portal's own clock, which jumps, it is `most` seconds old.
        """
        if lag <= 0:
            return self.world
        wall, instant = time.monotonic() - lag, self.clock.now() - timedelta(seconds=most)
        past = (one.world for one in reversed(self._past) if one.wall <= wall or one.instant <= instant)
        return next(past, self._past[0].world)

    def do(self, done: Done, session: Session | None, by: str) -> Done:
        """Let a deed happen: record its effects, then make its world the present."""
        who = session.name if session else None
        detail = {"by": by, "invitation": done.invitation} if done.invitation else {"by": by}
        for kind in done.kinds:
            self.effects.add(self.clock.now(), kind, shop=done.shop, account=done.account, session=who, detail=detail)
        self.put(done.world)
        return done

    def catch_up(self) -> None:
        """Let everything happen whose time has come since somebody looked last."""
        for next_due in DUE:
            while done := next_due(self.world, self.clock.now()):
                self.do(done, None, "time")

    def new_id(self) -> str:
        """A number of 19 digits that was never given before."""
        return self._ids.next()

    def egress(self, session: Session | None) -> str:
        """The country in which the session's network leaves."""
        if session is None:
            return NOWHERE
        if session.account:
            return self.sessions.egress(session.account, self.world.accounts[session.account].region)
        return self.sessions.egress(session.login, self.world.logins[session.login].egress)

    def wish(self, session: Session, account: str) -> Wish:
        """What a seller's session wants when it asks for an account."""
        shop, login = self.world.shops[session.shop], self.world.logins[session.login]
        countries = (shop.region,) if login.kind == "local" else login.countries
        return Wish(self.world, shop, self.world.accounts[account], self.clock.now(), self.egress(session), countries)


class _Ids:
    """Rising numbers of 19 digits with gaps, the same for the same seed."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._last = 7_560_000_000_000_000_000

    def next(self) -> str:
        self._last += self._dice.randrange(1_000_003, 9_000_011)
        return str(self._last)
