"""A run sheet is one sheet of A4, in every language, also where there is as much on it as there can be."""

from __future__ import annotations

import os
import re
from pathlib import Path
from zoneinfo import ZoneInfo

from anyio.from_thread import BlockingPortal
from lives import one_live, products

from agent.adapters.launching import Launch
from agent.adapters.printing import as_single_sheets
from agent.adapters.run_sheet.sheet import run_sheet
from agent.domain.live import Traffic
from agent.words import LANGUAGES, Words

NAME = "Juego de tazones de cerámica (6 piezas) hechos a mano en Puebla, apto para microondas"


def test_the_fullest_programme_stands_on_one_sheet_in_each_language(agent_loop: BlockingPortal) -> None:
    plan = one_live(products(40, NAME, marked=(0, 1, 2, 3, 4)), Traffic.BEFORE, 90, position=NAME)
    pages = [run_sheet(plan.lives[0], plan, Words.load((), one), ZoneInfo("Asia/Shanghai")) for one in LANGUAGES]
    launch = Launch(Path(os.environ["COMPANION_BROWSER__EXECUTABLE"]), headed=False, action_ms=30_000)

    printed = agent_loop.call(as_single_sheets, pages, launch)

    assert [len(re.findall(rb"/Type\s*/Page\b", one)) for one in printed] == [1, 1, 1]
    assert {box for one in printed for box in re.findall(rb"/MediaBox \[0 0 (\d+)\.\d+ (\d+)", one)} == {
        (b"595", b"842")
    }
