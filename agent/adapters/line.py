"""The network line of a login that has none of its own: straight to the portal, and to nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.portal import Origin

if TYPE_CHECKING:
    from agent.domain.portal import Portal

_DEAD_END = "http://127.0.0.1:0"  # no port: nothing can ever listen there


def nowhere_but(portal: Portal) -> dict[str, str]:
    """Playwright's proxy settings that reach the portal's origins and its echoes, and nothing else in the world.

    The wall rules over requests; sockets of workers and what a browser fetches ahead pass no wall but take the line.
    """
    ends = {*portal.allowed, *filter(None, map(Origin.of, portal.echoes))}
    # Chromium reads "host:port" as exactly that; Playwright's own requests know only the form with a dot before it.
    ways = {end.place for end in ends} | {f".{end.place.removesuffix(f':{end.port}')}" for end in ends}
    return {"server": _DEAD_END, "bypass": ",".join(sorted(ways))}
