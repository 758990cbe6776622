"""Stands on the wire of one tab, in a browser whose other tabs are somebody else's and stay as they are.

A Fetch session on a page sees its requests, redirects and its workers' requests; frames of other sites are targets of
their own, which are held until they are under the same rule. Popups would be seen by nobody, and a frame that needs no
wire for its document is not held: so the tab's documents are delivered in a sandbox without popups, and with a policy
that lets them and the documents they write themselves load from the portal's origins alone.
"""

from __future__ import annotations

import base64
import json
from functools import partial
from typing import TYPE_CHECKING, Any

from playwright.async_api import Error as PlaywrightError

from agent.adapters.gate import TAKE_AWAY, WireGate
from agent.adapters.wall import EVERY_REQUEST, REDIRECTS, Wall

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.async_api import Page

    from agent.adapters.wall import Send
    from agent.domain.portal import Origin

_ANSWERED_DOCUMENTS = {"urlPattern": "*", "resourceType": "Document", "requestStage": "Response"}
_CHILDREN = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
_SANDBOX = (
    "sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-pointer-lock allow-orientation-lock "
    "allow-presentation allow-storage-access-by-user-activation; default-src 'self' 'unsafe-inline' "
    "'unsafe-eval' blob: data:"
)
_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})  # the body is told unpacked


class TabWall(Wall):
    """The wall around one page, its frames and its workers."""

    def __init__(self, allowed: Iterable[Origin]) -> None:
        """Know what the page and its frames may load from."""
        super().__init__()
        self._box = " ".join([_SANDBOX, *sorted(map(str, allowed))])
        self._told = 0

    @classmethod
    async def around_tab(cls, page: Page, allowed: Iterable[Origin]) -> TabWall:
        """Put it up before the page goes anywhere; what a service worker of his would answer comes from the wire."""
        session = await page.context.new_cdp_session(page)
        wall = cls(allowed)
        for name in ("Fetch.requestPaused", "Target.attachedToTarget", "Target.receivedMessageFromTarget"):
            session.on(name, partial(wall.hears, session.send, name))
        await session.send("Network.enable")
        await session.send("Network.setBypassServiceWorker", {"bypass": True})
        await session.send("Fetch.enable", {"patterns": [EVERY_REQUEST, _ANSWERED_DOCUMENTS]})
        await session.send("Target.setAutoAttach", _CHILDREN)
        return wall

    def hears(self, send: Send, name: str, event: dict[str, Any]) -> None:
        """What the page tells, or a frame or worker below it; `send` leads back to whoever told."""
        match name:
            case "Fetch.requestPaused" if "responseStatusCode" in event or "responseErrorReason" in event:
                self.later(self._on_answered(event, send))
            case "Fetch.requestPaused":
                self.later(self.on_paused(event, send))
            case "Target.attachedToTarget":
                self.later(self._take_in(partial(self._down, send, event["sessionId"])))
            case "Target.receivedMessageFromTarget":
                below = json.loads(event["message"])
                if "method" in below:
                    self.hears(partial(self._down, send, event["sessionId"]), below["method"], below["params"])

    async def _take_in(self, send: Send) -> None:
        """A frame or a worker begins only under the same rule; a worker has no wire of its own."""
        await send("Fetch.enable", {"patterns": [EVERY_REQUEST]})
        await send("Target.setAutoAttach", _CHILDREN)
        await send("Runtime.runIfWaitingForDebugger", {})

    async def _down(self, send: Send, session: str, method: str, params: dict[str, Any]) -> None:
        """Tell one that is reached through another; nobody waits for its answer."""
        self._told += 1
        message = json.dumps({"id": self._told, "method": method, "params": params})
        await send("Target.sendMessageToTarget", {"sessionId": session, "message": message})

    async def _on_answered(self, event: dict[str, Any], send: Send) -> None:
        """Deliver the documents of the tab and its frames in the sandbox; what is none, as it came."""
        answer = {"requestId": event["requestId"]}
        status = event.get("responseStatusCode", 0)
        if not status or status in REDIRECTS:
            await send("Fetch.continueRequest", answer)
            return
        try:
            body = await send("Fetch.getResponseBody", answer)
        except PlaywrightError:  # cut off on its way
            await send("Fetch.failRequest", answer | {"errorReason": "ConnectionClosed"})
            return
        delivered = {"responseCode": status, "responseHeaders": self._boxed(event), "body": _packed(body)}
        await send("Fetch.fulfillRequest", answer | delivered)

    def _boxed(self, event: dict[str, Any]) -> list[dict[str, str]]:
        kept = [one for one in event["responseHeaders"] if one["name"].lower() not in _OF_THE_WIRE]
        return [*kept, {"name": "Content-Security-Policy", "value": self._box}]


def _packed(body: dict[str, Any]) -> str:
    text = str(body["body"])
    return text if body["base64Encoded"] else base64.b64encode(text.encode()).decode()


class TabGate(WireGate):
    """The gate of one tab in a browser of somebody else's; it never stands around his context."""

    async def guard(self, page: Page) -> None:
        """Take the one page under the gate."""
        await page.add_init_script(TAKE_AWAY)
        await super().guard(page)

    async def _wall_of(self, page: Page) -> Wall:
        return await TabWall.around_tab(page, self._portal.allowed)

    def is_single_shot(self, method: str, url: str) -> bool:
        """Never: past the browser a commit would leave by another line than his."""
        _ = method, url
        return False
