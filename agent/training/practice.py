"""The bundled portal as a child process: the world that a demo, or a trainee, may do anything to."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, Request, build_opener

from agent.errors import Code, MendHost

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PATIENCE = 20.0
# Who may sign in there; whoever runs the portal may know it, because its world is bundled.
SELLERS = {
    "7480000000000000001": ("ops.latam@example.com", "demo-lucia-pass"),
    "7480000000000000002": ("ops.global@example.com", "demo-global-pass"),
}
CREATORS_PASSWORD = "demo-creator-pass"  # noqa: S105 - of a world that is made up


@dataclass(frozen=True, slots=True)
class Practice:
    """A running portal: where its pages are, and its control port for playing people and throwing faults."""

    origin: str
    control: str
    token: str

    def play(self, **deed: object) -> None:
        """Let somebody act on the portal's side."""
        self.do("person", deed)

    def do(self, call: str, told: Mapping[str, object]) -> dict[str, Any]:
        """Call the control port; raises OSError where it refuses."""
        return self._asked("PUT" if call == "fault" else "POST", f"/__{call}", json.dumps(told).encode())

    def effects(self) -> list[dict[str, Any]]:
        """All that was changed in its world so far, the oldest first."""
        told: list[dict[str, Any]] = self._asked("GET", "/__effects", None)["effects"]
        return told

    def _asked(self, method: str, path: str, body: bytes | None) -> dict[str, Any]:
        head = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        request = Request(self.control + path, body, head, method=method)  # noqa: S310 - our own child on loopback
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            told: dict[str, Any] = json.loads(answer.read() or b"{}")
        return told


@contextmanager
def practice(folder: Path) -> Iterator[Practice]:
    """The bundled portal with the world of its example, until the block is left."""
    ready = folder / "portal.json"
    ready.unlink(missing_ok=True)
    command = [sys.executable, "-m", "mock_portal", "--ready-file", str(ready)]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module
    try:
        told = _wait_for(ready, child)
        yield Practice(told["origin"], told["control"], told["token"])
    finally:
        child.terminate()
        child.wait(_PATIENCE)


def _wait_for(ready: Path, child: subprocess.Popen[bytes]) -> dict[str, str]:
    end = time.monotonic() + _PATIENCE
    while not ready.exists():
        if child.poll() is not None or time.monotonic() > end:
            raise MendHost(Code.E_PORT_IN_USE, detail="portal_not_started")
        time.sleep(0.02)  # waits for another process's file; there is nothing to await
    told: dict[str, str] = json.loads(ready.read_text("utf-8"))
    return told
