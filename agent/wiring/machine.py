"""Looks at the machine: everything that a run needs, at once and within ten seconds, changing nothing."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from agent.domain.machine import Finding, Part, State, What
from agent.domain.news import Sending, Trouble
from agent.errors import Code, CompanionError, Refused
from agent.tomlfile import default_folder
from agent.wiring.lines import proxy_line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from pathlib import Path

    from agent.adapters.probing import Prober
    from agent.domain.machine import LineSeen
    from agent.domain.portal import Portal
    from agent.domain.roster import Login, Roster
    from agent.domain.rules import Rules
    from agent.wiring.house import House

PATIENCE: Final = timedelta(seconds=9)
_MEGABYTE = 1_000_000
LITTLE_ROOM: Final = 1_000  # megabytes: some thousand runs with their pictures
NO_ROOM: Final = 50  # below it neither a ledger's backup nor a browser's profile is safe
_ORDER = list(Part)


async def examine_machine(house: House) -> list[Finding]:
    """Every part, in the order of `Part`; what cannot be looked at is broken, and says why."""
    from agent.adapters.probing import Prober  # noqa: PLC0415 - playwright is heavy

    async with AsyncExitStack() as stack:
        prober = Prober(stack)
        looks = {
            Part.BROWSER: _browser(house, prober),
            Part.OWN: _own(house, prober),
            Part.DISK: _disk(house),
            Part.KEY: _key(house),
            Part.LEDGER: _ledger(house),
            Part.LINE: _lines(house, prober),
            Part.NOTIFY: notifications(house),
        }
        found = await asyncio.gather(*(_bounded(part, look) for part, look in looks.items()))
    return sorted((one for some in found for one in some), key=lambda one: _ORDER.index(one.part))


async def _bounded(part: Part, look: Awaitable[Iterable[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            return list(await look)
    except CompanionError as error:
        return [Finding(part, State.BROKEN, What.ERROR, error.params, error.code)]
    except TimeoutError:
        return [Finding(part, State.BROKEN, What.TOO_SLOW, {"seconds": f"{PATIENCE.total_seconds():.0f}"})]


async def _browser(house: House, prober: Prober) -> list[Finding]:
    from agent.adapters.launching import Launch  # noqa: PLC0415 - playwright is heavy

    executable = house.settings.browser.executable
    seen = await prober.browser(Launch(executable, headed=False, action_ms=PATIENCE.total_seconds() * 1000))
    values = {"version": seen.version, "path": str(executable or "playwright")}
    return [
        Finding(Part.BROWSER, State.GOOD, What.BROWSER, values),
        Finding(Part.SANDBOX, *((State.GOOD, What.SANDBOX_ON) if seen.sandboxed else (State.WARN, What.SANDBOX_OFF))),
        Finding(Part.FONTS, *((State.GOOD, What.FONTS) if seen.draws_chinese else (State.WARN, What.FONTS_MISSING))),
    ]


async def _own(house: House, prober: Prober) -> list[Finding]:
    """The operator's own browsers, which are only greeted; what is not promised in them is said each time."""
    own = [one for one in house.roster.logins if one.attach]
    return [
        Finding(
            Part.OWN,
            State.WARN,
            What.ATTACHED,
            {"login": one.name, "address": one.attach, "version": await prober.greeted(one.attach)},
        )
        for one in own
    ]


async def _disk(house: House) -> list[Finding]:
    place = next(one for one in (house.state, *house.state.absolute().parents) if one.exists())
    return [room(house.state, shutil.disk_usage(place).free)]


def room(path: Path, free: int) -> Finding:
    """Whether so many free bytes are enough for a state folder."""
    free //= _MEGABYTE
    values = {"path": str(path), "free": str(free)}
    if free < NO_ROOM:
        return Finding(Part.DISK, State.BROKEN, What.DISK_FULL, values, Code.E_DISK_FULL)
    return Finding(Part.DISK, State.WARN if free < LITTLE_ROOM else State.GOOD, What.DISK, values)


async def _key(house: House) -> list[Finding]:
    labels = await asyncio.to_thread(house.vault().check)
    return [Finding(Part.KEY, State.GOOD, What.KEY, {"path": str(house.key_file), "count": str(len(labels))})]


