"""What a report shows, in the reader's language and both zones; templates only place it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from agent.adapters.report.forgetting import FORGOTTEN
from agent.adapters.report.zones import city, in_both_zones, parsed
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind
from agent.domain.reason import Reason, article_order
from agent.domain.verdict import Effect
from agent.errors import Code

if TYPE_CHECKING:
    from datetime import tzinfo

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
_RECEIPT: Final = {
    "invitation_id": "ui.invitation_no",
    "status": "ui.status",
    "sent_at": "ui.sent",
    "said": "ui.portal_says",
    "unlinks_left": "fact.unlinks_left",
    "linked": "fact.last_linked",
    "linked_again": "fact.last_linked",
    "request": "ui.status",
    "promotion_id": "ui.id",
    "state": "ui.state",
    "percent": "ui.discount",
    "starts": "ui.starts",
    "ends": "ui.ends",
    "reason": "ui.letter_reason",
    "files": "ui.letter_files",
    "proofs": "ui.letter_files",
}
_OF_LETTERS: Final = frozenset({"appeal_id", "ticket_id", "state", "sent", "opened"})
_UNLINKS: Final = frozenset({Kind.UNLINK, Kind.UNLINK_REQUEST, Kind.UNLINK_APPROVE})
_FOR_SUPPORT: Final = frozenset({Reason.ACCOUNT_STATUS})
_RANKS: Final = {Effect.REFUSE: 0, Effect.WARN: 1, Effect.NOT_ASKED: 2, Effect.ALLOW: 3}


class Say(Protocol):
    """The words for people (`agent.words.Words` is one): a text by its key, the key itself where there is none."""

    @property
    def language(self) -> str:
        """The language's code, such as zh."""

    def __call__(self, key: str, **values: object) -> str:
        """The text, its places filled."""


@dataclass(frozen=True, slots=True)
class Step:
    """All tries at one step: their milliseconds, and where the first began on the bar (percent)."""

    name: str
    tries: tuple[Document, ...]
    ms: float
    share: float

    @property
    def troubles(self) -> list[str]:
        """What went wrong before it went well."""
        return [str(one["error"]) for one in self.tries if one.get("error")]


