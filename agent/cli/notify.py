"""notify: which channels there are, whether they work, and what nobody has been told yet."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Annotated

import typer

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.loop import go
from agent.cli.rooms import house
from agent.cli.speech import words
from agent.domain.news import Message, Occasion, Sending, Trouble
from agent.errors import EXIT, Code, MendInput, worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.news import Channel, Waiting
    from agent.ports import Notifier
    from agent.wiring import House

notify = typer.Typer(help="Messages to people who are not looking.", no_args_is_help=True)
_TO_MEND = frozenset({Trouble.NOT_INSTALLED, Trouble.NO_ADDRESS, Trouble.ADDRESS_FILE, Trouble.BAD_ADDRESS})


def add_to(app: typer.Typer) -> None:
    """Offer this group's commands."""
    app.add_typer(notify, name="notify")


@notify.command(name="test")
def send_test(
    channel: Annotated[str, typer.Argument(metavar="[CHANNEL]", help="One channel's name; default: all.")] = "",
) -> int:
    """Send a marked test message."""
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - only here

    notifier = notifier_of(house())
    return go(_test(notifier, _meant(notifier, channel)))


def _meant(notifier: Notifier, name: str) -> list[Channel]:
    """The channels that a name stands for, all where there is none; raises MendInput(E_INPUT)."""
    known = {one.name: one for one in notifier.channels}
    if not known:
        raise MendInput(Code.E_INPUT, why="no_channels")
    if name and name not in known:
        raise MendInput(Code.E_INPUT, why="no_such_channel", value=name, known=", ".join(known))
    return [known[name]] if name else list(known.values())


async def _test(notifier: Notifier, channels: Sequence[Channel]) -> int:
    from agent.flows.deliver import WITHIN  # noqa: PLC0415 - flows are loaded by those who need them

    message = Message("test", Occasion.TEST, values={"machine": socket.gethostname()})
    told = [(one.name, await notifier.send(one, message, WITHIN)) for one in channels]
    show.result(
        {"channels": [{"channel": name, "ok": not trouble, "trouble": trouble} for name, trouble in told]},
        [_tested(name, trouble) for name, trouble in told],
    )
    return worst([0, *(_exit(trouble) for _, trouble in told if trouble)])


def _tested(name: str, trouble: Trouble | None) -> str:
    say = words()
    if trouble:
        return say("ui.not_tested", channel=name, trouble=say(f"unsent.{trouble}"))
    return say("ui.tested", channel=name)


def _exit(trouble: Trouble) -> int:
    return EXIT[Code.E_CONFIG if trouble in _TO_MEND else Code.E_NETWORK]


@notify.command(name="list")
def tell_channels() -> int:
    """The channels, and what waits in the outbox or was given up."""
    return go(_list(house()))


async def _list(rooms: House) -> int:
    from agent.wiring.channels import notifier_of  # noqa: PLC0415 - only here

    notifier = notifier_of(rooms)
    async with rooms.ledger() as book:
        waiting, lost = await book.unsent(Sending.WAITING), await book.unsent(Sending.GIVEN_UP)
    if CALL.get().json:
        show.result(
            {
                "channels": [_channel_object(one, notifier) for one in notifier.channels],
                "waiting": [_object(one) for one in waiting],
                "given_up": [_object(one) for one in lost],
            }
        )
        return 0
    _table(notifier)
    for key, some in (("waiting", waiting), ("given_up", lost)):
        for one in some:
            show.result({}, [_line(key, one)])
    if not waiting and not lost:
        show.result({}, [words()("ui.outbox_empty")])
    return 0


def _channel_object(one: Channel, notifier: Notifier) -> dict[str, object]:
    kind = notifier.service(one)
    broken = isinstance(kind, Trouble)
    told = {"channel": one.name, "service": "" if broken else kind, "trouble": kind if broken else None}
    return told | {"occasions": sorted(one.occasions), "language": one.language, "pictures": one.pictures}


def _table(notifier: Notifier) -> None:
    say = words()
    heads = [say(f"ui.{key}") for key in ("channel", "service", "occasions", "language", "pictures")]
    show.table(heads, [_cells(one, notifier) for one in notifier.channels])


def _cells(one: Channel, notifier: Notifier) -> tuple[str, ...]:
    say, kind = words(), notifier.service(one)
    service = f"! {say(f'unsent.{kind}')}" if isinstance(kind, Trouble) else kind
    occasions = ", ".join(say(f"occasion.{occasion}") for occasion in Occasion if occasion in one.occasions)
    return one.name, service, occasions, one.language, say("ui.yes") if one.pictures else say("ui.no")


def _line(key: str, one: Waiting) -> str:
    say = words()
    trouble = say(f"unsent.{one.trouble}") if one.trouble else ""
    occasion, shop = say(f"occasion.{one.message.occasion}"), one.message.values.get("shop", "")
    text = "ui.outbox_waiting" if key == "waiting" else "ui.outbox_given_up"
    return say(text, occasion=occasion, shop=shop, moment=show.moment(one.queued_at), trouble=trouble)


def _object(one: Waiting) -> dict[str, object]:
    about = {"id": one.id, "occasion": one.message.occasion, "shop": one.message.shop, "code": one.message.code}
    tried = {"tries": one.tries, "reached": sorted(one.reached), "trouble": one.trouble}
    return about | {"queued_at": one.queued_at, "due_at": one.due_at} | tried
