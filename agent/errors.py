"""One small tree of errors, each named by what to do next; the exit codes live here.

    CompanionError
    ├── MendInput      2, 3       mend the command line or a file, then run again
    ├── MendHost       4          mend the machine: browser, disk, permissions, port
    ├── RestoreState   5          ledger or vault cannot be trusted: restore it
    ├── TryLater       10 to 14   nothing happened: run again later
    │   └── LookAgain  10 to 12   a read failed: a fresh navigation may do
    ├── AskPerson      20 to 26   a person has to look or decide
    ├── Refused        30 to 39   we refuse, outside a guard's verdict
    └── Bug            1          our own mistake

A guard's "no" is a value (`domain.verdict`), never one of these. An error carries a code and the values that its words
need; the words stand in `config/messages`. Codes never change their meaning (a scheduler's contract).
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Submitted(StrEnum):
    """Whether a state-changing request of ours may have reached the portal."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


class Code(StrEnum):
    """Everything that can end a run other than well; `EXIT` says how the process then ends."""

    E_INTERNAL = "E_INTERNAL"
    E_USAGE = "E_USAGE"
    E_CONFIG = "E_CONFIG"
    E_INPUT = "E_INPUT"
    E_STATE_PLACE = "E_STATE_PLACE"
    E_BROWSER_MISSING = "E_BROWSER_MISSING"
    E_BROWSER_AWAY = "E_BROWSER_AWAY"
    E_DISK_FULL = "E_DISK_FULL"
    E_PERMISSION = "E_PERMISSION"
    E_PORT_IN_USE = "E_PORT_IN_USE"
    E_LEDGER_MISSING = "E_LEDGER_MISSING"
    E_LEDGER_CORRUPT = "E_LEDGER_CORRUPT"
    E_LEDGER_NEWER = "E_LEDGER_NEWER"
    E_LEDGER_ROLLED_BACK = "E_LEDGER_ROLLED_BACK"
    E_VAULT_SEALED = "E_VAULT_SEALED"
    E_VAULT_TAMPERED = "E_VAULT_TAMPERED"
    E_VAULT_WRONG_SHOP = "E_VAULT_WRONG_SHOP"
    E_PORTAL_DOWN = "E_PORTAL_DOWN"
    E_NETWORK = "E_NETWORK"
    E_PROXY = "E_PROXY"
    E_MAINTENANCE = "E_MAINTENANCE"
    E_RATE_LIMITED = "E_RATE_LIMITED"
    E_BUSY = "E_BUSY"
    E_NOT_APPLIED = "E_NOT_APPLIED"
    E_OUTCOME_UNKNOWN = "E_OUTCOME_UNKNOWN"
    E_EFFECT_MISMATCH = "E_EFFECT_MISMATCH"
    E_CHALLENGE = "E_CHALLENGE"
    E_HAND_OVER = "E_HAND_OVER"
    E_APPROVAL_WANTED = "E_APPROVAL_WANTED"
    E_SESSION_EXPIRED = "E_SESSION_EXPIRED"
    E_TARGET_AMBIGUOUS = "E_TARGET_AMBIGUOUS"
    E_TARGET_NOT_PROVEN = "E_TARGET_NOT_PROVEN"
    E_TARGET_CHANGED = "E_TARGET_CHANGED"
    E_PORTAL_CHANGED = "E_PORTAL_CHANGED"
    E_WRONG_SHOP = "E_WRONG_SHOP"
    E_ACCOUNT_RESTRICTED = "E_ACCOUNT_RESTRICTED"
    E_RIGHT_MISSING = "E_RIGHT_MISSING"
    G_REGION = "G_REGION"
    G_EGRESS_UNVERIFIED = "G_EGRESS_UNVERIFIED"
    G_COOLDOWN = "G_COOLDOWN"
    G_UNBINDS = "G_UNBINDS"
    G_QUOTA = "G_QUOTA"
    G_ORIGIN = "G_ORIGIN"
    G_PLAN_STALE = "G_PLAN_STALE"
    G_NOT_CONFIRMED = "G_NOT_CONFIRMED"
    G_NOT_APPROVED = "G_NOT_APPROVED"
    G_RISKS_NOT_ACCEPTED = "G_RISKS_NOT_ACCEPTED"
    G_CLOCK = "G_CLOCK"
    G_SLOTS = "G_SLOTS"
    G_LINK_RATE = "G_LINK_RATE"
    G_NOT_ELIGIBLE = "G_NOT_ELIGIBLE"
    G_CONFLICT = "G_CONFLICT"
    B_REJECTED = "B_REJECTED"
    B_NOT_ELIGIBLE = "B_NOT_ELIGIBLE"
    B_CONFLICT = "B_CONFLICT"
    CANCELLED = "CANCELLED"


