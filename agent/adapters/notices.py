"""A message in words for one channel: what others wrote stands in it as data that no channel obeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from agent.adapters.redact import redacted
from agent.domain.identity import legible
from agent.domain.masking import masked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.adapters.report.told import Say
    from agent.domain.news import Message

QUOTED: Final = 500  # characters of the portal's own text
_VALUE: Final = 300
_CUT: Final = "…"
_OURS: Final = frozenset({"handle", "link"})  # the first of proven signs only, the other of the operator's own settings
_SCHEME: Final = re.compile(r"\b([a-z][a-z0-9+.-]{1,20})://", re.IGNORECASE)
_DOT: Final = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")
# No service calls anybody, or reads a tag, by these; people read them as what they stand for.
_NO_CALL: Final = str.maketrans({"@": "\uff20", "<": "\u2039", ">": "\u203a"})


class Notice(NamedTuple):
    """What is sent: a line and a text, both plain."""

    title: str
    text: str


def notice_of(message: Message, say: Say) -> Notice:
    """The message in the words of a language."""
    values = {name: harmless(one, _VALUE, links=name in _OURS) for name, one in message.values.items()}
    told = values | _ending(message, values, say)
    if kind := message.values.get("kind"):
        told["kind"] = say(f"kind.{kind}")
    if figure := message.values.get("figure"):
        told |= {"figure": say(f"fact.{figure}"), "state": say(f"line.{message.values['state']}")}
    if turn := message.values.get("turn"):
        told["what"] = say(f"turn.{turn}", **told)
    title = say(f"news.{message.occasion}.title", **told)
    text = say(f"news.{message.occasion}.text", **told).strip()
    if message.quote:
        text = f"{text}\n{say('ui.portal_says')}: “{harmless(message.quote, QUOTED)}”"
    return Notice(*(redacted(one).translate(_NO_CALL) for one in (" ".join(title.split()), text)))


def _ending(message: Message, values: Mapping[str, str], say: Say) -> dict[str, str]:
    """What happened, what was and was not done, and what to do: as a terminal would have told it."""
    if message.code is None:
        return {}
    parts = {part: say(f"error.{message.code}.{part}", **values) for part in ("what", "state", "next")}
    if reason := values.get("reason"):
        parts |= {
            "what": say(f"reason.{reason}.why", **values),
            "next": say(f"reason.{reason}.next", **values),
        }
    return parts


def harmless(text: str, most: int, *, links: bool = False) -> str:
    """Somebody's text on one line: personal data masked, control and direction signs shown, no link that opens."""
    line = masked(" ".join(text.split()))
    shown = legible(line[:most], most) + (_CUT if len(line) > most else "")
    return shown if links else _DOT.sub("[.]", _SCHEME.sub(r"\1[:]//", shown))


def cut(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes of UTF-8: what a service counts in is never more than these."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    return whole[: max(0, most - len(_CUT.encode()))].decode("utf-8", "ignore") + _CUT
