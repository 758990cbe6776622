"""Tells people through apprise; the only module that knows it, or the addresses of channels, which carry tokens.

Everything is sent as plain text, or as what apprise makes of plain text for a service that takes nothing but markup. A
service is asked in a thread that nobody waits for at the end of the process, because none can be made to answer.
"""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from agent.adapters.notices import cut, notice_of
from agent.adapters.redact import register_secret
from agent.adapters.report.folder import shots
from agent.domain.news import Channel, Message, Trouble
from agent.ports import Notifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import timedelta

    from apprise import NotifyBase
    from apprise.attachment.memory import AttachMemory

    from agent.adapters.notices import Notice
    from agent.adapters.report.told import Say

    Address = str | Trouble  # or why there is none

_MOST_BYTES: Final = 4_000  # longer ones are not read on a telephone
_MARKUP: Final = 2  # plain text grows where it is made into markup
_TELLING: Final = 8  # shorter parts of an address are ports, chat numbers, words
_BETWEEN: Final = re.compile(r"[:/@?&=#,]+")
_PASSWORD: Final = re.compile(r"://[^/@]*:([^/@]+)@")
_LOGGERS: Final = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")
_US: Final = "Channel Companion"
_IN_THE_CLEAR: Final = frozenset({"json", "xml", "form"})
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def guard_address(address: str) -> None:
    """See to it that no telling part of a channel's address is read anywhere."""
    parts = [one for one in _BETWEEN.split(address) if len(one) >= _TELLING and one not in _HERE]
    for part in (address, *parts, *_PASSWORD.findall(address)):
        register_secret(part)
        register_secret(unquote(part))
    _silence()


def _silence() -> None:
    """What these write into logs holds whole addresses."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False


class AppriseNotifier(Notifier):
    """The channels that the settings name, at the addresses that they do not."""

    def __init__(
        self, channels: Sequence[Channel], addresses: Mapping[str, str | Trouble], say: Callable[[str], Say]
    ) -> None:
        """Take the channels, the address of each by its name or why there is none, and the words of any language."""
        self._channels = tuple(channels)
        self._addresses = dict(addresses)
        self._say = say
        for address in self._addresses.values():
            if not isinstance(address, Trouble):
                guard_address(address)

    @property
    def channels(self) -> Sequence[Channel]:
        """Where messages go."""
        return self._channels

    def service(self, channel: Channel) -> str | Trouble:
        """What kind of service it is."""
        made = self._plugin(channel, seconds=1)
        return made if isinstance(made, Trouble) else str(made.service_name)

    async def send(self, channel: Channel, message: Message, within: timedelta) -> Trouble | None:
        """Send in a thread of its own, and wait for it no longer than told."""
        notice = notice_of(message, self._say(channel.language))
        picture = _picture(message) if channel.pictures else b""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Trouble | None] = loop.create_future()

        def post() -> None:
            trouble: Trouble | None = Trouble.NOT_TAKEN
            try:
                trouble = self._post(channel, notice, picture, within.total_seconds())
            finally:
                with suppress(RuntimeError):  # the loop has ended, and nobody listens
                    loop.call_soon_threadsafe(_settle, answer, trouble)

        Thread(target=post, name="notify", daemon=True).start()
        try:
            async with asyncio.timeout(within.total_seconds()):
                return await answer
        except TimeoutError:
            return Trouble.TOO_SLOW

    def _post(self, channel: Channel, notice: Notice, picture: bytes, seconds: float) -> Trouble | None:
        try:
            plugin = self._plugin(channel, seconds)
            return plugin if isinstance(plugin, Trouble) else _posted(plugin, notice, picture)
        except (AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError):
            return Trouble.NOT_TAKEN  # which of its errors it was, may name the address

    def _plugin(self, channel: Channel, seconds: float) -> NotifyBase | Trouble:
        """A fresh one for every message: one that was used waits between two of them."""
        address = self._addresses.get(channel.name) or Trouble.NO_ADDRESS
        if isinstance(address, Trouble):
            return address
        try:
            from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - heavy, and an extra
        except ImportError:
            return Trouble.NOT_INSTALLED
        # Its own pictures would be fetched from a third party.
        asset = AppriseAsset(app_id=_US, app_desc=_US, image_url_mask="", http_redirects=False)
        plugin = Apprise.instantiate(address, asset=asset)
        if plugin is None or _in_the_clear(address, plugin):
            return Trouble.BAD_ADDRESS
        return _strict(plugin, seconds)


def _in_the_clear(address: str, plugin: NotifyBase) -> bool:
    """Whether it would be sent to another machine unencrypted."""
    return address.partition("://")[0].lower() in _IN_THE_CLEAR and plugin.host not in _HERE


def _strict(plugin: NotifyBase, seconds: float) -> NotifyBase:
    """Whatever its address asks for: certificates are proven, no redirect is followed, text is sent as plain text."""
    from apprise.common import NotifyFormat  # noqa: PLC0415 - heavy, and an extra

    plugin.verify_certificate = True
    plugin.redirects = False
    plugin.socket_connect_timeout = plugin.socket_read_timeout = max(0.5, seconds / 2 - 0.2)
    if NotifyFormat.TEXT in _formats(plugin):
        plugin.notify_format = NotifyFormat.TEXT
    return plugin


def _formats(plugin: NotifyBase) -> tuple[str, ...]:
    declared: object = type(plugin).notify_format
    return declared if isinstance(declared, tuple) else (str(declared),)


def _posted(plugin: NotifyBase, notice: Notice, picture: bytes) -> Trouble | None:
    from apprise.common import NotifyFormat, OverflowMode  # noqa: PLC0415 - heavy, and an extra

    from agent.adapters import robots  # noqa: PLC0415 - same

    room = min(_MOST_BYTES, plugin.body_maxlen) // (1 if plugin.notify_format == NotifyFormat.TEXT else _MARKUP)
    title = cut(notice.title, plugin.title_maxlen or room // 4)
    text = cut(notice.text, room - len(title.encode()) - 2)
    taken = robots.takes(plugin, f"{title}\n{text}")
    if taken is not None:
        return None if taken else Trouble.NOT_TAKEN
    taken = plugin.notify(
        body=text,
        title=title,
        body_format=NotifyFormat.TEXT,
        overflow=OverflowMode.TRUNCATE,
        attach=list(_attached(plugin, picture)) or None,
    )
    return None if taken else Trouble.NOT_TAKEN


def _attached(plugin: NotifyBase, picture: bytes) -> Iterator[AttachMemory]:
    from apprise.attachment.memory import AttachMemory  # noqa: PLC0415 - heavy, and an extra

    if picture and plugin.attachment_support:
        kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
        yield AttachMemory(content=picture, name=f"portal.{kind}", mimetype=f"image/{kind}")  # type: ignore[no-untyped-call]  # newer parts of it alone are typed


def _picture(message: Message) -> bytes:
    """The last picture of the run's evidence, in which personal data is covered; empty where none is left."""
    kept = shots(Path(message.evidence)) if message.evidence else []
    return next((one.picture for one in reversed(kept) if one.picture), b"")


def _settle(answer: asyncio.Future[Trouble | None], trouble: Trouble | None) -> None:
    if not answer.done():
        answer.set_result(trouble)
