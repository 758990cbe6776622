"""init, config, rules, portal, demo: what an operator does before and around the work."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.adapters.files import explained, write_private
from agent.cli import show
from agent.cli.call import CALL, a_place
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.errors import Bug, Code, CompanionError, MendHost, MendInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.rules import Reading, Rule
    from agent.wiring import House

config = typer.Typer(help="The settings.", no_args_is_help=True)
rules = typer.Typer(help="The rules, their sources, and the operator's choices.", no_args_is_help=True)
portal = typer.Typer(help="The bundled mock portal.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.command()(init)
    app.command()(demo)
    app.add_typer(config, name="config")
    app.add_typer(rules, name="rules")
    app.add_typer(portal, name="portal")


def init() -> int:
    """Create the ledger, the vault's key and an example configuration; nothing that exists is touched."""
    rooms = house(empty=True)
    state = rooms.state  # asked first: where no ledger may lie, nothing is made
    made = _example_files(rooms) + rooms.create_state()
    say = words()
    lines = [say("ui.written", path=one) for one in made] + [
        say("ui.edit_roster", path=rooms.own_folder / "shops.toml")
    ]
    show.result({"created": made, "state": str(state)}, lines)
    return 0


def _example_files(rooms: House) -> list[str]:
    """Copy companion.toml and shops.toml to where the operator's own files are looked up."""
    from agent.tomlfile import default_folder  # noqa: PLC0415

    folder = rooms.own_folder
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
    missing = [folder / name for name in ("companion.toml", "shops.toml") if not (folder / name).exists()]
    for path in missing:
        write_private(path, (default_folder() / path.name).read_bytes())
    return [str(path) for path in missing]


@config.command("show")
def show_config(
    origin: Annotated[bool, typer.Option("--origin", help="Say where each value came from.")] = False,
) -> int:
    """Show every setting."""
    told = house().origins()
    if CALL.get().json:
        show.result({"settings": {key: {"value": one.value, "origin": one.origin} for key, one in told.items()}})
        return 0
    heads = [words()(f"ui.{key}") for key in (("setting", "value", "origin") if origin else ("setting", "value"))]
    show.table(heads, [(key, one.value, one.origin)[: len(heads)] for key, one in told.items()])
    return 0


OfShop = Annotated[str, typer.Argument(metavar="SHOP", help="A shop: rules differ by market and stage.")]


@rules.command("list")
def list_(shop: OfShop) -> int:
    """All rules in force for a shop."""
    return go(_rules(house(), shop, ""))


@rules.command()
def why(shop: OfShop, rule: Annotated[str, typer.Argument(metavar="RULE")]) -> int:
    """One rule with every reading that was found."""
    return go(_rules(house(), shop, rule))


async def _rules(rooms: House, word: str, name: str) -> int:
    from agent.domain.rules import written  # noqa: PLC0415 - same
    from agent.rulebook import all_rules  # noqa: PLC0415 - pydantic is heavy

    async with rooms.ledger() as book:
        found = all_rules(await rooms.rules(rooms.shop(word), book))
    chosen = [one for one in found if name in {"", one.name}]
    if not chosen:
        raise MendInput(Code.E_INPUT, why="not_a_rule", value=name)
    say = words()
    heads = [say(f"ui.{key}") for key in ("rule", "value", "trust", "source", "read_on")]
    readings = [(one, reading) for one in chosen for reading in _readings(one, every=bool(name))]
    rows = [
        (say(f"rule.{one.name}.name"), written(read.value), read.trust, read.source, read.read_on.isoformat())
        for one, read in readings
    ]
    if CALL.get().json:
        for (one, _), row in zip(readings, rows, strict=True):
            show.result(
                {"rule": one.name} | dict(zip(("name", "value", "trust", "source", "read_on"), row, strict=True))
            )
        return 0
    show.table(heads, rows)
    return 0


def _readings(rule: Rule[Any], *, every: bool) -> list[Reading[Any]]:
    """The reading that governs, and behind it, if all are wanted, the others."""
    others = [one for one in rule.readings if one != rule.chosen] if every else []
    return [rule.chosen, *others]


@rules.command()
def choose(
    shop: OfShop,
    rule: Annotated[str, typer.Argument(metavar="RULE")],
    value: Annotated[str, typer.Argument(metavar="VALUE")],
    by: Annotated[str, typer.Option("--by", help="Who chooses.")],
    reason: Annotated[str, typer.Option("--reason", help="Why.")],
) -> int:
    """Record an operator's choice of a rule's value for one shop."""
    return go(_choose(house(), shop, rule, value, by, reason))


async def _choose(rooms: House, word: str, rule: str, value: str, by: str, reason: str) -> int:
    from agent.domain.ledger import Choice  # noqa: PLC0415
    from agent.rulebook import parse_value  # noqa: PLC0415 - pydantic is heavy

    if not by.strip() or not reason.strip():
        raise MendInput(Code.E_USAGE, why="choose_form")
    parse_value(rule, value)
    async with rooms.ledger() as book:
        of = rooms.shop(word)
        choice = Choice(of.id, rule, value, by, reason, rooms.clock().now())
        await rooms.rules(of, book, trying=choice)
        await book.choose(choice)
    show.result({"rule": rule, "value": value, "by": by}, [words()("ui.chosen", rule=rule, value=value, shop=word)])
    return 0


@portal.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def serve(context: typer.Context) -> int:
    """Serve the bundled mock portal until it is stopped; options as `python -m mock_portal -h` says."""
    return go(_serve(context.args))


async def _serve(options: Sequence[str]) -> int:
    """Wait for the portal's process; being told to stop is its good end."""
    command = (sys.executable, "-m", "mock_portal", *options)
    environ = os.environ | {"PYTHONIOENCODING": "utf-8"}  # what it complains of is read below
    child = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE, env=environ)
    try:
        _, told = await child.communicate()
    except asyncio.CancelledError:
        child.terminate()
        return await child.wait()
    return _ended(child.returncode or 0, told.decode("utf-8", "replace").strip())


_PORTAL_ENDS: dict[int, tuple[type[CompanionError], Code]] = {
    2: (MendInput, Code.E_USAGE),
    3: (MendInput, Code.E_INPUT),
    4: (MendHost, Code.E_PORT_IN_USE),
}


def _ended(code: int, told: str) -> int:
    """The portal's exit code in our words, with its own last line."""
    if code:
        kind, meaning = _PORTAL_ENDS.get(code, (Bug, Code.E_INTERNAL))
        raise kind(meaning, detail=told.rpartition("\n")[2].rstrip("."))
    return 0


def demo(
    keep: Annotated[
        Path | None, typer.Option("--keep", parser=a_place, metavar="DIR", help="Put the demo's state here.")
    ] = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the browser.")] = False,
) -> int:
    """Run the main job on the bundled portal with the example roster, in a fresh state folder."""
    from agent.cli.demo import play  # noqa: PLC0415 - only here

    return play(keep, headed=headed)
