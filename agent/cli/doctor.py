"""doctor: is everything here that a run needs, and which command mends what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.cli import show
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.machine import Part, State, What
from agent.errors import EXIT, worst

if TYPE_CHECKING:
    import typer

    from agent.domain.machine import Finding
    from agent.wiring import House

_SIGNS = {State.GOOD: "✓", State.WARN: "!", State.BROKEN: "✗"}


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.command()(doctor)


def doctor() -> int:
    """Look at this machine, changing nothing: browser, fonts, disk, key, ledger, network lines and clock."""
    return go(_doctor(house(empty=True)))


async def _doctor(rooms: House) -> int:
    from agent.wiring.machine import examine_machine  # noqa: PLC0415 - only here

    found = await examine_machine(rooms)
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
