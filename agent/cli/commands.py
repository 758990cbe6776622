"""What `companion` offers; of a call that names a command only that command's module is loaded and built."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_HELP: Final = (
    "Binds and looks after TikTok Shop channel accounts: guarded, once-only, provable.\n\n"
    "Everywhere: --config DIR, --state DIR, --lang zh|en|es, --json, --no-input, --verbose.\n\n"
    "Where something is pressed: --approve ask (a named person agrees first). Where a page wants a person: "
    "--hand-over T (how long somebody is waited for), --no-hand-over."
)
# The modules in the order of the help, each with the commands that it adds.
GROUPS: Final = MappingProxyType(
    {
        "acts": ("check", "bind", "invite", "invitations"),
        "unlink": ("unlink",),
        "replace": ("replace",),
        "promo": ("promo",),
        "appealing": ("appeal",),
        "ticketing": ("ticket",),
        "showcase": ("showcase",),
        "audit": ("audit", "watch"),
        "adopting": ("adopt",),
        "applying": ("apply",),
        "planning": ("plan",),
        "live": ("live",),
        "insights": ("insights",),
        "exporting": ("export",),
        "match": ("match",),
        "health": ("health", "violations"),
        "deadlines": ("deadlines",),
        "approving": ("approvals", "approve", "deny"),
        "settling": ("reconcile",),
        "resting": ("resume",),
        "sessions": ("login", "vault"),
        "working": ("worker",),
        "dashboard": ("dashboard",),
        "books": ("status", "history", "ledger", "forget"),
        "story": ("show",),
        "train": ("train",),
        "doctor": ("doctor",),
        "notify": ("notify",),
        "profiles": ("profile",),
        "rosters": ("roster",),
        "risks": ("accept-risks",),
        "emit": ("emit",),
        "setup": ("init", "demo", "config", "rules", "portal"),
    }
)


def offered(word: str) -> Callable[..., object]:
    """The command line with the command of this name; with all of them where none is called so."""
    named = tuple(module for module, commands in GROUPS.items() if word in commands)
    return _built(named or tuple(GROUPS))


@cache
def _built(modules: tuple[str, ...]) -> Callable[..., object]:
    """What typer makes of all signatures: as much work as many an answer."""
    return typer.main.get_command(app(modules))


def app(modules: Iterable[str] = GROUPS) -> typer.Typer:
    """The commands of these modules."""
    made = typer.Typer(
        name="companion",
        help=_HELP,
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_nothing)  # without it a single command would lose its name
    for module in modules:
        import_module(f".{module}", __package__).add_to(made)
    return made


def _nothing() -> None:
    pass
