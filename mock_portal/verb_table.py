"""Every fault verb with its arguments and what it does: one table for the check, the trainer's desk and the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mock_portal.mistakes import InputError
from mock_portal.reshape import CHANGES

if TYPE_CHECKING:
    from collections.abc import Container


@dataclass(frozen=True, slots=True)
class Argument:
    """What a verb's argument may be: its kinds (people are told the first), its range, its parts' kinds."""

    kinds: tuple[type, ...]
    allowed: Container[object] | None = None
    parts: tuple[type, ...] = ()

    @property
    def kind(self) -> str:
        """The kind in a word."""
        return self.kinds[0].__name__

    def complain(self, value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
        """What is wrong with a value, or nothing."""
        if type(value) not in self.kinds:
            return f"must be {self.kind}"
        if self.allowed is not None and value not in self.allowed:
            return f"must be in {self.allowed}"
        parts = list(value.values()) if isinstance(value, dict) else value
        if self.parts and not all(type(part) in self.parts for part in parts):
            return "holds something of the wrong kind"
        return ""


_ARGUMENTS = {
    "seconds": Argument((float, int)),
    "code": Argument((int,), range(200, 600)),
    "bytes": Argument((int,), range(2**31)),
    "map": Argument((dict,), parts=(str,)),
    "selector": Argument((str,)),
    "other": Argument((str,)),
    "set": Argument((list,), parts=(str, dict)),
    "steps": Argument((list,), parts=(dict,)),
    "most": Argument((int,), range(2**31)),
    "size": Argument((int,), range(1, 2**31)),
    "shift": Argument((int,), range(-1000, 1001)),
    "after": Argument((int,), range(2**31)),
    # Process 1 and below would be the system, the portal's own group, or everything that runs.
    "pid": Argument((int,), range(2, 2**31)),
    "at": Argument((str,), ("before_commit", "after_commit", "half_answer")),
    "retry_after": Argument((int,)),
    "reset": Argument((bool,)),
    "frame": Argument((str,), ("internal", "refused", "goaway")),
    "answer": Argument((str,), ("hang", "end")),
    "bps": Argument((int,), range(1, 2**31)),
    "url": Argument((str,)),
    "text": Argument((str,)),
    "region": Argument((str,)),
    "country": Argument((str,)),
    "element": Argument((str,)),
    "change": Argument((str,), CHANGES),
    "seed": Argument((int,)),
    "way": Argument((str,), ("attribute", "aria", "class", "pointer")),
    "to": Argument((str,)),
    "part": Argument((str,), ("cards", "rows", "window", "shop", "half")),
}
# For each verb the arguments it needs (and after the bar those it may have), and what it does to the client.
VERBS = {
    "delay_before_commit": ("seconds", "The answer comes late; what was asked happens then."),
    "hang_no_commit": ("seconds", "Nothing happens and nothing is answered; a 504 in the end."),
    "commit_then_hang": ("seconds", "It happens, but no answer comes; a 504 in the end."),
    "commit_late": ("seconds | answer", "It happens so many seconds later, whether or not the client still waits."),
    "status_before_commit": ("code", "A gateway's status instead; nothing happens."),
    "status_after_commit": ("code", "It happens, but the answer is a gateway's status."),
    "close_before_read": ("| reset", "The connection is closed, or reset, before anything happens."),
    "close_after_commit": (
        "| reset frame",
        "It happens; the connection is closed, or reset, or an HTTP/2 frame ends it.",
    ),
    "rst_after_commit": ("", "It happens, then the connection is reset."),
    "truncate": ("bytes", "It happens; the answer is cut after so many bytes."),
    "drip": ("bps", "It happens; the answer comes so many bytes a second."),
    "garble": ("", "It happens; the answer is damaged, and claims to be whole."),
    "empty_200": ("", "Status 200 and nothing in it; nothing happens."),
    "kill_client": ("pid at", "A process is killed while its request is under way."),
    "skew": ("seconds", "The Date header is off by so many seconds."),
    "redirect": ("code url", "An answer that leads elsewhere; nothing happens."),
    "region_redirect": ("region", "An answer that leads to the same address on another region's host."),
    "login": ("", 'The login page, or "not logged in", although the session lives.'),
    "captcha": ("| seconds", "A puzzle: on the page, or on a call, whose answer ends so many seconds later."),
    "twofa": ("", "The two-step page, or its refusal of a call, although the session lives."),
    "maintenance": ("| code retry_after", "The maintenance page, with a status and perhaps Retry-After."),
    "suspended": ("", "The shop is suspended: a page that says so, or a call's refusal; nothing happens."),
    "expire_session": ("after", "The session dies after so many more requests."),
    "rotate_session": ("", "It happens; from then on only the cookie of this answer is good."),
    "kick_session": ("", "Somebody logged in elsewhere: this session is told so and dies."),
    "egress_moves": ("country", "From this request on the network of whoever asks leaves in another country."),
    "shop_switch": ("| to", "The session looks at another shop of its login from now on: this one, or the next."),
    "chip_lags": ("seconds", "After a switch the header shows the shop before it for so many seconds."),
    "chip_missing": ("seconds", "For so many seconds the header names no shop at all; then a script writes it."),
    "chip_shows": ("region", "The header names another region than the shop's."),
    "relabel": ("map", "Texts are renamed, old to new."),
    "reshape": (
        "element change | to other seed",
        "An element, by the portal's name for it or its label, says, is or stands otherwise; a seed decides the rest.",
    ),
    "cover": ("selector", "Something lies over the element."),
    "mask_stays": ("| seconds", "The mask of a closed dialog lies over the page for so many seconds, or for ever."),
    "disabled_for": (
        "selector seconds | way",
        "The element is dead for so many seconds, in one of four ways: attribute, aria, class or pointer.",
    ),
    "typed_only": ("selector", "The input takes what is typed key by key, and nothing else."),
    "leads_away": ("url seconds", "After so many seconds the page goes elsewhere by itself, whatever is under way."),
    "swap_on_hover": ("selector other", "The other element slides under a pointer that comes near the first."),
    "native_confirm": ("text", "The browser's own question before the page sends anything."),
    "popup": ("url", "The page opens another window."),
    "double_handler": ("", "The page sends its call twice."),
    "optimistic_then_revert": ("| seconds", "The page says yes, nothing happens, and it takes it back later."),
    "error_toast_after_commit": ("", "It happens, but the page says that it failed."),
    "quota_display": ("text", "The page's counters (slots, unlinks, showcase) read like this."),
    "virtual_list": ("size", "Tables keep so many rows in the page, and re-use them while one scrolls."),
    "counts_each": ("", "It does not look whether this was asked before: sent twice, it happens twice."),
    "stale_read": (
        "seconds | most",
        "The answer shows the world as it was so many seconds ago, and by the portal's own clock at most so many.",
    ),
    "paginate": ("size | shift", "Lists come in pages of this size; so many rows come in on top at each turn."),
    "lookalikes": ("set", "Names that look like the wanted one come up first."),
    "hostile_names": ("| set", "Nicknames, titles and notes of an answer carry markup, formulas and control signs."),
    "torn_numbers": (
        "part | seconds",
        "A report or file has cards of the time before, rows turned, another time's or shop's numbers, or half.",
    ),
    "sequence": ("steps", "Takes one verb after the other; an empty step lets the request pass."),
}


def wanted(verb: str) -> tuple[list[str], list[str]]:
    """The arguments a verb needs, and those it may have."""
    needs, _, may = VERBS[verb][0].partition("|")
    return needs.split(), may.split()


def verb_told(name: str) -> dict[str, Any]:
    """A verb in plain data: its arguments with the kind of each, and what it does."""
    needs, may = wanted(name)
    kinds = {argument: _ARGUMENTS[argument].kind for argument in needs + may}
    return {"verb": name, "needs": needs, "may": may, "kinds": kinds, "says": VERBS[name][1]}


def check(verb: object, args: dict[str, Any]) -> str:
    """The verb's name, if it is one and its arguments fit.

    Raises:
        InputError: an unknown verb, an argument that is missing, unknown or of the wrong kind.
    """
    if not isinstance(verb, str) or verb not in VERBS:
        raise InputError(about="fault", problem=f"unknown verb {verb!r}")
    needs, may = wanted(verb)
    missing, unknown = set(needs) - set(args), set(args) - {*needs, *may}
    if missing:
        raise InputError(about=verb, problem=f"misses {sorted(missing)}")
    if unknown:
        raise InputError(about=verb, problem=f"does not know {sorted(unknown)}; what it bites is told by 'match'")
    for name, value in args.items():
        if problem := _ARGUMENTS[name].complain(value):
            raise InputError(about=verb, problem=f"{name!r} {problem}")
    return verb