@dataclass(frozen=True)
class RunView:
    """One run, ready to be placed on a page; `here` is the operator's zone, the machine's own by default."""

    doc: Document
    shots: tuple[Shot, ...]
    say: Say
    here: tzinfo | None = None

    def word(self, kind: str, name: object) -> str:
        """A closed word in the reader's language, or the word itself with spaces where there is no text."""
        key = f"{kind}.{name}"
        text = self.say(key)
        return str(name).removesuffix(".name").replace("_", " ") if text == key else text

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
        handles = dict(zip(("old", "new"), (part.handle for part in self.parts), strict=False))
        moment = " · ".join(self.moments(self.doc.get("not_before")))
        return self.say(f"progress.{self.doc['progress']}", moment=moment, **handles) if self.parts else ""

    @property
    def hand_on(self) -> dict[str, str]:
        """What a person passes on, ready to be copied: a card to the creator, a ticket to customer service."""
        account, shop = self.doc.get("account") or {}, self.doc["shop"]
        objections = {self.doc.get("reason"), *(one.get("reason") for one in self.refusals)}
        unlinks = self.doc.get("action") in _UNLINKS
        handed = self.doc.get("code") == Code.E_HAND_OVER
        told = {"handle": account.get("handle"), "account": account.get("id") or "", "note": self.doc.get("note", "")}
        told |= {"shop": shop["name"], "shop_id": shop["id"], "region": shop["region"]}
        told |= {"text": self.say("ticket.unlink_stuck", **told).strip()}
        card = "ui.card_unlink" if unlinks else "ui.card_bind"
        wanted = {"card": (card, handed), "ticket": ("ui.ticket", unlinks and bool(objections & _FOR_SUPPORT))}
        own = {name: self.say(key, **told).strip() for name, (key, is_wanted) in wanted.items() if is_wanted}
        return own | {name: text for part in self.parts for name, text in part.hand_on.items()}

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
        """The objections that stopped the run."""
        return [one for one in self.verdicts if one["effect"] == Effect.REFUSE]

    @property
    def _all(self) -> list[Document]:
        return list(self.doc.get("verdicts") or ())

    def why(self, verdict: Document, measured: str = "") -> str:
        """One sentence: why this guard objects; with what was measured, if that is told along."""
        reason = verdict.get("reason")
        return self._sentence(f"reason.{reason}.why", measured=measured) if reason else ""

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
        return [self.why(one, one.get("measured", "")) for one in self.refusals] or self._of_error("what")

    @property
    def state(self) -> str:
        """What was and was not sent."""
        return next(iter(self._of_error("state")), "") or self.word("submitted", self.doc.get("submitted", ""))

    @property
    def next_steps(self) -> list[str]:
        """What a person does now."""
        ways = [self._sentence(f"reason.{one['reason']}.next") for one in self.refusals if one.get("reason")]
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
        return [self._sentence(f"error.{code}.{part}", **values)] if code else []

    def _sentence(self, key: str, **values: object) -> str:
        text = self.say(key, **values)
        return key.split(".")[1].replace("_", " ") if text == key else text

    @cached_property
    def steps(self) -> list[Step]:
        """The steps in the order in which they were first tried, all tries of one together."""
        tries: dict[str, list[Document]] = {}
        for attempt in self.doc.get("attempts") or ():
            tries.setdefault(attempt["step"], []).append(attempt)
        sums = {name: sum(one["ms"] for one in tried) for name, tried in tries.items()}
        longest = max(sums.values(), default=0) or 1
        return [Step(name, tuple(tried), sums[name], 100 * sums[name] / longest) for name, tried in tries.items()]

    @property
    def retries(self) -> int:
        """How often a step was tried again."""
        return sum(one["attempt"] > 1 for step in self.steps for one in step.tries)

    @property
    def took(self) -> str:
        """From start to end, in seconds."""
        start, end = parsed(self.doc.get("started_at")), parsed(self.doc.get("ended_at"))
        return f"{(end - start).total_seconds():.1f} {self.say('ui.seconds')}" if start and end else ""

    def moments(self, at: object) -> list[str]:
        """A moment in the shop's zone, and in the operator's where its clock shows another time."""
        instant = parsed(at)
        return in_both_zones(instant, str(self.doc["shop"]["zone"]), self.here) if instant else []

    @property
    def city(self) -> str:
        """The shop's zone as people call it."""
        return city(str(self.doc["shop"]["zone"]))

    @property
    def receipt(self) -> list[tuple[str, str]]:
        """What was seen of the effect, under names that people read; why there is none stands with the outcome."""
        seen = (self.doc.get("settled") or {}).get("receipt") or {}
        known = {"why"} | (_OF_LETTERS if self.doc.get("letter") else set())
        shown = ((key, str(value)) for key, value in seen.items() if key not in known)
        named = ((self.say(_RECEIPT[key]) if key in _RECEIPT else key, value) for key, value in shown)
        return [(name, " · ".join(self.moments(value)) or value) for name, value in named if value]

    @property
    def letter(self) -> list[tuple[str, str]]:
        """The appeal or ticket that it was about, as the portal showed it: its number, how it stands, the answer."""
        told = self.doc.get("letter") or {}
        appeal = told.get("kind") == Kind.APPEAL
        about, state = told.get("about", ""), told.get("state", "")
        rows = {
            "ui.letter_number": told.get("number"),
            "ui.ticket_about": about if appeal else about and self.word("ticket_about", about),
            "ui.state": state and self.word("appeal_state" if appeal else "ticket_state", state),
            "ui.since": " · ".join(self.moments(told.get("sent_at"))),
            "ui.service_answer": told.get("note") if told.get("note") != self.doc.get("note") else "",
            "ui.letter_until": " · ".join(self.moments(told.get("until"))),
        }
        return [(self.say(key), str(value)) for key, value in rows.items() if value]

    @property
    def turns(self) -> list[str]:
        """What has changed about the shop since it was last looked after; accounts are told of without their names."""
        told = ((one, " · ".join(self.moments(one.get("until")))) for one in self.doc.get("turns") or ())
        return [self._sentence(f"turn.{one['kind']}", **(one | {"handle": "", "until": at})) for one, at in told]

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
