"""Creators, played over the control port: they publish and delete videos; and a check that hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.health.videos import Objection, Video, delete, publish, stall
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal
    from mock_portal.world import Account


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the creator of `handle` `publish` a video, `delete` the `video`, or let this account's checks `stall`.

    A video has a `caption`, and perhaps an `objection` with its `passage`.
    """
    account = portal.world.account_of(str(asked.get("handle", "")))
    if account is None:
        raise InputError(about="handle", problem=f"no {asked.get('handle')!r}")
    match asked.get("do"):
        case "publish":
            return _published(portal, account, asked)
        case "delete":
            video = portal.world.table(Video).get(str(asked.get("video")))
            mine = video if video and video.account == account.id else None
            portal.do(delete(portal.world, mine, portal.clock.now()), None, "creator")
        case "stall":
            portal.do(stall(portal.world, account), None, "platform")
        case _:
            raise InputError(about="do", problem="must be one of publish, delete, stall")
    return {}


def _published(portal: Portal, account: Account, asked: dict[str, Any]) -> dict[str, Any]:
    why = asked.get("objection")
    if why is not None and why not in list(Objection):
        raise InputError(about="objection", problem=f"must be one of {', '.join(Objection)}")
    objection = Objection(why) if why else None
    words, now = (str(asked.get(name, "")) for name in ("caption", "passage")), portal.clock.now()
    caption, passage = words
    made = Video(portal.new_id(), account.id, caption, now, objection, passage)
    portal.do(publish(portal.world, made), None, "creator")
    return {"video": made.id}
