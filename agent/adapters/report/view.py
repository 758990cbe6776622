"""What a report shows, in the reader's language and both zones; templates only place it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from agent.adapters.report.answered import Answered
from agent.adapters.report.forgetting import FORGOTTEN
from agent.adapters.report.timing import Timing
from agent.adapters.report.told import Told
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason, article_order
from agent.domain.verdict import Effect
from agent.errors import Code

if TYPE_CHECKING:
    from agent.adapters.report.document import Document, Shot

_TONES: Final = {
    Outcome.DONE: "good",
    Outcome.ALREADY: "good",
    Outcome.REFUSED: "stop",
    Outcome.REJECTED: "stop",
    Outcome.NOT_DONE: "care",
    Outcome.UNKNOWN: "care",
    Outcome.NEEDS_PERSON: "care",
}
_UNLINKS: Final = frozenset({Kind.UNLINK, Kind.UNLINK_REQUEST, Kind.UNLINK_APPROVE})
_FOR_SUPPORT: Final = frozenset({Reason.ACCOUNT_STATUS, Reason.PERMISSION_FROZEN})
_RANKS: Final = {Effect.REFUSE: 0, Effect.WARN: 1, Effect.NOT_ASKED: 2, Effect.ALLOW: 3}


@dataclass(frozen=True)
class RunView(Told):
    """One run, ready to be placed on a page: why it ended as it did, what a person does now, and its pictures."""

    shots: tuple[Shot, ...] = ()

    @cached_property
    def timing(self) -> Timing:
        """How long it took."""
        return Timing(self.doc, self.say, self.here)

    @cached_property
    def answered(self) -> Answered:
        """What the portal showed of it."""
        return Answered(self.doc, self.say, self.here)

    @property
    def act(self) -> str:
        """What was to be done."""
        action = self.doc.get("action")
        return self.word("kind", action) if action else ""

    @cached_property
    def parts(self) -> list[RunView]:
        """Both halves of a replacement, of the one who leaves and of the one who comes."""
        return [
            replace(self, doc=self.doc | {"parts": (), "half": True} | part) for part in self.doc.get("parts") or ()
        ]

    @property
    def who(self) -> str:
        """Whom it is about; in a replacement, who leaves for whom."""
        return " → ".join(part.handle for part in self.parts) or self.handle

    @property
    def progress(self) -> str:
        """How far a replacement has come, and how it goes on."""
        named = dict(zip(("old", "new"), (part.handle for part in self.parts), strict=False))
        named |= {"moment": " · ".join(self.moments(self.doc.get("not_before"))), "shop": self.doc["shop"]["id"]}
        return self.say(f"progress.{self.doc['progress']}", **named) if self.parts else ""

    @property
    def hand_on(self) -> dict[str, str]:
        """What a person passes on, ready to be copied: a card to the creator, a ticket to customer service."""
        account, shop = self.doc.get("account") or {}, self.doc["shop"]
        unlinks, code = self.doc.get("action") in _UNLINKS, self.doc.get("code")
        told = {"handle": account.get("handle"), "account": account.get("id") or "", "note": self.doc.get("note", "")}
        told |= {"shop": shop["name"], "shop_id": shop["id"], "region": shop["region"]} | self._times
        told |= {"text": self.say("ticket.unlink_stuck", **told).strip()}
        card = "ui.card_unlink" if unlinks else "ui.card_bind"
        wanted = {"card": (card, code == Code.E_HAND_OVER), "ticket": ("ui.ticket", unlinks and self._restricted)}
        own = {name: self.say(key, **told).strip() for name, (key, is_wanted) in wanted.items() if is_wanted}
        return own | {name: text for part in self.parts for name, text in part.hand_on.items()}

    @property
    def _times(self) -> dict[str, str]:
        """Until when a person's step is waited for, by the shop's clock, and how long the portal leaves for it."""
        error = self.doc.get("error") or {}
        return {"until": next(iter(self.moments(error.get("until"))), ""), "lasts": error.get("lasts", "")}

    @property
    def _restricted(self) -> bool:
        """Whether only customer service can say more: of the account, or of the whole shop."""
        objected = {one.get("reason") for one in self.objections}
        return bool(objected & _FOR_SUPPORT) or self.doc.get("code") == Code.E_ACCOUNT_RESTRICTED

    @property
    def tone(self) -> str:
        """Which of the four colours the outcome has."""
        return _TONES.get(self.doc.get("outcome", ""), "calm")

    @property
    def ended(self) -> str:
        """How it ended; of the one who may come in a replacement, that every check allows it."""
        return self.say("ui.check_passed") if self._only_checked else self.word("outcome", self.doc.get("outcome"))

    @property
    def _only_checked(self) -> bool:
        return bool(self.doc.get("half")) and self.doc.get("action") == Kind.BIND and self._rehearsed

    @property
    def _rehearsed(self) -> bool:
        return self.doc.get("outcome") == Outcome.PLANNED

    @property
    def handle(self) -> str:
        """The account, or what else it is about, as people write it."""
        handle = (self.doc.get("account") or {}).get("handle", "")
        about = str(handle or self.doc.get("about") or "")
        return f"@{handle}" if handle and handle != FORGOTTEN else about

    @cached_property
    def verdicts(self) -> list[Document]:
        """Refusals first, in the source article's order, then warnings; others are in `fulfilled` and `quiet`."""
        return sorted((one for one in self._all if one["effect"] in {"refuse", "warn"}), key=_urgency)

    @property
    def quiet(self) -> list[Document]:
        """The guards that could not be asked."""
        return [one for one in self._all if one["effect"] not in {"refuse", "warn", "allow"}]

    @property
    def fulfilled(self) -> list[Document]:
        """The guards without an objection."""
        return [one for one in self._all if one["effect"] == Effect.ALLOW]

    @property
    def refusals(self) -> list[Document]:
        """What the guards said that stopped the run."""
        return [one for one in self.verdicts if one["effect"] == Effect.REFUSE]

    @property
    def objections(self) -> list[Document]:
        """All that stopped it: the guards' refusals, or the cause of the portal's no where its words tell."""
        cause = self.doc.get("reason")
        return [*self.refusals, *([{"reason": cause}] if cause else [])]

    @property
    def _all(self) -> list[Document]:
        return list(self.doc.get("verdicts") or ())

    def why(self, verdict: Document, measured: str = "") -> str:
        """One sentence: why this guard objects; with what was measured, if that is told along."""
        reason = verdict.get("reason")
        return self.sentence(f"reason.{reason}.why", measured=measured) if reason else ""

    def remedy(self, objection: Document) -> str:
        """What a person does about it."""
        return self.sentence(f"reason.{objection['reason']}.next")

    def by_whom(self, verdict: Document) -> str:
        """Whose word it is that was measured, where a person said so."""
        return f" ({self.word('told_by', verdict['told_by'])})" if verdict.get("told_by") else ""

    @property
    def because(self) -> list[str]:
        """Why it ended as it did."""
        if self._rehearsed:
            return [] if self._only_checked else [self.say("ui.dry_run")]
        if self._of_products:
            there = sum(one["outcome"] in {Outcome.DONE, Outcome.ALREADY} for one in self._products)
            return [self.say("ui.products_done", outcome=self.ended, done=there, count=len(self._products))]
        return [self.why(one, one.get("measured", "")) for one in self.objections] or self._of_error("what")

    @property
    def state(self) -> str:
        """What was and was not sent."""
        return next(iter(self._of_error("state")), "") or self.word("submitted", self.doc.get("submitted", ""))

    @property
    def next_steps(self) -> list[str]:
        """What a person does now."""
        ways = [self.remedy(one) for one in self.objections if one.get("reason")]
        return list(dict.fromkeys(ways or self._of_error("next") or self._waiting()))

    def _waiting(self) -> list[str]:
        until = (self.doc.get("invitation") or {}).get("expires_at")
        waits = self.doc.get("link") == "invited" and until
        return [self.say("ui.waiting_for_creator", moment=" · ".join(self.moments(until)))] if waits else []

    @property
    def _products(self) -> list[Document]:
        return list(self.doc.get("products") or ())

    @property
    def _of_products(self) -> bool:
        """Whether single products were answered with no: what is said to each stands beside it."""
        return bool(self._products) and self.doc.get("outcome") == Outcome.REJECTED

    def _of_error(self, part: str) -> list[str]:
        code = None if self._of_products else self.doc.get("code")
        intent = (self.doc.get("settled") or {}).get("intent", "")
        known = {"handle": self.handle.removeprefix("@"), "shop": self.doc["shop"]["name"], "intent": intent}
        values = known | {"note": self.doc.get("note", "")} | (self.doc.get("error") or {})
        return [self.sentence(f"error.{code}.{part}", **values)] if code else []

    def caption(self, shot: Shot) -> str:
        """What a picture shows."""
        pressed = bool(self.doc.get("settled"))
        known = {"before": "ui.before_press" if pressed else "ui.as_seen", "after": "ui.after_press"}
        return self.say(known[shot.label]) if shot.label in known else shot.label

    @staticmethod
    def source(shot: Shot) -> str:
        """The picture itself, as an address."""
        kind = "png" if shot.suffix == "png" else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(shot.picture).decode()}"


def _urgency(verdict: Document) -> tuple[int, int]:
    reason = next((one for one in Reason if one == verdict.get("reason")), None)
    return _RANKS.get(verdict["effect"], len(_RANKS)), article_order(reason) if reason else len(Reason)
