"""The books of somebody who does not believe the portal: what it did is added up, and must be what it shows.

A check of a whole history after its end: the effects are read in order, each bound is held at every one of them, and
what they add up to must be the portal's own state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

State: TypeAlias = dict[str, Any]
Effect: TypeAlias = dict[str, Any]


def open_links(state: State) -> dict[str, str]:
    """The shop of each account that is linked."""
    return {link["account"]: link["shop"] for link in state["links"] if link["unlinked_at"] is None}


def unlinks_of(state: State) -> Counter[str]:
    """How often each shop has unlinked."""
    return Counter(link["shop"] for link in state["links"] if link["unlinked_at"])


@dataclass
class Books:
    """What is known of a world from its beginning and from what was done since."""

    start: State
    linked: dict[str, str] = field(default_factory=dict)
    unlinks: Counter[str] = field(default_factory=Counter)
    added: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.linked, self.unlinks = open_links(self.start), unlinks_of(self.start)
        for link in self.start["links"]:
            self.added[self._day(link["account"], link["shop"], self.start["now"])] += link["showcase_today"]

    def _day(self, account: str, shop: str, at: str) -> tuple[str, str, str]:
        """Whose showcase, in which zone, on which day there."""
        zone = next((one["zone"] for one in self.start["shops"] if one["id"] == shop), "UTC")
        return account, zone, str(datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).date())

    def read(self, effects: list[Effect]) -> None:
        """Every effect in order, each within the bounds."""
        assert [one["seq"] for one in effects] == list(range(1, len(effects) + 1))
        known: dict[str, Callable[[Effect], None]] = {
            "link": self._link,
            "unlink": self._unlink,
            "showcase_add": self._add,
        }
        for one in effects:
            self.done[one["kind"]] += 1
            known.get(one["kind"], lambda _: None)(one)

    def _link(self, one: Effect) -> None:
        assert one["account"] not in self.linked, "an account in two shops"
        self.linked[one["account"]] = one["shop"]
        assert Counter(self.linked.values())[one["shop"]] <= 4, "a fifth account"

    def _unlink(self, one: Effect) -> None:
        assert self.linked.pop(one["account"], None) == one["shop"], "an unlink of what was not linked"
        self.unlinks[one["shop"]] += 1
        assert self.unlinks[one["shop"]] <= 3, "a fourth unlink"

    def _add(self, one: Effect) -> None:
        day = self._day(one["account"], one["shop"], one["at"])
        self.added[day] += 1
        assert self.added[day] <= 50, "a fifty-first product"

    def agree(self, end: State) -> None:
        """What was done is what is there."""
        self._links_agree(end)
        self._rows_agree(end, "showcase_item", "showcase_add", removed_at="showcase_remove")
        self._rows_agree(end, "promotion", "promotion_create", deactivated_at="promotion_deactivate")
        self._rows_agree(end, "unlink_request", "unlink_request")
        self._rows_agree(end, "violation", "violation")
        self._scores_agree(end)

    def _links_agree(self, end: State) -> None:
        stages = Counter(one["stage"] for one in end["invitations"])
        assert open_links(end) == self.linked
        assert unlinks_of(end) == self.unlinks
        assert {one["id"]: one["unlinks_left"] for one in end["shops"]} == {
            one["id"]: 3 - self.unlinks[one["id"]] for one in end["shops"]
        }
        assert all(one["slots_used"] <= one["slots_max"] <= 4 for one in end["shops"])
        assert len(end["invitations"]) == len(self.start["invitations"]) + self.done["invite"]
        assert (stages["linked"], stages["declined"]) == (self.done["link"], self.done["decline"])

    def _rows_agree(self, end: State, part: str, made: str, **ended: str) -> None:
        assert len(end[part]) == len(self.start[part]) + self.done[made], part
        for mark, kind in ended.items():
            before, after = (sum(row[mark] is not None for row in state[part]) for state in (self.start, end))
            assert after == before + self.done[kind], part

    def _scores_agree(self, end: State) -> None:
        known = {row["id"] for row in self.start["violation"]}
        lost = Counter[str]()
        for row in end["violation"]:
            lost[row["shop"]] += row["points"] * (row["id"] not in known)
        sign = {"credit_score": -1, "health_rating": -1, "violation_points": 1}
        assert {one["id"]: one["standing"] for one in end["shops"]} == {
            one["id"]: one["standing"] + sign[one["measured_by"]] * lost[one["id"]] for one in self.start["shops"]
        }
