"""The last proof before a press: a dialog that names somebody of nearly the same name is not pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes import ACCOUNT, LOGIN, SHOP, START
from lookalikes import LOOKALIKES

from agent.domain.identity import AccountId, Handle
from agent.domain.permit import Kind, Permit, RequestKey
from agent.errors import AskPerson, Code, CompanionError
from agent.pages.creator.link_info import LinkInfoPage
from agent.pages.seller.link_dialog import LinkDialog
from agent.pages.seller.unlink_dialog import UnlinkDialog

pytestmark = pytest.mark.fast
SHOP_CONTEXT = {"shopId": SHOP.id, "loginId": LOGIN.id}
# White space at its end is the markup's own: no page can show that a name has some.
SHOWN = [(wanted, shown) for wanted, shown, _ in LOOKALIKES if shown.rstrip(" \t\n") != wanted]


class ReachedError(CompanionError):
    """The proof is over, and the button would be tried."""


def try_it(*_: object) -> None:
    raise ReachedError(Code.E_INTERNAL)


PORTAL = SimpleNamespace(obstacles={}, checks={})
TAB = SimpleNamespace(find=try_it, step=try_it, portal=PORTAL, shop_context={}, language="en")


class OpenedUnlink(UnlinkDialog):
    """Names somebody."""

    shown: dict[str, Any]

    async def _read(self) -> dict[str, Any]:
        return self.shown


class OpenedLink(LinkDialog):
    """Names somebody."""

    shown: dict[str, Any]

    async def _read(self) -> dict[str, Any]:
        return self.shown


def in_the_link_dialog(handle: str, account: str, permit: Permit) -> Awaitable[None]:
    dialog = OpenedLink(cast("Any", SimpleNamespace(tab=TAB)))
    dialog.shown = {"shop": SHOP_CONTEXT, "id": account, "text": f"A@{handle} Alice", "category": "", "lines": []}
    return dialog.prepare(permit)


def in_the_unlink_dialog(handle: str, account: str, permit: Permit) -> Awaitable[None]:
    dialog = OpenedUnlink(cast("Any", TAB), Kind.UNLINK)
    dialog.shown = {"shop": SHOP_CONTEXT, "id": account, "handle": f"@{handle}", "left": "3/3", "lines": []}
    return dialog.prepare(permit)


def on_the_creators_page(handle: str, account: str, permit: Permit) -> Awaitable[None]:
    told = {"accountId": account, "handle": handle}
    return LinkInfoPage(cast("Any", SimpleNamespace(**vars(TAB) | {"shop_context": told}))).prepare(permit)


PLACES = [in_the_link_dialog, in_the_unlink_dialog, on_the_creators_page]
each_place = pytest.mark.parametrize("place", PLACES, ids=lambda one: one.__name__)
Place = Callable[[str, str, Permit], Awaitable[None]]


def permit_for(handle: str) -> Permit:
    key = RequestKey(SHOP.id, ACCOUNT, Kind.UNLINK, 0)
    return Permit(key, LOGIN.id, Handle(handle), START, START, "rules", frozenset(), ())


def proof(place: Place, shown: str, account: AccountId, wanted: str) -> Code:
    async def work() -> None:
        await place(shown, account, permit_for(wanted))

    with pytest.raises((AskPerson, ReachedError)) as caught:
        asyncio.run(work())
    return caught.value.code


@each_place
def test_whoever_is_named_nearly_so_is_not_pressed(place: Place) -> None:
    told = {proof(place, shown, ACCOUNT, wanted) for wanted, shown in SHOWN}

    assert (told, len(SHOWN) >= 195) == ({Code.E_TARGET_CHANGED}, True)


@each_place
def test_whoever_is_named_so_and_is_another_is_not_pressed(place: Place) -> None:
    told = {proof(place, wanted, AccountId("7100000000000000002"), wanted) for wanted, _ in SHOWN}

    assert told == {Code.E_TARGET_CHANGED}


@each_place
def test_who_is_meant_may_be_pressed(place: Place) -> None:
    assert {proof(place, wanted, ACCOUNT, wanted) for wanted, _ in SHOWN} == {Code.E_INTERNAL}
