"""The file with the vault's key: read by its owner alone, and made once."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from agent.adapters import files
from agent.adapters.redact import register_secret
from agent.adapters.sealing import KEY_SIZE, Key
from agent.errors import Code, MendInput, RestoreState

if TYPE_CHECKING:
    from pathlib import Path


def there(path: Path) -> bool:
    """Whether there is a file; MendHost(E_PERMISSION) where nobody can look."""
    with files.explained(path):
        return path.exists()


def create_key(path: Path) -> None:
    """Make a new key, 64 hexadecimal digits that only the owner may read; MendInput(E_INPUT) where there is one."""
    if there(path):
        raise MendInput(Code.E_INPUT, file=path, why="key_exists")
    files.private_folder(path.parent)
    files.write_private(path, f"{secrets.token_hex(KEY_SIZE)}\n".encode())
    files.leave_to_owner(path)  # its folder may be an older one that others can read


def read_key(path: Path) -> Key:
    """The key; RestoreState(E_VAULT_SEALED) where the file holds none, MendHost where others may read it."""
    with files.explained(path):
        files.refuse_shared(path)
        text = path.read_bytes().strip()
    try:
        register_secret(text.decode("ascii"))
        secret = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != KEY_SIZE:
        raise RestoreState(Code.E_VAULT_SEALED, path=path)
    return Key(secret)
