"""What the portal showed of a run's effect, of a letter to it, and of what has changed about the shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from agent.adapters.report.told import Told
from agent.domain.permit import Kind

_RECEIPT: Final = {
    "invitation_id": "ui.invitation_no",
    "status": "ui.status",
    "sent_at": "ui.sent",
    "said": "ui.portal_says",
    "trouble": "ui.our_trouble",
    "unlinks_before": "ui.unlinks_before",
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


@dataclass(frozen=True)
class Answered(Told):
    """The portal's side of a run, under names that people read."""

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
        return [self.sentence(f"turn.{one['kind']}", **(one | {"handle": "", "until": at})) for one, at in told]
