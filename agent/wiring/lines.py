"""The fixed network line of a login: named in the roster, its secret in the environment, never in a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from agent.adapters.redact import register_secret

if TYPE_CHECKING:
    from agent.domain.roster import Login

_VARIABLE: Final = "COMPANION_PROXY_SECRET_"  # and the login's id: NAME:PASSWORD


def with_a_secret() -> frozenset[str]:
    """The ids of the logins whose line has a secret."""
    return frozenset(name.removeprefix(_VARIABLE) for name, value in os.environ.items() if value)


def proxy_line(login: Login) -> dict[str, str] | None:
    """Playwright's settings of a login's line, if it names one."""
    if not login.proxy:
        return None
    secret = os.environ.get(f"{_VARIABLE}{login.id}", "")
    username, _, password = secret.partition(":")
    for part in (secret, password):
        register_secret(part)
    # Apart from the address: a secret inside it is never sent as Proxy-Authorization.
    return {"server": login.proxy} | ({"username": username, "password": password} if secret else {})