_BY_EXIT: Mapping[int, tuple[Code, ...]] = {
    1: (Code.E_INTERNAL,),
    2: (Code.E_USAGE,),
    3: (Code.E_CONFIG, Code.E_INPUT, Code.E_STATE_PLACE),
    4: (Code.E_BROWSER_MISSING, Code.E_BROWSER_AWAY, Code.E_DISK_FULL, Code.E_PERMISSION, Code.E_PORT_IN_USE),
    5: (
        Code.E_LEDGER_MISSING,
        Code.E_LEDGER_CORRUPT,
        Code.E_LEDGER_NEWER,
        Code.E_LEDGER_ROLLED_BACK,
        Code.E_VAULT_SEALED,
        Code.E_VAULT_TAMPERED,
        Code.E_VAULT_WRONG_SHOP,
    ),
    10: (Code.E_PORTAL_DOWN,),
    11: (Code.E_NETWORK, Code.E_PROXY),
    12: (Code.E_MAINTENANCE, Code.E_RATE_LIMITED),
    13: (Code.E_BUSY,),
    14: (Code.E_NOT_APPLIED,),
    20: (Code.E_OUTCOME_UNKNOWN,),
    21: (Code.E_EFFECT_MISMATCH,),
    22: (Code.E_CHALLENGE, Code.E_HAND_OVER, Code.E_APPROVAL_WANTED),
    23: (Code.E_SESSION_EXPIRED,),
    24: (Code.E_TARGET_AMBIGUOUS, Code.E_TARGET_NOT_PROVEN, Code.E_TARGET_CHANGED),
    25: (Code.E_PORTAL_CHANGED,),
    26: (Code.E_WRONG_SHOP, Code.E_ACCOUNT_RESTRICTED, Code.E_RIGHT_MISSING),
    30: (Code.G_REGION, Code.G_EGRESS_UNVERIFIED),
    31: (Code.G_COOLDOWN,),
    32: (Code.G_UNBINDS,),
    33: (Code.G_QUOTA,),
    34: (Code.G_ORIGIN,),
    35: (Code.G_PLAN_STALE, Code.G_NOT_CONFIRMED, Code.G_NOT_APPROVED, Code.G_RISKS_NOT_ACCEPTED),
    36: (Code.G_CLOCK,),
    37: (Code.G_SLOTS, Code.G_LINK_RATE),
    38: (Code.G_NOT_ELIGIBLE,),
    39: (Code.G_CONFLICT,),
    40: (Code.B_REJECTED,),
    41: (Code.B_NOT_ELIGIBLE,),
    42: (Code.B_CONFLICT,),
    130: (Code.CANCELLED,),
}
EXIT: Mapping[Code, int] = MappingProxyType({code: exit_ for exit_, codes in _BY_EXIT.items() for code in codes})

_WORST_FIRST = (
    *(5, 1, 21, 20, 26, 22, 23, 25, 24, 4, 3, 2, 34, 30, 36, 32, 33, 31, 35, 37, 38, 39),
    *(40, 41, 42, 10, 11, 12, 13, 14, 130, 143, 0),
)
ALL_EXITS = tuple(sorted(_WORST_FIRST))
_LEAST_CERTAIN_FIRST = (Submitted.MAYBE, Submitted.YES, Submitted.NO)


def worst(exits: list[int]) -> int:
    """The exit code of a batch: the one that a scheduler must not overlook."""
    return min(exits, key=_WORST_FIRST.index, default=0)


def least_certain(*told: Submitted) -> Submitted:
    """What several acts have sent, taken together: what was sent by one of them was sent."""
    return min(told, key=_LEAST_CERTAIN_FIRST.index, default=Submitted.NO)


class CompanionError(Exception):
    """Something went other than expected: `code` says what, `params` fill its words, `submitted` what the world saw."""

    submitted: Submitted = Submitted.NO

    def __init__(self, code: Code, submitted: Submitted | None = None, /, **params: object) -> None:
        """Keep the code and the plain values that its words need (never a secret)."""
        super().__init__(code, params)
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        self.submitted = submitted or type(self).submitted

    @property
    def exit(self) -> int:
        """The process's exit code for this error."""
        return EXIT[self.code]

    def __str__(self) -> str:
        """The code and its values, for logs; people get the words of the message file."""
        told = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}({told})"

    def __reduce__(self) -> tuple[object, ...]:
        """Survive a journey through a queue or a process pool."""
        return (_rebuilt, (type(self), self.code, self.submitted, self.params))


def _rebuilt(kind: type[CompanionError], code: Code, submitted: Submitted, params: dict[str, str]) -> CompanionError:
    return kind(code, submitted, **params)


class MendInput(CompanionError):
    """The command line or a file is wrong: mend it, then run again."""


class MendHost(CompanionError):
    """The machine lacks something: a browser, room, a right, a port."""


class RestoreState(CompanionError):
    """The ledger or the vault cannot be trusted: restore it, never recreate it silently."""


class TryLater(CompanionError):
    """Nothing happened; the same command may simply be run again later."""


class LookAgain(TryLater):
    """A read failed before anything was sent: the one kind of error that the retry policy retries."""


class AskPerson(CompanionError):
    """A person has to look or to decide; never run again blindly."""


class Refused(CompanionError):
    """We refuse, and nothing was sent."""


class Bug(CompanionError):
    """Our own mistake; whether something was sent is said, not guessed."""

    submitted = Submitted.MAYBE
