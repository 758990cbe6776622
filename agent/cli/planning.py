"""plan: what would have to be done in every shop, why not yet, and what it costs; nothing is pressed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.applying import AtOnce, Shops, take_roster
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.stop import say
from agent.domain.identity import legible
from agent.domain.planning import Step
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.planning import Plan, Planned, ShopPlan
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.wiring import House

_ENDINGS = (".json", ".xlsx")
_SIGNS = {Step.NOTHING: "✓", Step.FOLLOW: "…", Step.WAIT: "…", Step.REFUSED: "✗", Step.PERSON: "!"}
_COLOURS = {"✓": "green", "…": "dim", "✗": "red", "!": "yellow", "→": "bold"}


def add_to(app: typer.Typer) -> None:
    """Offer this group's command."""
    app.command()(plan)


def plan(
    shops: Shops = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", parser=a_place, metavar="FILE", help="Save it: .json or .xlsx.")
    ] = None,
    concurrency: AtOnce = 0,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
) -> int:
    """Read every shop and say what is to be done, when, and what it costs; nothing is changed."""
    if output and output.suffix not in _ENDINGS:
        raise MendInput(Code.E_USAGE, why="plan_form", known=", ".join(_ENDINGS), value=legible(output.name, 60))
    rooms = house(headed=headed)
    chosen = [rooms.shop(one) for one in shops or ()] or list(rooms.roster.shops)
    return go(_plan(rooms, chosen, output, concurrency))


async def _plan(rooms: House, shops: Sequence[Shop], output: Path | None, at_once: int) -> int:
    made = await planned(rooms, shops, at_once)
    if output and output.suffix == ".xlsx":
        from agent.adapters.tables import write_table  # noqa: PLC0415 - only where a workbook is asked for
        from agent.cli.plan_sheets import as_sheets  # noqa: PLC0415 - same

        write_table(output, as_sheets(made, _why, lambda one: [*_cost(one), *_warnings(one)]))
    elif output:
        from agent.adapters.files import write_private  # noqa: PLC0415 - only where a plan is saved
        from agent.planfile import as_text  # noqa: PLC0415 - pydantic is heavy

        write_private(output, as_text(made).encode())
    if CALL.get().json:
        from agent.planfile import as_object  # noqa: PLC0415 - pydantic is heavy

        show.result(as_object(made))
    else:
        _tell(made, output)
    return 0


async def planned(rooms: House, shops: Sequence[Shop], at_once: int) -> Plan:
    """The plan of these shops, as they stand now."""
    from agent.domain.planning import Plan  # noqa: PLC0415
    from agent.flows.plan import Planner  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.wiring import desks  # noqa: PLC0415
    from agent.wiring.rounds import at_once as usual  # noqa: PLC0415

    async with desks(rooms, "plan", rooms.clock_portal()) as made:
        await take_roster(rooms, made.ledger)
        planner = Planner(made.ledger, made.clock, made.desk)
        told = await planner.plan(shops, at_once or usual(rooms.settings))
        return Plan(made.clock.now(), rooms.roster_digest(), told, rooms.roster.sharing_a_line())


def _tell(made: Plan, output: Path | None) -> None:
    for one in made.shops:
        _tell_shop(one)
    say_it = words()
    for group in made.sharing_a_line:
        names, line = ", ".join(one.name for one in group), group[0].line or say_it("ui.line_of_its_own")
        print(legible(f"! {say_it('ui.plan_line', logins=names, line=line)}", 600))
    if output:
        key = "ui.plan_saved" if output.suffix == ".json" else "ui.plan_written"
        print(legible(say_it(key, path=output), 600))


def _tell_shop(one: ShopPlan) -> None:
    say_it = words()
    print()
    print(legible(f"{one.shop.name} ({one.shop.region})", 200))
    if one.error:
        say(one.error.code, one.error.submitted, one.error.params)
        return
    heads = [say_it(f"ui.{key}") for key in ("account", "position", "format", "step", "due", "why")]
    rows = [_cells(line, one.shop.zone) for line in one.lines]
    show.table(heads, rows, [_COLOURS[_sign(line)] for line in one.lines])
    for text in [*_cost(one), *_candidates(one), *_warnings(one)]:
        print(legible(f"  {text}", 600))


def _sign(line: Planned) -> str:
    return _SIGNS.get(line.step, "→")


def _cells(line: Planned, zone: str) -> tuple[str, ...]:
    told = line.line
    step = f"{_sign(line)} {words()(f'plan_step.{line.step}')}"
    return f"@{told.handle}", told.position, told.format, step, show.moment(line.due_at, zone), _why(line.record)


def _why(record: Record) -> str:
    """What speaks against it, else how it stands."""
    refusals = record.decision.refusals if record.decision else ()
    if refusals:
        return " ".join(show.why(one) for one in show.ordered(refusals))
    if record.code and not record.invitation:
        return words()(f"error.{record.code}.what", **record.error).strip()
    invited = words()(f"invitation.{record.invitation.state}") if record.invitation else ""
    return show.linked(record).removeprefix(" · ") or invited


def _cost(one: ShopPlan) -> list[str]:
    cost, say_it = one.cost, words()
    if cost is None:
        return []
    slots = f"{cost.slots.used}/{cost.slots.most}" if cost.slots else "?"
    window = f"{cost.links_in_window}/{cost.links_per_window}"
    left = "?" if cost.unlinks_left is None else str(cost.unlinks_left)
    return [
        say_it("ui.plan_links", invites=cost.invites, slots=slots, window=window),
        say_it("ui.plan_unlinks", unlinks=cost.unlinks, left=left),
    ]


def _candidates(one: ShopPlan) -> list[str]:
    """Those of whom nothing is asked, so that nobody waits for something to happen."""
    count = len(one.shop.accounts) - len(one.shop.asked_for)
    return [words()("ui.plan_candidates", count=count)] if count else []


def _warnings(one: ShopPlan) -> list[str]:
    say_it = words()
    same = [
        say_it("ui.plan_same_position", position=position, handles=_names(handles))
        for position, handles in one.equal_positions
    ]
    shared = [say_it("ui.plan_shared", handles=_names(pair), count=count) for pair, count in (one.shared or {}).items()]
    outside = [
        say_it(f"outside.{each.change}", handle=each.handle, moment=show.moment(each.at, one.shop.zone))
        for each in one.outside
    ]
    return [f"! {text}" for text in (*same, *shared, *outside)]


def _names(handles: Sequence[str]) -> str:
    return ", ".join(f"@{one}" for one in handles)
