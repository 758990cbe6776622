"""Where the lines of a roster stand: by id, by name, and by shop and handle."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from agent.domain.identity import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.typed import Where


class Places:
    """Where each line is, however many there are; one that is asked for the first time goes to the end of its list."""

    def __init__(self, roster: Mapping[str, Any]) -> None:
        """The lines of a roster that is right."""
        self._ids: defaultdict[str, dict[str, int]] = defaultdict(dict)
        self._names: dict[tuple[str, str], int] = {}
        self._handles: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for rows in ("login", "shop"):
            for row in roster[rows]:
                at = self.of_id(rows, row["id"])[1]
                self.call(rows, at, row["name"])
                for account in row.get("account", ()):
                    self.of_handle(at, account["handle"])

    def call(self, rows: str, at: int, name: str) -> None:
        """Let a login or shop be found by this name, beside the one that it had."""
        self._names[rows, name.strip()] = at

    def of_id(self, rows: str, wanted: str) -> tuple[str, int]:
        """The login or shop with this id."""
        there = self._ids[rows]
        return rows, there.setdefault(wanted, len(there))

    def of_handle(self, shop: int, handle: str) -> Where:
        """A shop's line for an account, however its handle is written."""
        there = self._handles[shop]
        return "shop", shop, "account", there.setdefault(folded(handle), len(there))

    def called(self, rows: str, text: str) -> int | None:
        """The login or shop with this id, or else with this name."""
        return self._ids[rows].get(text, self._names.get((rows, text)))
