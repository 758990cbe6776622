"""The operator's channels: named in the settings, their addresses in the environment or in private files."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Final

from agent.adapters.files import refuse_shared
from agent.domain.news import Channel, Occasion, Trouble
from agent.errors import MendHost
from agent.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.ports import Notifier
    from agent.settings.layout import ChannelTold
    from agent.wiring.house import House

VARIABLE: Final = "COMPANION_NOTIFY__"  # and the channel's name in capitals


def notifier_of(house: House) -> Notifier:
    """Who tells people; an address that cannot be had is a channel's trouble, never a run's."""
    from agent.adapters.notify import AppriseNotifier  # noqa: PLC0415 - only where there may be something to tell

    named = house.settings.notify.channels
    addresses = {name: _address(name, one) for name, one in named.items()}
    return AppriseNotifier([_channel(name, one, house) for name, one in named.items()], addresses, _words(house))


def _channel(name: str, told: ChannelTold, house: House) -> Channel:
    language = told.language or house.settings.language or house.language
    return Channel(name, frozenset(Occasion(one) for one in told.occasions), language, told.pictures)


def _address(name: str, told: ChannelTold) -> str | Trouble:
    if given := os.environ.get(f"{VARIABLE}{name.upper()}"):
        return given.strip()
    if told.url_file is None:
        return ""
    try:
        refuse_shared(told.url_file)
        return next(iter(told.url_file.read_text("utf-8", "replace").split()), "")
    except (OSError, MendHost):
        return Trouble.ADDRESS_FILE


def _words(house: House) -> Callable[[str], Words]:
    return cache(lambda language: Words.load(house.folders, language))
