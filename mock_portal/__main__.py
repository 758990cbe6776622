"""`python -m mock_portal`: start the portal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mock_portal.gate import Counting
from mock_portal.process import NEWEST_HTTP, Options, run

if TYPE_CHECKING:
    from argparse import _ArgumentGroup

EXAMPLE = Path(__file__).parent / "worlds" / "example.toml"
_CERTIFICATES = ("good", "expired", "wrong-host")


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="python -m mock_portal",
        description="An offline twin of a seller center: prints one line of JSON with its address once it is ready, "
        "and runs until SIGTERM or Ctrl-C.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    _where(parser.add_argument_group("where it listens"))
    _what(parser.add_argument_group("what it is like"))
    _files(parser.add_argument_group("files"))
    given = vars(parser.parse_args(arguments))
    given["latency"] = given.pop("latency_ms") / 1000
    return Options(**given)


def _where(group: _ArgumentGroup) -> None:
    group.add_argument("--host", default="127.0.0.1", help="address of both ports")
    group.add_argument("--port", type=int, default=0, help="the site; 0 takes any free one")
    group.add_argument("--control-port", type=int, default=0, help="the trainer's desk and its calls; 0 takes any")
    group.add_argument(
        "--tls", nargs="?", const="good", choices=_CERTIFICATES, help="serve HTTPS, with this kind of certificate"
    )
    group.add_argument(
        "--tls-name", action="append", default=[], metavar="HOST", help="a further name that the certificate is for"
    )
    group.add_argument("--http", type=int, choices=(1, NEWEST_HTTP), default=NEWEST_HTTP, help="newest HTTP over TLS")


def _what(group: _ArgumentGroup) -> None:
    group.add_argument("--world", type=Path, default=EXAMPLE, metavar="FILE", help="TOML: who and what there is")
    group.add_argument("--seed", type=int, default=1, help="the same seed gives the same numbers and the same luck")
    group.add_argument(
        "--skin", default="", metavar="NAME", help="other labels, order, widgets: a folder of skins/, or random:SEED"
    )
    group.add_argument("--latency-ms", type=float, default=0, help="what every page and call takes at least")
    group.add_argument(
        "--counting",
        type=Counting,
        choices=list(Counting),
        default=Counting.NAIVE,
        help="naive: every POST counts; nonce: each form's one-time token counts once",
    )


def _files(group: _ArgumentGroup) -> None:
    group.add_argument(
        "--ready-file", type=Path, metavar="FILE", help="where to write addresses and token, for you alone"
    )
    group.add_argument(
        "--effects-file", type=Path, metavar="FILE", help="every effect is on this disk before its answer"
    )


def main() -> None:
    """Run the portal and exit with its code."""
    sys.exit(run(_options(sys.argv[1:])))


if __name__ == "__main__":
    main()
