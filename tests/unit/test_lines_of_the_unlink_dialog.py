"""What the dialog that ends a link lists is held against it, unless the profile says that a line is only a remark."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fakes import ACCOUNT, LOGIN, SHOP

from agent.domain.permit import Kind
from agent.domain.portal import Portal
from agent.domain.seen import CheckName
from agent.domain.unlinking import UnlinkSeen
from agent.pages.seller.unlink_dialog import UnlinkDialog
from agent.profile import load_portal
from agent.tomlfile import default_folder

pytestmark = pytest.mark.fast
REMARK, UNKNOWN, OBJECTION = "Its showcase will be emptied.", "Settle your invoice first.", "No unlinks are left."


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    """A profile that knows one remark, which it also takes for an objection where the mock portal says so."""
    (tmp_path / "portals").mkdir()
    layer = f'base = "mock"\nname = "mine"\nremarks = ["{REMARK}", "{OBJECTION}"]\n'
    (tmp_path / "portals" / "mine.toml").write_text(layer, "utf-8")
    return load_portal((tmp_path, default_folder()), "mine")


class Opened(UnlinkDialog):
    """Lists these lines."""

    lines: tuple[str, ...]

    async def _read(self) -> dict[str, Any]:
        listed = [{"text": one, "time": None} for one in self.lines]
        context = {"shopId": SHOP.id, "loginId": LOGIN.id}
        return {"shop": context, "id": ACCOUNT, "handle": "@alice.home", "left": "3/3", "lines": listed}


def seen(portal: Portal, *lines: str) -> UnlinkSeen:
    tab = SimpleNamespace(portal=portal, language="en", moment=lambda _: None)
    dialog = Opened(cast("Any", tab), Kind.UNLINK)
    dialog.lines = lines
    return asyncio.run(dialog.read())


def test_a_remark_is_no_objection_and_an_unknown_line_is_one(portal: Portal) -> None:
    told = seen(portal, REMARK, UNKNOWN)

    assert [one.text for one in told.unread] == [UNKNOWN]
    assert all(one.passed for one in told.checks.values())


def test_what_is_an_objection_stays_one_whatever_else_it_is_called(portal: Portal) -> None:
    told = seen(portal, REMARK, OBJECTION)

    assert (told.unread, told.checks[CheckName.UNLINKS_LEFT].passed) == ((), False)
