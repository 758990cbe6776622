"""Who is meant: ids, handles, and how a suspicious name is shown without being obeyed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import NewType

ShopId = NewType("ShopId", str)
LoginId = NewType("LoginId", str)
AccountId = NewType("AccountId", str)
Handle = NewType("Handle", str)
RunId = NewType("RunId", str)
Intent = NewType("Intent", str)

_HANDLE = re.compile(r"[A-Za-z0-9._]{2,24}")
_ID = re.compile(r"[0-9]{6,32}")
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]", re.IGNORECASE)


def parse_handle(text: str) -> Handle:
    """Read a handle exactly as typed, a leading @ aside; raises ValueError naming what cannot stand in one."""
    bare = text.removeprefix("@")
    if not _HANDLE.fullmatch(bare):
        message = f"{shown(text)} is not a handle (2 to 24 of A-Z a-z 0-9 . _)"
        raise ValueError(message)
    return Handle(bare)


def folded(handle: object) -> str:
    """A handle as TikTok compares it."""
    return str(handle).removeprefix("@").casefold()


def parse_id(text: str) -> str:
    """Read a portal id (6 to 32 digits, kept as text); raises ValueError."""
    if not _ID.fullmatch(text):
        message = f"{shown(text)} is not an id (6 to 32 digits)"
        raise ValueError(message)
    return text


def names_a_device(text: str) -> bool:
    """Whether Windows takes this for a device, whatever ending follows: a file of that name cannot be had there."""
    return _DEVICE.fullmatch(text) is not None


def shown(text: str, limit: int = 200) -> str:
    """Text made safe to compare by eye: every character that is not printable ASCII as its escaped code point."""
    return "".join(_escaped(char) for char in text[:limit])


def legible(text: str, limit: int = 200) -> str:
    """Text made safe for a terminal yet readable: letters of any script stay, control and format signs are escaped."""
    told = text[:limit]
    if told.isprintable():  # Python calls no character of category C so
        return told
    return "".join(_escaped(char) if unicodedata.category(char)[0] == "C" else char for char in told)


def _escaped(char: str) -> str:
    if " " <= char <= "~":
        return char
    point = ord(char)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004 - end of the basic plane


@dataclass(frozen=True, slots=True)
class Target:
    """The one account that is meant: a handle, and the portal's stable id once it is pinned."""

    handle: Handle
    account_id: AccountId | None = None

    def pinned(self, account_id: AccountId) -> Target:
        """The same account with its id known."""
        return Target(self.handle, account_id)


def unnumbered(handle: Handle) -> AccountId:
    """What stands for an account whose id nobody knows: told by its handle, and not the handle itself."""
    return AccountId(f"@{sha256(folded(handle).encode()).hexdigest()[:16]}")


def is_numbered(account: str) -> bool:
    """Whether this is a portal's own id."""
    return not account.startswith("@")


TABCUT = LoginId("tabcut")  # the customer of another site; no seller's login is called so: theirs are numbers


def principal_of_login(login: LoginId) -> str:
    """The owner of a seller session in the vault."""
    return f"login:{login}"


def principal_of_creator(account: AccountId) -> str:
    """The owner of a creator's session in the vault."""
    return f"creator:{account}"
