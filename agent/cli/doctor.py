"""doctor: is everything here that a run needs, and do the portal's pages still fit its profile; nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.drift import Found
from agent.domain.machine import Part, State, What
from agent.errors import EXIT, Code, MendInput, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from agent.domain.drift import StopSeen
    from agent.domain.machine import Finding
    from agent.domain.roster import Shop
    from agent.wiring import House

_NAMED = 5  # of what is new on a page, or gone from it
_SIGNS = {State.GOOD: "✓", State.WARN: "!", State.BROKEN: "✗"}


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.command()(doctor)


def doctor(
    portal: Annotated[str, typer.Option("--portal", metavar="NAME", help="Walk over this portal's pages.")] = "",
    shop: Annotated[str, typer.Option("--shop", metavar="SHOP", help="In this shop; else in the portal's first.")] = "",
    accept: Annotated[bool, typer.Option("--accept", help="What moved is right as it is now.")] = False,
) -> int:
    """Look at this machine or, with --portal, at a portal's pages, changing nothing."""
    if not portal:
        return go(_machine(house(empty=True)))
    rooms = house()
    return go(_walk(rooms, shop_at(rooms, portal, shop), accept=accept))


def shop_at(rooms: House, portal: str, word: str) -> Shop:
    """The shop that is named, else the portal's first; raises MendInput(E_INPUT) where the portal has no such one."""
    shops = [one for one in rooms.roster.shops if rooms.roster.login_of(one).portal == portal]
    if word and rooms.shop(word) not in shops:
        raise MendInput(Code.E_INPUT, why="not_at_portal", value=word, known=", ".join(one.name for one in shops))
    if not shops:
        known = sorted({one.portal for one in rooms.roster.logins})
        raise MendInput(Code.E_INPUT, why="no_login_at_portal", value=portal, known=", ".join(known))
    return rooms.shop(word) if word else shops[0]


async def _walk(rooms: House, shop: Shop, *, accept: bool) -> int:
    from agent.flows.stops import WALKED  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.walk import Ground, walk  # noqa: PLC0415 - same
    from agent.profile import REQUIRED  # noqa: PLC0415 - pydantic is heavy
    from agent.wiring import desks  # noqa: PLC0415

    portal = rooms.portal(rooms.roster.login_of(shop))
    async with desks(rooms, "doctor", portal) as made:
        stops = await walk(Ground(shop, rooms.baselines(portal), accept), await made.desk(shop))
    wanted = {f"{group}.{name}" for group, names in REQUIRED.items() for name in names.split()}
    unseen = sorted(wanted - WALKED)
    good = all(one.good for one in stops)
    rest = words()("ui.walk_unseen", count=len(unseen), elements=", ".join(unseen))
    show.result(
        {"ok": good, "shop": shop.id, "stops": [_of_stop(one) for one in stops], "not_looked_at": unseen},
        [*(line for one in stops for line in _stop_lines(one)), rest],
    )
    changed = any(not one.good and not one.barred for one in stops)
    return 0 if good else EXIT[Code.E_PORTAL_CHANGED if changed else Code.E_RIGHT_MISSING]


def _of_stop(one: StopSeen) -> dict[str, object]:
    return {
        "stop": one.name,
        "language": one.language,
        "trouble": _trouble(one),
        "code": one.trouble.code if one.trouble else "",
        "skipped": one.skipped or "",
        "elements": [{"element": seen.key, "found": seen.found, "near": list(seen.near)} for seen in one.elements],
        "new": list(one.difference.new),
        "gone": list(one.difference.gone),
        "picture": one.picture,
    }


def _trouble(one: StopSeen) -> str:
    return words()(f"error.{one.trouble.code}.what", **one.trouble.params) if one.trouble else ""


def _stop_lines(one: StopSeen) -> Iterator[str]:
    say = words()
    name = f"{say(f'stop.{one.name}')} ({one.language})"
    if one.skipped:
        yield f"- {name}: {say(f'skipped.{one.skipped}')}"
        return
    count = len(one.elements)
    yield f"{'✓' if one.good else '✗'} {name}: {_trouble(one) or say('ui.walk_stop', count=count)}"
    if one.barred:
        yield f"    {say(f'error.{Code.E_RIGHT_MISSING}.next')}"
    for seen in one.elements:
        if seen.found is not Found.ONCE:
            near = ", ".join(seen.near)
            after = say("ui.walk_after" if seen.found is Found.MOVED else "ui.walk_near", near=near) if near else ""
            yield f"    {seen.key}: {say(f'found.{seen.found}')}{after}"
    for key, names in (("ui.walk_new", one.difference.new), ("ui.walk_gone", one.difference.gone)):
        if names:
            yield f"    {say(key, names=', '.join(names[:_NAMED]), count=len(names))}"
    if one.picture:
        yield f"    {say('ui.walk_picture', path=one.picture)}"


async def _machine(rooms: House) -> int:
    from agent.wiring.machine import examine_machine  # noqa: PLC0415 - only here

    found: Sequence[Finding] = await examine_machine(rooms)
    exits = [EXIT[one.code] if one.code else 1 for one in found if one.state is State.BROKEN]
    told = [_told(one) for one in found]
    show.result({"ok": not exits, "findings": told}, [line for one in told for line in _lines(one)])
    return worst([*exits, 0])


def _told(one: Finding) -> dict[str, str]:
    say = words()
    if one.what is What.ERROR:
        what, mend = (say(f"error.{one.code}.{part}", **one.values) for part in ("what", "next"))
    else:
        what = say(f"doctor.{one.what}.what", **one.values)
        mend = "" if one.state is State.GOOD else say(f"doctor.{one.what}.next", **one.values)
    return {"part": one.part, "state": one.state, "code": one.code or "", "what": what, "next": mend}


def _lines(told: dict[str, str]) -> list[str]:
    sign, part = _SIGNS[State(told["state"])], words()(f"part.{Part(told['part'])}")
    first = f"{sign} {part}: {told['what']}"
    return [first, f"    {told['next']}"] if told["next"] else [first]
