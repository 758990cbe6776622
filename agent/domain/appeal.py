"""An appeal against a violation: what is asked, what the decision stands on, and what the form holds beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from agent.domain.facts import NOT_ASKED, Facts
from agent.domain.upload import proofs

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.facts import Fact, SessionSeen
    from agent.domain.roster import Shop
    from agent.domain.upload import Upload, Waiting
    from agent.domain.violation import AppealState


@dataclass(frozen=True, slots=True)
class AppealRequest:
    """Appeal against one violation, by the portal's number, with a reason and the files that prove it."""

    shop: Shop
    violation: str
    reason: str
    files: tuple[Upload, ...]
    dry_run: bool = False

    @property
    def proofs(self) -> str:
        """The files by kind, size and digest."""
        return proofs(self.files)

    @property
    def digest(self) -> str:
        """What says afterwards which reason it was, without its words."""
        return digest_of(self.reason)


@dataclass(frozen=True, slots=True)
class SentAppeal:
    """One try as the violation's page shows it; `digest` stands for its reason."""

    id: str
    state: AppealState | None
    sent_at: datetime | None
    decided_at: datetime | None
    digest: str
    files: tuple[str, ...]
    answer: str = ""


@dataclass(frozen=True, slots=True)
class AppealsSeen:
    """The page of one violation: where it stands, whether a form is there, until when, and the tries, oldest first.

    `draft` are the files that wait in the form, None where there is no form.
    """

    session: SessionSeen
    violation: str
    state: AppealState | None
    until: datetime | None
    tries: tuple[SentAppeal, ...]
    draft: tuple[Waiting, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealFacts(Facts):
    """What the decision to send an appeal stands on.

    `form_until` is how long the page takes an appeal, Never where it takes none; `tries` is how many it shows, `stands`
    how the violation stands.
    """

    letters: int
    stands: Fact[str] = NOT_ASKED
    tries: Fact[int] = NOT_ASKED
    form_until: Fact[str] = NOT_ASKED


def digest_of(text: str) -> str:
    """A text as twelve signs, whatever a page does to its white space."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:12]
