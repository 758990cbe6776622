"""Numbers as pages and files write them, in any language: read exactly, or not at all.

`1.234` is a thousand in one place and one and a bit in another. What it is follows from what is counted (things are
whole, no currency of these markets has three decimals) or from the decimal mark that the rest of the page uses; where
neither tells, ValueError: a wrong number looks like a right one.
"""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agent.domain.insight import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What East Asian fonts write as wide as a letter: the digits and signs of ASCII, and the yen.
_WIDE: Final = {0xFF01 + at: 0x21 + at for at in range(94)} | {0xFFE5: ord("\u00a5"), 0x2212: ord("-")}
_SPACES: Final = "\u00a0\u202f\u2009\u2007 \t\r\n"
# Marks that only change the direction of writing, which a browser puts around numbers.
_UNSEEN: Final = dict.fromkeys(map(ord, "\u200e\u200f\u200b\u2066\u2067\u2068\u2069\u061c"))
_NOTHING: Final = frozenset(
    {
        *("", "-", "--", "---", "\u2013", "\u2014", "\u2014\u2014", "?", "n/a", "na"),
        *("unknown", "sin datos", "暂无", "暂无数据", "无", "未知"),
    }
)
_TIMES: Final = MappingProxyType(
    {
        "": 1,
        **dict.fromkeys(("k", "mil", "千", "rb"), 10**3),
        **dict.fromkeys(("w", "万", "萬"), 10**4),
        **dict.fromkeys(("m", "mill", "jt", "百万"), 10**6),
        **dict.fromkeys(("亿", "億"), 10**8),
        **dict.fromkeys(("b", "bn"), 10**9),
    }
)
# Which currencies each sign may stand for.
_SIGNS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        sign: frozenset(currencies.split())
        for sign, currencies in {
            "$": "USD MXN SGD",
            "US$": "USD",
            "MX$": "MXN",
            "S$": "SGD",
            "R$": "BRL",
            "£": "GBP",
            "€": "EUR",
            "฿": "THB",
            "₫": "VND",
            "đ": "VND",
            "Rp": "IDR",
            "RM": "MYR",
            "₱": "PHP",
            "¥": "JPY",
        }.items()
    }
)
_SIGN: Final = "[A-Za-zđ]{0,3}[$£€฿₫₱¥]?"
_SHAPE: Final = re.compile(
    rf"(?P<minus>-)?(?P<before>{_SIGN}) ?(?P<late>-)?(?P<body>[0-9](?:[0-9.,'\u2019 ]*[0-9])?)"
    rf" ?(?P<times>(?:k|mill?|千|rb|w|百?万|萬|m|jt|亿|億|bn?)(?![A-Za-z]))? ?(?P<after>%|{_SIGN})",
    re.ASCII | re.IGNORECASE,
)
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[.,'\u2019 ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_ONCE: Final = re.compile(r"(?P<whole>[0-9]+)(?P<mark>[.,])(?P<part>[0-9]+)")
_THREE: Final = 3
_CLOCK: Final = re.compile(r"(?:(?P<h>[0-9]{1,2}):)?(?P<m>[0-9]{1,2}):(?P<s>[0-9]{2})")
_SPELT: Final = re.compile(
    r"(?:(?P<h>[0-9]{1,3}) ?(?:h|hr|小时|时))? ?(?:(?P<m>[0-9]{1,3}) ?(?:m|min|分钟|分))?"
    r" ?(?:(?P<s>[0-9]{1,5}) ?(?:s|秒))?",
    re.ASCII | re.IGNORECASE,
)
_SIXTY: Final = 60


def read_number(text: str, unit: Unit, *, currency: str = "", mark: str = "", bare: bool = False) -> Decimal | None:
    """The number that a text shows, None where it shows that there is none; ValueError where it may mean several.

    A share is a part of one ("4.21%" is 0.0421). `currency` is the one that money must be in; `bare` allows money
    and shares without their signs, as files hold them. `mark` is the page's decimal mark, where it is known.
    """
    if says_nothing(text):
        return None
    told = _plain(text)
    if unit is Unit.SECONDS:
        return _seconds(told)
    shape = _SHAPE.fullmatch(told)
    if shape is None or (shape["minus"] and shape["late"]):
        raise ValueError(unreadable(text))
    _require_sign(shape, unit, currency, bare=bare)
    value = _value(shape["body"], _TIMES[(shape["times"] or "").lower()], unit, mark)
    signed = -value if shape["minus"] or shape["late"] else value
    if unit is Unit.COUNT and signed != signed.to_integral_value():
        raise ValueError(unreadable(text))
    return signed / 100 if unit is Unit.SHARE and shape["after"] == "%" else signed


def says_nothing(text: str) -> bool:
    """Whether what stands there says that nobody knows; such a number is none, and never 0."""
    return _plain(text).casefold() in _NOTHING


def decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark that a page's numbers agree on; empty where none of them tells, or they contradict each other.

    Only what can be read in one way alone tells: both marks in one number, or one before other than three digits.
    """
    marks = {mark for text in texts if (mark := _mark_of(_plain(text)))}
    return marks.pop() if len(marks) == 1 else ""


def _plain(text: str) -> str:
    """The same text with one kind of digits and spaces, and without what nobody sees."""
    told = text.translate(_WIDE).translate(_UNSEEN)
    return " ".join(re.split(f"[{_SPACES}]+", told.strip(_SPACES)))


def _mark_of(told: str) -> str:
    shape = _SHAPE.fullmatch(told)
    body = shape["body"] if shape else ""
    last = max(body.rfind("."), body.rfind(","))
    both = "." in body and "," in body
    single = _ONCE.fullmatch(body)
    tells = both or (single and (len(single["part"]) != _THREE or single["whole"].startswith("0")))
    return body[last] if tells else ""


def _require_sign(shape: re.Match[str], unit: Unit, currency: str, *, bare: bool) -> None:
    """Let money stand beside its own currency's sign, a share beside %, and a count beside nothing."""
    before, after = shape["before"], shape["after"]
    match unit:
        case Unit.MONEY:
            signs = [one for one in (before, after) if one]
            good = len(signs) <= 1 and all(_stands_for(one, currency) for one in signs) and (bool(signs) or bare)
        case Unit.SHARE:
            good = not before and (after == "%" or (bare and not after))
        case _:
            good = not before and not after
    if not good:
        raise ValueError(unreadable(shape[0]))


def _stands_for(sign: str, currency: str) -> bool:
    return sign == currency or currency in _SIGNS.get(sign, ())


def _value(body: str, times: int, unit: Unit, mark: str) -> Decimal:
    """The number of its digits: grouped, with a decimal mark, or both; never what could be either."""
    last = max(body.rfind("."), body.rfind(","))
    if body.isdecimal():
        return Decimal(body) * times
    single = _ONCE.fullmatch(body)
    if single and len(single["part"]) == _THREE and not single["whole"].startswith("0"):
        return _thousand_or_not(single, times, unit, mark)
    if _GROUPED.fullmatch(body):
        return _of_digits(body, mark) * times
    whole, part = body[:last], body[last + 1 :]
    groups = _GROUPED.fullmatch(whole)
    good = last > 0 and part.isdecimal() and mark in {"", body[last]}
    if not good or not (whole.isdecimal() or (groups and groups["mark"] != body[last])):
        raise ValueError(unreadable(body))
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{part}") * times


def _of_digits(body: str, mark: str) -> Decimal:
    """A whole number in groups, unless what parts them is the page's decimal mark."""
    if mark and mark in body:
        raise ValueError(unreadable(body))
    return Decimal(re.sub(r"[^0-9]", "", body))


def _thousand_or_not(single: re.Match[str], times: int, unit: Unit, mark: str) -> Decimal:
    """One mark before three digits: groups where three decimals cannot be, else as the page's own mark says."""
    whole_by_nature = times == 1 and unit in {Unit.COUNT, Unit.MONEY}
    if not whole_by_nature and not mark:
        raise ValueError(unreadable(single[0]))
    decimal = single["mark"] == mark
    if whole_by_nature and decimal:
        raise ValueError(unreadable(single[0]))
    if decimal:
        return Decimal(f"{single['whole']}.{single['part']}") * times
    if len(single["whole"]) > _THREE:
        raise ValueError(unreadable(single[0]))
    return Decimal(single["whole"] + single["part"]) * times


def _seconds(told: str) -> Decimal:
    """How long something lasts: 1:23, 1:02:03, 1m 23s, 1 min 23 s, 1分23秒."""
    found = _CLOCK.fullmatch(told) or _SPELT.fullmatch(told)
    if not found or not any(found.groupdict().values()):
        raise ValueError(unreadable(told))
    hours, minutes, seconds = (int(found[name] or 0) for name in ("h", "m", "s"))
    if (found["h"] and minutes >= _SIXTY) or ((found["h"] or found["m"]) and seconds >= _SIXTY):
        raise ValueError(unreadable(told))
    return Decimal((hours * _SIXTY + minutes) * _SIXTY + seconds)


def unreadable(text: str) -> str:
    """What a ValueError says of a text that is not one number."""
    return f"not one number: {text!r}"
