"""What happens by itself when its time has come: each function gives the next such deed, or None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mock_portal.areas.seller_app.deeds import answered
from mock_portal.areas.unlinking.deeds import overdue

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mock_portal.deeds import Done
    from mock_portal.world import World

DUE: Final[list[Callable[[World, datetime], Done | None]]] = [answered, overdue]
