"""A small client of the control plane, for tests: set faults, play people, move time, and read what happened."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from mock_portal.client_phone import Phone
from mock_portal.client_screens import Screens
from mock_portal.client_staff import Compliance, Owner, Support, Videos
from mock_portal.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping


class ControlRefusedError(RuntimeError):
    """The control plane did not accept a call; the message is its own."""


@dataclass(frozen=True, slots=True)
class World:
    """The world of one running portal; with TLS, `ca_file` vouches for its certificate, and `pin` is its key's hash."""

    origin: str
    control: str
    token: str
    ca_file: str = ""
    pin: str = ""
    _lines: Lines = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lines", Lines(self.control))

    def fault(self, method: str, path: str, *, do: str, nth: int = 1, shop: str | None = None, **args: object) -> str:
        """Let the nth matching request from now be bitten; answers with the fault's id.

        `times=None` bites for ever, `probability` makes it a matter of (repeatable) luck.
        """
        match: dict[str, object] = {"method": method, "path": path, "shop": shop, "nth": nth}
        if "probability" in args:
            match["probability"] = args.pop("probability")
        return str(self._call("PUT", "/__fault", {"match": match, "do": do, **args})["id"])

    def faults(self) -> list[dict[str, Any]]:
        """The faults that are set, with how often each has bitten."""
        return self._rows("/__fault", "faults")

    def clear_faults(self) -> None:
        """Take all faults away."""
        self._call("DELETE", "/__fault")

    def effect_log(self, after: int = 0) -> list[dict[str, Any]]:
        """Every change to the world since the reset, in order; perhaps only those after the one of a number."""
        return self._rows(f"/__effects?after={after}", "effects")

    def effects(self, kind: str) -> int:
        """How many changes of one kind there were."""
        return sum(effect["kind"] == kind for effect in self.effect_log())

    def requests(self, method: str | None = None, path: str | None = None) -> list[dict[str, Any]]:
        """The requests the portal saw, perhaps only those of one method or one exact path."""
        seen = self._rows("/__requests", "requests")
        return [one for one in seen if method in (None, one["method"]) and path in (None, one["path"])]

    def to_come(self) -> bool:
        """Whether something will still be committed of a request that came before."""
        return any(one["to_come"] for one in self.requests())

    def state(self, *parts: str, shop: str = "") -> dict[str, Any]:
        """Shops, accounts, links, invitations and the areas' records as they are; or some parts, or of one shop."""
        return self._call("GET", f"/__world?{urlencode({'only': ','.join(parts), 'shop': shop})}")

    def figures(self, shop: str, stretch: str) -> dict[str, Any]:
        """What Data Compass would show of a shop if nothing went wrong."""
        return self._call("GET", f"/__figures?{urlencode({'shop': shop, 'time_range': stretch})}")

    def now(self) -> datetime:
        """The portal's present instant."""
        return datetime.fromisoformat(self._call("GET", "/__clock")["now"])

    def advance(self, *, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Let time pass on the portal."""
        by = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        self._call("POST", "/__clock", {"advance": by.total_seconds()})

    def set_clock(self, moment: datetime) -> None:
        """Jump to an instant."""
        self._call("POST", "/__clock", {"set": moment.isoformat()})

    def freeze(self, *, stop: bool = True) -> None:
        """Stop the portal's time, or let it run on."""
        self._call("POST", "/__clock", {"freeze": stop})

    def hurry(self, factor: float) -> None:
        """Let time pass so many times as fast."""
        self._call("POST", "/__clock", {"factor": factor})

    def reset(
        self,
        seed: int | None = None,
        world: str | None = None,
        counting: str | None = None,
        skin: str | None = None,
    ) -> None:
        """Back to the start; `world` is the text of another world file, `counting` is naive or nonce."""
        self._call("POST", "/__reset", {"seed": seed, "world": world, "counting": counting, "skin": skin})

    def skin(self) -> Screens:
        """What one knows who knows the portal's screens."""
        return Screens(**self._call("GET", "/__skin"))

    def creator(self, handle: str) -> Creator:
        """The person behind an account."""
        return Creator(self, handle)

    def reviewer(self, handle: str) -> Reviewer:
        """Who reviews the account's invitation."""
        return Reviewer(self, handle)

    def seller(self, shop: str) -> Seller:
        """A colleague who acts by hand in a shop."""
        return Seller(self, shop)

    def compliance(self) -> Compliance:
        """Who finds violations and decides appeals."""
        return Compliance(self)

    def videos(self, handle: str) -> Videos:
        """What a creator has published."""
        return Videos(self, handle)

    def support(self) -> Support:
        """Who answers tickets and chats."""
        return Support(self)

    def owner(self, login: str) -> Owner:
        """Who gives a login its rights."""
        return Owner(self, login)

    def expire(self, login: str) -> None:
        """Let all sessions of a login die."""
        self.person({"who": "session", "login": login, "do": "expire"})

    def code(self, login: str) -> str:
        """The code of the second step that was last sent to a login."""
        return str(self.person({"who": "session", "login": login, "do": "code"})["code"])

    def phone(self, login: str) -> Phone:
        """The phone on which a login has its Seller app."""
        return Phone(self, login)

    def egress(self, login: str, country: str) -> None:
        """Let a login's network leave in another country."""
        self.person({"who": "session", "login": login, "do": "egress", "country": country})

    def person(self, asked: Mapping[str, object]) -> dict[str, Any]:
        """Let somebody act; answers with what became of it."""
        return self._call("POST", "/__person", asked)

    def _rows(self, path: str, name: str) -> list[dict[str, Any]]:
        return cast("list[dict[str, Any]]", self._call("GET", path)[name])

    def _call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.token}"}
        said = json.dumps(body) if body is not None else None
        given: dict[str, Any] = json.loads(self._lines.ask(method, path, said, headers))
        if "error" in given:
            raise ControlRefusedError(given["error"])
        return given


