"""The queue holds some of what is due: few of each login, and no more than there is room for."""

from __future__ import annotations

import pytest

from agent.adapters.engine_queue import lacking
from agent.domain.identity import LoginId, ShopId
from agent.ports import DueShop

pytestmark = pytest.mark.fast


def shops(login: str, count: int) -> list[DueShop]:
    return [DueShop(ShopId(f"{login} {number}"), LoginId(login)) for number in range(count)]


def test_what_is_there_is_not_put_in_again() -> None:
    due = shops("one", 1) + shops("two", 1)

    assert list(lacking(due, due[:1], 10)) == due[1:]


def test_a_login_with_many_shops_keeps_nobody_else_out() -> None:
    many, few = shops("many", 50), shops("few", 1)

    assert list(lacking(many + few, many[:1], 10)) == [*many[1:3], *few]


def test_what_is_longest_due_comes_first_as_far_as_room_goes() -> None:
    due = [shops(login, 1)[0] for login in "abcdef"]

    assert list(lacking(due, [], 4)) == due[:4]
    assert list(lacking(due, [], 0)) == []
