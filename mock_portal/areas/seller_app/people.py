"""The owner of an account with the TikTok app on a phone, played over the control port."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mock_portal.areas.seller_app.model import JumpState, Owner
from mock_portal.mistakes import InputError

if TYPE_CHECKING:
    from mock_portal.portal import Portal

_ANSWERS: Final = {"authorize": JumpState.AUTHORIZED, "decline": JumpState.DECLINED, "time_out": JumpState.TIMED_OUT}


def play(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the owner of the account with this `handle` `authorize` or `decline`, or a slow network `time_out`.

    It answers the jump that is open, else the next one, so many seconds `after` it began.
    """
    account = portal.world.account_of(str(asked.get("handle")))
    if account is None:
        raise InputError(about="handle", problem=f"no {asked.get('handle')!r}")
    if asked.get("do") not in _ANSWERS:
        raise InputError(about="do", problem=f"must be one of {', '.join(_ANSWERS)}")
    portal.put(portal.world.with_rows(Owner(account.id, _ANSWERS[str(asked["do"])], _seconds(asked.get("after", 0)))))
    portal.catch_up()
    return {"handle": account.handle, "waits": account.id in portal.world.table(Owner)}


def _seconds(after: object) -> float:
    if isinstance(after, bool) or not isinstance(after, int | float) or after < 0:
        raise InputError(about="after", problem="must be seconds")
    return float(after)