@dataclass(frozen=True, slots=True)
class Creator:
    """A creator who answers invitations on a phone."""

    world: World
    handle: str

    def accept(self) -> str:
        """Accept the newest invitation; answers with its stage."""
        return self._do("accept")

    def request_unlink(self) -> None:
        """Ask the shop to end the link."""
        self.world.person({"who": "unlinking", "handle": self.handle, "do": "request"})

    def withdraw_unlink(self) -> None:
        """Take the request back."""
        self.world.person({"who": "unlinking", "handle": self.handle, "do": "withdraw"})

    def add_product(self, product: str, *, source: str = "link") -> None:
        """Put a product on top of the showcase, by its link or from the linked `shop`."""
        self._showcase(do="add_product", product=product, source=source)

    def remove_product(self, product: str) -> None:
        """Take a product out of the showcase."""
        self._showcase(do="remove_product", product=product)

    def showcase(self) -> list[str]:
        """The numbers of the products in the showcase, the newest first."""
        return list(self._showcase(do="look")["products"])

    def decline(self) -> str:
        """Decline the newest invitation."""
        return self._do("decline")

    def verify_identity(self) -> str:
        """Pass the identity check."""
        return self._do("verify_identity")

    def _do(self, deed: str) -> str:
        return str(self.world.person({"who": "creator", "handle": self.handle, "do": deed})["stage"])

    def _showcase(self, **asked: str) -> dict[str, Any]:
        return self.world.person({"who": "showcase", "handle": self.handle, **asked})


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer of the platform."""

    world: World
    handle: str

    def approve(self) -> str:
        """Let the link happen."""
        return str(self.world.person({"who": "reviewer", "handle": self.handle, "do": "approve"})["stage"])

    def reject(self, reason: str = "") -> str:
        """Turn it down, with a reason the seller will read."""
        asked = {"who": "reviewer", "handle": self.handle, "do": "reject", "reason": reason}
        return str(self.world.person(asked)["stage"])


@dataclass(frozen=True, slots=True)
class Seller:
    """A colleague of the operator who acts by hand."""

    world: World
    shop: str

    def invite(self, handle: str) -> str:
        """Send an invitation; answers with its number."""
        return str(self._do("invite", handle)["invitation"])

    def answer_unlink(self, handle: str, *, approve: bool) -> None:
        """Answer a creator's request to be unlinked."""
        self.world.person({"who": "unlinking", "handle": handle, "do": "approve" if approve else "decline"})

    def unlink(self, handle: str) -> None:
        """End a link."""
        self._do("unlink", handle)

    def _do(self, deed: str, handle: str) -> dict[str, Any]:
        return self.world.person({"who": "seller", "shop": self.shop, "handle": handle, "do": deed})
