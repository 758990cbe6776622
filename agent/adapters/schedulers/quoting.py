"""Words and values as each scheduler's file wants them written, whatever signs stand in a path."""

from __future__ import annotations

import json
import shlex
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def rest_of_line(value: object) -> str:
    """What takes the rest of a line in a unit as it is."""
    return str(value).replace("%", "%%")


def in_unit(value: object) -> str:
    """A word or path in a systemd unit."""
    text = rest_of_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"' if any(sign in text for sign in " \"'\\;#") else text


def in_exec(words: Iterable[str]) -> str:
    """The words of a command in a unit, where a dollar sign would begin a variable too."""
    return " ".join(in_unit(word).replace("$", "$$") for word in words)


def in_crontab(words: Iterable[str]) -> str:
    """The words of a command in a crontab, where % would end the line."""
    return shlex.join(words).replace("%", "\\%")


def on_windows(words: Iterable[str]) -> str:
    """Words as Windows programs take their one command line apart."""
    return subprocess.list2cmdline(list(words))


def in_yaml(value: object) -> str:
    """A text or a list of texts: JSON is YAML too."""
    return json.dumps(value, ensure_ascii=False)
