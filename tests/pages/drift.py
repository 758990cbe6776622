"""Changes of the mock's pages by seed: each is one element of one stop of the walk, changed in one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from mock_names import NAMES

from agent.flows.stops import SELLER

SAID = ("label", "translated", "role")
DONE = ("duplicate", "moved", "removed", "twin")
WAYS = (*SAID, *DONE, "swapped")
HOME = "/homepage"
PAGES = {
    **dict.fromkeys(("home", "menu", "switcher"), HOME),
    "invitations": "/profile/linked-accounts/invitations",
    "promotions": "/promotion/marketing-tools",
    "health": "/account-health",
    "account_check": "/content-check/accounts",
    "appeal": "/account-health/violation",
    **dict.fromkeys(("tickets", "ticket", "ticket_subject"), "/help-center/tickets"),
    "messages": "/message-center",
    "compass_overview": "/compass/data-overview",
    "compass_creators": "/compass/creator-analysis",
    "compass_lives": "/compass/live-analysis",
    "compass_fans": "/compass/creator-report",
    "exports": "/compass/creator-analysis",
}
LINKS = "/profile/linked-accounts"
# Two of one kind on one page: who takes one for the other presses, or reads, what he did not mean.
PAIRS = (
    ("dialog.send", "dialog.back"),
    ("dialog.search", "dialog.cancel"),
    ("home.unlinks_left", "home.links_in_window"),
    ("col.sent", "col.expires"),
    ("shell.switch_shop", "shell.my_account"),
    ("unlink.sure", "dialog.cancel"),
)
# Where each element stands that the mock can be told to change; some have neither a text nor a test id.
PLACES = {
    key: PAGES.get(stop.name, LINKS) for stop in SELLER if stop.name != "approval" for key in stop.keys if key in NAMES
}


@dataclass(frozen=True)
class Change:
    """What is done to which element; `other` is the one that it exchanges its name with."""

    seed: int
    how: str
    key: str
    other: str = ""
    fault: dict[str, Any] = field(default_factory=dict)

    @property
    def meant(self) -> set[str]:
        """Whoever names one of these is right: the mock changes all on a page that it knows by the same name.

        What is said otherwise is said so wherever the text stands.
        """
        same = {key for key, page in PLACES.items() if page == self.page and NAMES[key] == NAMES[self.key]}
        said = NAMES[self.key].partition(" ")[2]
        alike = {key for key in PLACES if said and NAMES[key].endswith(f" {said}")}
        return same | (alike if self.how in {"label", "translated"} else set())

    @property
    def page(self) -> str:
        """The address of the page that it is on."""
        return PLACES[self.key]


def drawn(seed: int) -> Change:
    """The change of this seed: every way comes in turn."""
    rng, how = Random(seed), WAYS[seed % len(WAYS)]  # noqa: S311 - a drawing, no secret
    if how == "swapped":
        key, other = rng.choice(PAIRS)
        return Change(seed, how, key, other, {"other": NAMES[other]})
    spoken = sorted(key for key in PLACES if " " in NAMES[key]) if how in SAID else sorted(PLACES)
    key = rng.choice(spoken)
    # A twin that is hidden from everybody is never taken for the other one; these are there for whoever asks by role.
    shown = {"to": rng.choice(("opacity", "offscreen"))} if how == "twin" else {}
    return Change(seed, how, key, fault={"seed": seed} | shown)
