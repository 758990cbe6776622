"""Run a command in a fresh network namespace, in which nothing is up yet, with loopback brought up."""

import fcntl
import os
import socket
import struct
import sys

SET_FLAGS = 0x8914  # SIOCSIFFLAGS
UP_AND_RUNNING = 0x1 | 0x40

with socket.socket() as handle:
    fcntl.ioctl(handle, SET_FLAGS, struct.pack("16sH14x", b"lo", UP_AND_RUNNING))
os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 - the command of a test
