"""The program's log: one readable line to stderr, one JSON line to a private rotated file, no secret in either."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextlib import suppress
from datetime import UTC
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING, Any, Final, TextIO

from loguru import logger

from agent.adapters.files import explained, owner_only, private_folder
from agent.adapters.redact import cleaned, redacted, visible
from agent.domain.masking import masked

if TYPE_CHECKING:
    from collections.abc import Callable
    from io import TextIOWrapper
    from pathlib import Path

    from loguru import Message, Record, RecordException

_MOST_BYTES: Final = 5_000_000
_KEPT_FILES: Final = 5
_COLOURS: Final = sys.platform != "win32"  # an older console there shows them as signs
_HUMAN: Final = "<dim>{time:HH:mm:ss}</dim> <level>{level: <7}</level> {message}"


def configure(level: str, to_file: Path | None, stderr: TextIO, *, aloud: str = "") -> None:
    """Send what is logged from this level on to the file, if one is named, and from `aloud` (the same) on to stderr.

    Raises MendHost where the file cannot be written. Tracebacks go to the file only.
    """
    logger.remove()
    logger.configure(patcher=_made_safe)
    plain: dict[str, Any] = {"backtrace": False, "diagnose": False}
    logger.add(_lines_to(stderr), level=aloud or level, format=_HUMAN, colorize=_COLOURS and stderr.isatty(), **plain)
    if to_file:
        private_folder(to_file.parent)
        with explained(to_file):
            logger.add(_PrivateFile(to_file), level=level, format="{extra[json]}", **plain)
    logging.getLogger().addHandler(_LIBRARIES)


def event(name: str, /, level: str = "INFO", **ids: object) -> None:
    """Log that something happened: its name, and the ids and figures that belong to it."""
    logger.bind(**ids).log(level, "{}", name)


def _made_safe(record: Record) -> None:
    """Rewrite a record before any sink sees it: message, fields and traceback without secrets."""
    told = {name: _shown(name, value) for name, value in record["extra"].items()}
    name = visible(masked(redacted(record["message"])))
    at = record["time"].astimezone(UTC).isoformat(timespec="milliseconds")
    line = told | {"at": at, "level": record["level"].name, "event": name}
    if record["exception"]:
        line["traceback"] = _traceback(record["exception"])
    record["message"] = " ".join([name, *(f"{key}={value}" for key, value in told.items())])
    record["extra"] = {"json": json.dumps(line, ensure_ascii=False)}
    record["exception"] = None


def _shown(name: str, value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float) else visible(cleaned(str(value), name))


def _traceback(trouble: RecordException) -> str:
    text = "".join(traceback.format_exception(trouble.type, trouble.value, trouble.traceback))
    return "\n".join(visible(line) for line in masked(redacted(text)).split("\n"))


def _lines_to(stream: TextIO) -> Callable[[Message], None]:
    """A closed terminal or pipe must not fail a run."""

    def write(message: Message) -> None:
        with suppress(OSError, ValueError):
            stream.write(message)
            stream.flush()

    return write


class _PrivateFile(RotatingFileHandler):
    """A rotated log file that only its owner may read, and that never fails a run."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8")

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=owner_only)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name that logging calls
        """A full disk is reported by what needs the room, not by the log."""


class _FromLibraries(logging.Handler):
    """Brings what libraries log into this log, where it is made safe."""

    def emit(self, record: logging.LogRecord) -> None:
        """Hand one record over."""
        logger.opt(exception=record.exc_info).bind(logger=record.name).log(record.levelno, "{}", record.getMessage())


_LIBRARIES: Final = _FromLibraries(logging.WARNING)
