"""`python -m mock_portal`: start the portal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mock_portal.process import Options, run

EXAMPLE = Path(__file__).parent / "worlds" / "example.toml"


def _options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="mock_portal", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port")
    parser.add_argument("--control-port", type=int, default=0)
    parser.add_argument("--world", type=Path, default=EXAMPLE, metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--latency-ms", type=float, default=0)
    parser.add_argument("--ready-file", type=Path, metavar="FILE", help="where to write origin, control and token")
    parser.add_argument(
        "--effects-file", type=Path, metavar="FILE", help="every effect is on this disk before its answer"
    )
    given = vars(parser.parse_args(arguments))
    given["latency"] = given.pop("latency_ms") / 1000
    return Options(**given)


def main() -> None:
    """Run the portal and exit with its code."""
    sys.exit(run(_options(sys.argv[1:])))


if __name__ == "__main__":
    main()
