"""Take secrets out of all that is kept or logged: known values in all their spellings, and what looks like one."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

from agent.domain.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN: Final = "[secret]"

# Names whose values are ours and opaque: masking would take their digits for somebody's phone number.
IDS: Final = frozenset(
    {"run", "id", "intent", "handle", "shop", "account", "invitation_id", "rules_version", "picture"}
)
_OPAQUE = re.compile(r"[\w.-]{1,64}")

_SHORT: Final = 4  # shorter values are hidden as whole words only, or no text would stay readable
_MOST_PASSING: Final = 50_000  # spellings: some thousand sessions
_KEY_LENGTHS: Final = range(12, 4097)  # shorter ones are languages, countries, switches; longer ones are caches
_TELLING: Final = 6  # fewer characters of base64 occur in innocent texts

_NAME = (
    r"[\w-]{0,40}(?:sessionid|session_id|sid_tt|sid_guard|passw(?:or)?d|passphrase|passwort|contraseña|密码|密碼"
    r"|secret|token|api_?key|csrf)[\w-]{0,40}"
)
_VALUE = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s"'&;,}]+)"""
_SECRET_NAME = re.compile(rf"{_NAME}|(?:proxy-)?authorization|(?:set-)?cookie", re.IGNORECASE)
_LOOKS_SECRET = (
    (re.compile(r"""((?:authorization|cookie)["']?\s*[:=]\s*["']?)[^\r\n"']+""", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(rf"""(\b{_NAME}["']?\s*[:=]\s*){_VALUE}""", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(\bbearer\s+)[\w.~+/=-]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"""(://)[^\s/"'<>]{1,400}@"""), rf"\1{HIDDEN}@"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"), HIDDEN),
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


class Redactor:
    """Knows the secrets of this process, and hides them and everything that looks like one.

    What it takes does not grow with what it knows: only spellings whose first letters stand in a text are looked for,
    and of the sessions only the newest are remembered, or a worker that lives for weeks would know millions of them.
    """

    def __init__(self) -> None:
        """Start knowing none."""
        self._lasting: set[str] = set()
        self._passing: dict[str, None] = {}  # the oldest first
        self._by_head: dict[str, set[str]] = {}
        self._words: list[re.Pattern[str]] = []

    def register(self, secret: str) -> None:
        """Remember a value that must never be read anywhere, in every spelling it may take on its way."""
        if len(secret) >= _SHORT:
            spellings = _spellings(secret)
            self._lasting |= spellings
            self._file(spellings)
        elif secret:
            self._words.append(re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)"))

    def register_passing(self, secret: str) -> None:
        """Remember a session's value of 4 characters or more, until a thousand newer sessions have been seen."""
        for spelling in _spellings(secret) - self._lasting:
            self._passing.pop(spelling, None)
            self._passing[spelling] = None
            self._file({spelling})
        while len(self._passing) > _MOST_PASSING:
            oldest = next(iter(self._passing))
            del self._passing[oldest]
            self._forget(oldest)

    def _file(self, spellings: set[str]) -> None:
        for spelling in spellings:
            self._by_head.setdefault(spelling[:_SHORT], set()).add(spelling)

    def _forget(self, spelling: str) -> None:
        if spelling in self._lasting:
            return
        head = spelling[:_SHORT]
        self._by_head[head].discard(spelling)
        if not self._by_head[head]:
            del self._by_head[head]

    def __call__(self, text: str) -> str:
        """Return the text without secrets."""
        for spelling in sorted(self._candidates(text), key=len, reverse=True):  # a secret may stand inside another one
            text = text.replace(spelling, HIDDEN)
        for word in self._words:
            text = word.sub(HIDDEN, text)
        for pattern, instead in _LOOKS_SECRET:
            text = pattern.sub(instead, text)
        return text

    def _candidates(self, text: str) -> Iterator[str]:
        heads = {text[at : at + _SHORT] for at in range(len(text) - _SHORT + 1)}
        for head in heads:
            yield from self._by_head.get(head, ())


redacted: Final = Redactor()
register_secret: Final = redacted.register


def register_session(session: bytes) -> None:
    """Remember what of a browser's session opens the account: every value that is long and no mere number."""
    try:
        values = list(_values(json.loads(session)))
    except (ValueError, RecursionError):
        return
    for value in values:
        if len(value) in _KEY_LENGTHS and not value.isdecimal():
            redacted.register_passing(value)


def _values(kept: object) -> Iterator[str]:
    match kept:
        case {"value": str(value)}:
            yield value
        case dict():
            for one in kept.values():
                yield from _values(one)
        case list():
            for one in kept:
                yield from _values(one)


def cleaned(value: Any, name: str = "") -> Any:  # noqa: ANN401 - JSON-able data comes in every shape
    """The same data, secrets hidden and personal data masked; `name` is the key that the value stands under."""
    match value:
        case dict():
            return {cleaned(str(key)): cleaned(one, str(key)) for key, one in value.items()}
        case list() | tuple():
            return [cleaned(one, name) for one in value]
        case str():
            if _SECRET_NAME.fullmatch(name):
                return HIDDEN
            opaque = name in IDS and _OPAQUE.fullmatch(value)
            return redacted(value) if opaque else masked(redacted(value))
        case _:
            return value


def visible(text: str) -> str:
    """One line of text in which control, direction and invisible signs are shown as escapes, never obeyed."""
    return _UNSEEN.sub(lambda found: _escape(ord(found[0])), text)


def _escape(point: int) -> str:
    return f"\\x{point:02x}" if point <= 0xFF else f"\\u{point:04x}"  # noqa: PLR2004 - the last two-digit code point


def _spellings(secret: str) -> set[str]:
    """The ways in which a value is written in addresses, forms, JSON, HTML, dumps and headers."""
    raw = secret.encode("utf-8", "surrogatepass")
    encoded = {quote(raw, safe=safe) for safe in ("", "/", "!'()*")} | {quote_plus(raw)}
    return {
        secret,
        *encoded,
        *(re.sub(r"%..", lambda part: part[0].lower(), one) for one in encoded),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1],
        html.escape(secret),
        raw.hex(),
        raw.hex().upper(),
        *_in_base64(raw),
    }


def _in_base64(raw: bytes) -> Iterator[str]:
    """What base64 shows of a value wherever it begins inside a longer text, such as a user name before it."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + raw).decode()
        own = text[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
        if len(own) >= _TELLING:
            yield own
            yield own.translate({ord("+"): "-", ord("/"): "_"})
