"""Every Python with this folder on PYTHONPATH talks to loopback only: the wall where no namespace can be had."""

import socket
import sys
from typing import Any

LOOPBACK = ("127.", "::1", "localhost")


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Let nothing out but loopback and local sockets."""
    leaves = event == "socket.connect" and arguments[0].family in (socket.AF_INET, socket.AF_INET6)
    if leaves and not str(arguments[1][0]).startswith(LOOPBACK):
        raise PermissionError(event)


sys.addaudithook(refuse)
