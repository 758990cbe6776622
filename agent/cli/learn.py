"""profile learn: a person points at a portal's elements in the browser, and confirms at the terminal what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.doctor import shop_at
from agent.cli.keyboard import Keyboard
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.cli.teacher import Teacher, tell
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from agent.domain.portal import Portal
    from agent.domain.roster import Shop
    from agent.ports import Baselines, Desk
    from agent.profile.learnt import Draft
    from agent.wiring import House


def learn(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A portal that a login of the roster is at.")],
    shop: Annotated[str, typer.Option("--shop", metavar="SHOP", help="In this shop; else in the portal's first.")] = "",
    element: Annotated[list[str] | None, typer.Option("--element", metavar="KEY", help="Ask for this one.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Ask for those too that are found once.")] = False,
) -> int:
    """Point at what the profile does not find, in a window of your own session; nothing is pressed."""
    if not CALL.get().may_ask:
        raise MendInput(Code.E_USAGE, why="learn_form")
    rooms, keys = house(headed=True), _named(element or [])
    return go(_learn(rooms, shop_at(rooms, name, shop), keys, every=every))


async def _learn(rooms: House, shop: Shop, named: Sequence[str], *, every: bool) -> int:
    from agent.flows.learn import learn as flow  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.profile import LANGUAGES, wanted  # noqa: PLC0415 - pydantic is heavy
    from agent.wiring import desks  # noqa: PLC0415 - same

    keyboard, portal = Keyboard(), rooms.portal(rooms.roster.login_of(shop))
    async with desks(rooms, "learn", portal) as made:
        desk = await made.desk(shop)
        keys = named or await _chosen(shop, rooms.baselines(portal), desk, every=every)
        learnt = await flow([wanted(key) for key in keys], LANGUAGES, desk, Teacher(keyboard)) if keys else {}
    written = await _written(rooms, portal, learnt, keyboard) if learnt else None
    _tell(portal, keys, learnt, written)
    return 0


def _named(keys: Sequence[str]) -> list[str]:
    from agent.profile import every_key  # noqa: PLC0415 - pydantic is heavy

    for key in set(keys) - set(every_key()):
        raise MendInput(Code.E_INPUT, field=key, why="no_such_element")
    return list(dict.fromkeys(keys))


async def _chosen(shop: Shop, baselines: Baselines, desk: Desk, *, every: bool) -> list[str]:
    """What a walk does not find, then what the profile does not name; with `every`, then the rest."""
    from agent.flows.learn import lacking  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.profile import shown_keys  # noqa: PLC0415 - pydantic is heavy

    tell(words()("ui.learn_looking"))
    lost, elements = await lacking(shop, baselines, desk), desk.portal.elements
    keys = shown_keys()
    unnamed = [key for key in keys if key not in elements]
    rest = [key for key in keys if every]
    return list(dict.fromkeys([*(key for key in keys if key in lost), *unnamed, *rest]))


async def _written(
    rooms: House, portal: Portal, learnt: Mapping[str, Mapping[str, str]], keyboard: Keyboard
) -> Draft | None:
    """Show what would change in the operator's profile, and write it where he says yes."""
    from agent.adapters.files import private_folder, write_private  # noqa: PLC0415
    from agent.profile.learnt import draft  # noqa: PLC0415 - tomlkit is heavy
    from agent.tomlfile import default_folder  # noqa: PLC0415

    made = draft(portal.name, learnt, rooms.folders, rooms.own_folder, default_folder())
    for line in made.diff:
        tell(line)
    tell(words()("ui.learn_write", path=made.path), end=" ")
    if (await keyboard.line() or "").lower() not in {"y", "yes"}:
        return None
    private_folder(made.path.parent)
    write_private(made.path, made.after.encode())
    return made


def _tell(portal: Portal, keys: Sequence[str], learnt: Mapping[str, object], written: Draft | None) -> None:
    say, left = words(), [key for key in keys if key not in learnt]
    told = {"profile": portal.name, "learnt": learnt, "left": left, "written": str(written.path) if written else ""}
    lines = [say("ui.learn_left", count=len(left), elements=", ".join(left))] if left else []
    if not keys:
        lines = [say("ui.learn_nothing")]
    elif written:
        lines.append(say("ui.learn_written", path=written.path, name=portal.name))
    else:
        lines.append(say("ui.learn_not_written"))
    show.result(told, lines)
