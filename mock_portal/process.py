"""One portal process from start to stop: two ports, a ready file, and a clean end on a signal."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mock_portal.control import Control
from mock_portal.control_http import control_app
from mock_portal.faults import Faults
from mock_portal.gate import Counting, Gate
from mock_portal.journal import Effects
from mock_portal.mistakes import InputError
from mock_portal.portal import Portal
from mock_portal.server import Server
from mock_portal.skin import skin_named
from mock_portal.web.site import site

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from mock_portal.tls import Identity

EXIT_BAD_WORLD = 3
EXIT_BUSY_PORT = 4
NEWEST_HTTP = 2


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    world: Path
    host: str = "127.0.0.1"
    port: int = 0
    control_port: int = 0
    seed: int = 1
    skin: str = ""
    latency: float = 0
    ready_file: Path | None = None
    effects_file: Path | None = None
    counting: Counting = Counting.NAIVE
    tls: str | None = None
    tls_name: Sequence[str] = ()
    http: int = NEWEST_HTTP


def run(options: Options) -> int:
    """Serve until SIGTERM or SIGINT; answers with the exit code."""
    try:
        skin_named(options.skin)
    except InputError as error:
        return _complain(str(error), EXIT_BAD_WORLD)
    try:
        return asyncio.run(_serve(options))
    except (InputError, UnicodeDecodeError) as error:
        return _complain(f"{options.world}: {error}", EXIT_BAD_WORLD)
    except OSError as error:
        return _complain(str(error), EXIT_BAD_WORLD if error.filename == str(options.world) else EXIT_BUSY_PORT)


def _complain(line: str, code: int) -> int:
    sys.stderr.write(f"{line}\n")
    return code


async def _serve(options: Options) -> int:
    text = options.world.read_text(encoding="utf-8")
    effects, token = Effects(options.effects_file), secrets.token_urlsafe(24)
    portal, faults = Portal(text, options.seed, effects, options.skin), Faults(options.seed)
    gate = Gate(site(), portal, faults, options.latency, options.counting)
    stop = _stop_signal()
    with tempfile.TemporaryDirectory(prefix="mock-portal-") as folder:
        shown = _identity(options, Path(folder))
        pages = Server(gate, shown.context if shown else None)
        control = Server(control_app(Control(portal, faults, gate, options.skin), token))
        try:
            ready = {
                "schema_version": 1,
                "origin": await pages.start(options.host, options.port),
                "control": await control.start(options.host, options.control_port),
                "pid": os.getpid(),
                **({"ca_file": str(shown.ca_file), "pin": shown.pin} if shown else {}),
            }
            _announce(options, ready, token)
            await stop.wait()
        finally:
            await _all(pages.stop(), control.stop())
            effects.close()
    return 0


def _identity(options: Options, folder: Path) -> Identity | None:
    """The certificate to show, made now: only who asks for TLS waits for its library."""
    if options.tls is None:
        return None
    from mock_portal.tls import Certificate, identity  # noqa: PLC0415 - a tenth of a second that others need not wait

    return identity(folder, Certificate(options.tls), options.tls_name, http2=options.http == NEWEST_HTTP)


async def _all(*work: Coroutine[Any, Any, None]) -> None:
    await asyncio.gather(*work)


def _stop_signal() -> asyncio.Event:
    """Set once the process is told to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: loop.call_soon_threadsafe(told.set))
    return told


def _announce(options: Options, ready: dict[str, object], token: str) -> None:
    """Say where the portal is; the token goes into the file only, which nobody else may read."""
    if options.ready_file:
        _write_private(options.ready_file, json.dumps({**ready, "token": token}))
    sys.stdout.write(json.dumps(ready) + "\n")
    sys.stdout.flush()


def _write_private(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
    part.replace(file)