async def _ledger(house: House) -> list[Finding]:
    async with house.ledger():  # opened as for every run; whether each row is right, `ledger check` says
        pass
    return [Finding(Part.LEDGER, State.GOOD, What.LEDGER, {"path": house.ledger_url})]


async def notifications(house: House) -> list[Finding]:
    """Whether each channel could be told, and what nobody was; no message is sent."""
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - only where channels are asked about

    if not house.settings.notify.channels:
        return []
    notifier = notifier_of(house)
    kinds = {one.name: await asyncio.to_thread(notifier.service, one) for one in notifier.channels}
    async with house.ledger() as book:
        lost = await book.unsent(Sending.GIVEN_UP)
    given_up = Finding(Part.NOTIFY, State.WARN, What.GIVEN_UP, {"count": str(len(lost))})
    return [*(_channel(house, *one) for one in kinds.items()), *([given_up] if lost else [])]


def _channel(house: House, name: str, kind: str | Trouble) -> Finding:
    if isinstance(kind, Trouble):
        trouble = house.words(f"unsent.{kind}")
        return Finding(Part.NOTIFY, State.WARN, What.CHANNEL_DUMB, {"channel": name, "trouble": trouble})
    return Finding(Part.NOTIFY, State.GOOD, What.CHANNEL, {"channel": name, "service": kind})


async def _lines(house: House, prober: Prober) -> list[Finding]:
    """Each login's line and the clock at its other end; that of an operator's own browser is seen in a run alone."""
    found = await asyncio.gather(*(_line(house, login, prober) for login in house.roster.logins if not login.attach))
    return [*(one for some in found for one in some), *shared_lines(house.roster, house.portal)]


def shared_lines(roster: Roster, portal_of: Callable[[Login], Portal]) -> list[Finding]:
    """A hint for each line that several logins come over; on this machine's own portals nobody is told apart by it."""
    groups = ([one for one in group if not portal_of(one).loopback] for group in roster.sharing_a_line())
    return [
        Finding(
            Part.LINE,
            State.WARN,
            What.LINE_SHARED,
            {"logins": ", ".join(one.name for one in group), "line": group[0].line},
        )
        for group in groups
        if len(group) > 1
    ]


async def _line(house: House, login: Login, prober: Prober) -> list[Finding]:
    portal, proxy = house.portal(login), proxy_line(login)
    clock = house.clock()
    values = {"login": login.name, "line": login.proxy, "portal": str(portal.seller)}
    try:
        seen = await prober.line(proxy, portal.echoes[0], clock.now)
    except Refused as refused:
        return [Finding(Part.LINE, State.BROKEN, What.LINE_UNTRUSTED, values, refused.code)]
    if seen is None:
        code = Code.E_PROXY if proxy else Code.E_NETWORK
        return [
            Finding(Part.LINE, State.BROKEN, What.LINE_LOOPBACK if portal.loopback else What.LINE_DEAD, values, code)
        ]
    what = (
        What.LINE_HERE if portal.loopback else What.LINE
    )  # which country a portal of this machine tells depends on who asks
    line = Finding(Part.LINE, State.GOOD, what, values | {"country": seen.country or "?"})
    return [line] if portal.follows_portal_clock else [line, beside(seen, _rules(house, login), values)]


def _rules(house: House, login: Login) -> Rules:
    from agent.rulebook import Place, load_rules  # noqa: PLC0415 - pydantic is heavy

    shop = next(one for one in house.roster.shops if one.login == login.id)
    return load_rules((*house.folders, default_folder()), Place.of(shop, login))


def beside(seen: LineSeen, rules: Rules, values: dict[str, str]) -> Finding:
    """What this machine's clock is worth beside the one at a line's other end."""
    if seen.skew is None:
        return Finding(Part.CLOCK, State.WARN, What.CLOCK_UNTOLD, values)
    values = values | {"seconds": f"{seen.skew.total_seconds():+.0f}"}
    if abs(seen.skew) > rules.clock_skew_refuse.value:
        return Finding(Part.CLOCK, State.BROKEN, What.CLOCK_WRONG, values, Code.G_CLOCK)
    return Finding(
        Part.CLOCK, State.WARN if abs(seen.skew) > rules.clock_skew_warn.value else State.GOOD, What.CLOCK, values
    )
