"""People played from outside: a creator on a phone, a reviewer, a colleague who acts by hand, a session's fate."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from mock_portal.areas.people import PEOPLE
from mock_portal.deeds import RefusedError, accept, approve, decline, invite, reject, unlink, verify_identity
from mock_portal.mistakes import InputError
from mock_portal.rights import is_right
from mock_portal.rules import Wish
from mock_portal.world import OPEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from mock_portal.deeds import Done
    from mock_portal.portal import Portal
    from mock_portal.world import Account, Invitation, Login


def act(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let a person act; answers with what became of it.

    Raises:
        InputError: nobody like that is in the world, or they cannot do that now; the message says what is wrong.
    """
    play = EVERYBODY.get(_text(asked, "who"))
    if play is None:
        raise InputError(about="who", problem=f"must be one of {', '.join(EVERYBODY)}")
    portal.catch_up()
    try:
        return play(portal, asked)
    except RefusedError as no:
        raise InputError(about="the portal refuses", problem=no.reason) from no


def _creator(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the creator with this `handle` `accept` or `decline` the invitation, or `verify_identity`."""
    deed = _choice(asked, {"accept": accept, "decline": decline, "verify_identity": verify_identity})
    return _done(portal, deed(portal.world, _open_invitation(portal, asked), portal.clock.now()), "creator")


def _reviewer(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the platform `approve` or `reject` (for a `reason`) the link of the account with this `handle`."""
    reason = str(asked.get("reason", ""))
    deed = _choice(asked, {"approve": approve, "reject": partial(reject, reason=reason)})
    return _done(portal, deed(portal.world, _open_invitation(portal, asked), portal.clock.now()), "reviewer")


def _seller(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let a colleague in a `shop` `invite` or `unlink` the account with this `handle` by hand."""
    play = _choice(asked, {"invite": _invite, "unlink": _unlink})
    shop = _text(asked, "shop")
    if shop not in portal.world.shops:
        raise InputError(about="shop", problem=f"no {shop!r}")
    return _done(portal, play(portal, shop, _account(portal, asked)), "person")


def _invite(portal: Portal, shop_id: str, account: Account) -> Done:
    """A colleague sits in the shop's own country: their network is in order."""
    shop = portal.world.shops[shop_id]
    return invite(Wish(portal.world, shop, account, portal.clock.now(), shop.region, (shop.region,)), portal.new_id())


def _unlink(portal: Portal, shop_id: str, account: Account) -> Done:
    return unlink(portal.world, shop_id, account.id, portal.clock.now())


def _session(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let all sessions of a `login` `expire`, its `egress` be in a `country`, or tell its second step's `code`."""
    deeds = {"expire": _expire, "egress": _egress, "code": _code}
    answer: dict[str, Any] = _choice(asked, deeds)(portal, asked)
    return answer


def _expire(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    return {"expired": portal.sessions.expire(_login(portal, asked).id)}


def _egress(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    country = _text(asked, "country")
    portal.sessions.move(_login(portal, asked).id, country)
    return {"country": country}


def _code(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """What the login's person reads on the phone."""
    code = portal.second_factor.sent_to(_login(portal, asked).id)
    if code is None:
        raise InputError(about="code", problem="none was sent")
    return {"code": code}


def _owner(portal: Portal, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the main account's owner `take` a `right` from a `login` or `give` it, or `drop` a `shop` from its list."""
    login, play = _login(portal, asked), _choice(asked, {"take": _take, "give": _give, "drop": _drop})
    changed: Login = play(portal, login, asked)
    portal.put(replace(portal.world, logins={**portal.world.logins, login.id: changed}))
    return {"login": login.id, "lacks": list(changed.lacks), "shops": list(changed.shops)}


def _take(portal: Portal, login: Login, asked: dict[str, Any]) -> Login:
    return replace(login, lacks=(*login.lacks, _right(portal, asked)))


def _give(portal: Portal, login: Login, asked: dict[str, Any]) -> Login:
    given = _right(portal, asked)
    return replace(login, lacks=tuple(one for one in login.lacks if one != given))


def _right(portal: Portal, asked: dict[str, Any]) -> str:
    right = _text(asked, "right")
    if not is_right(right, portal.world):
        raise InputError(about="right", problem=f"no {right!r}")
    return right


def _drop(_: Portal, login: Login, asked: dict[str, Any]) -> Login:
    left = tuple(one for one in login.shops if one != _text(asked, "shop"))
    if len(left) == len(login.shops) or not left:
        raise InputError(about="shop", problem="not in the login's list, or the only one there")
    return replace(login, shops=left)


EVERYBODY: Final[dict[str, Callable[[Portal, dict[str, Any]], dict[str, Any]]]] = {
    "creator": _creator,
    "reviewer": _reviewer,
    "seller": _seller,
    "owner": _owner,
    "session": _session,
    **PEOPLE,
}


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str):
        raise InputError(about=name, problem="missing")
    return value


def _choice(asked: dict[str, Any], deeds: dict[str, Any]) -> Any:  # noqa: ANN401 - one of the given deeds
    wanted = _text(asked, "do")
    if wanted not in deeds:
        raise InputError(about="do", problem=f"must be one of {', '.join(deeds)}")
    return deeds[wanted]


def _login(portal: Portal, asked: dict[str, Any]) -> Login:
    login = portal.world.logins.get(_text(asked, "login"))
    if login is None:
        raise InputError(about="login", problem=f"no {asked['login']!r}")
    return login


def _account(portal: Portal, asked: dict[str, Any]) -> Account:
    account = portal.world.account_of(_text(asked, "handle"))
    if account is None:
        raise InputError(about="handle", problem=f"no {asked['handle']!r}")
    return account


def _open_invitation(portal: Portal, asked: dict[str, Any]) -> Invitation:
    """The account's newest invitation that is under way; of one shop where one is named."""
    account, now, shop = _account(portal, asked), portal.clock.now(), asked.get("shop")
    mine = [one for one in portal.world.invitations.about("account", account.id) if shop in (None, one.shop)]
    waiting = [one for one in mine if one.stage_at(now) in OPEN]
    if not waiting:
        raise InputError(account.handle, "no open invitation")
    return max(waiting, key=lambda one: (one.sent_at, one.id))


def _done(portal: Portal, done: Done, by: str) -> dict[str, Any]:
    portal.do(done, None, by)
    stage = portal.world.invitations[done.invitation].stage if done.invitation else "unlinked"
    return {"invitation": done.invitation, "stage": stage}
