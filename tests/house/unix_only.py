"""What Windows has not, and where code asks for it without having asked first which system it runs on."""

from __future__ import annotations

import ast
from collections.abc import Iterator

MODULES = ("crypt", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty")
LACKING = {
    "os": {
        *("chown", "chroot", "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getgroups"),
        *("getloadavg", "getpgid", "getpgrp", "getsid", "getuid", "killpg", "lchown", "mkfifo", "mknod", "nice"),
        *("openpty", "posix_spawn", "pread", "pwrite", "sched_getaffinity", "sendfile", "setegid", "seteuid"),
        *("setgid", "setpgid", "setpriority", "setsid", "setuid", "statvfs", "sync", "uname", "wait", "wait3", "wait4"),
    },
    "signal": {
        *("SIGALRM", "SIGCHLD", "SIGCONT", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGSTOP", "SIGTSTP", "SIGUSR1"),
        *("alarm", "pause", "pthread_kill", "setitimer", "siginterrupt", "sigpending", "sigwait"),
    },
    "time": {"clock_getres", "clock_gettime", "clock_settime", "pthread_getcpuclockid", "tzset"},
}
ON_A_LOOP = {"add_signal_handler", "remove_signal_handler"}  # there everywhere, and on Windows not to be had
ASKS = ("sys.platform", "hasattr(")


def unguarded(tree: ast.AST) -> list[str]:
    """Every use of such a thing that no test of the system stands before."""
    found, left = list[str](), [tree]
    while left:
        node = left.pop()
        found += _uses(node)
        left += _parts(node)
    return found


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a piece of code but for those that run only after the system was asked for."""
    match node:
        case ast.If(test=first) | ast.IfExp(test=first) | ast.BoolOp(values=[first, *_]) if _asks(first):
            yield first
        case _:
            yield from ast.iter_child_nodes(node)


def _asks(test: ast.expr) -> bool:
    return ast.unparse(test).startswith(ASKS)


def _uses(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names):
            yield from (one.name for one in names if one.name in MODULES)
        case ast.ImportFrom(module=str(module), names=names):
            lacking = LACKING.get(module, set())
            yield from (one.name for one in names if module in MODULES or one.name in lacking)
        case ast.Attribute(value=ast.Name(id=module), attr=name) if name in LACKING.get(module, ()):
            yield f"{module}.{name}"
        case ast.Attribute(attr=name) if name in ON_A_LOOP:
            yield name
        case ast.Attribute(value=ast.Name(id="os"), attr="name"):
            yield "os.name"  # the type checker understands sys.platform alone
