"""One envelope: who owns it and which key opens it stand outside in clear, everything else is sealed with AES-GCM.

    magic 8 | key id 8 | owner 32 | nonce 12 | checksum 8 | ciphertext and tag

The first four are authenticated with the content. The checksum tells a damaged envelope from one of another owner or
key; it is no protection of its own.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from agent.errors import Code, RestoreState

if TYPE_CHECKING:
    from collections.abc import Iterable

_MAGIC: Final = b"CCVAULT1"
_ID, _OWNER, _NONCE, _CHECK = 8, 32, 12, 8
_HEADER: Final = len(_MAGIC) + _ID + _OWNER + _NONCE
KEY_SIZE: Final = 32
OUTSIDE: Final = _HEADER + _CHECK


@dataclass(frozen=True, slots=True)
class Key:
    """32 secret bytes, never shown."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> bytes:
        """Which key this is, without telling anything of it."""
        return sha256(b"channel companion vault key" + self.secret).digest()[:_ID]


def owner_of(principal: str) -> bytes:
    """A principal as it stands outside on an envelope."""
    return sha256(principal.encode()).digest()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed content that was looked at from outside."""

    header: bytes
    content: bytes

    @property
    def key_id(self) -> bytes:
        """The key that opens it."""
        return self.header[len(_MAGIC) :][:_ID]

    @property
    def owner(self) -> bytes:
        """Whose it is."""
        return self.header[len(_MAGIC) + _ID :][:_OWNER]


def seal(key: Key, owner: bytes, content: bytes) -> bytes:
    """Seal a content for its owner."""
    nonce = secrets.token_bytes(_NONCE)
    header = _MAGIC + key.id + owner + nonce
    return header + _checksum(header) + AESGCM(key.secret).encrypt(nonce, content, header)


def looked_at(blob: bytes, name: str) -> Envelope:
    """Read the outside of an envelope; RestoreState(E_VAULT_TAMPERED) where it is damaged."""
    header, check, content = blob[:_HEADER], blob[_HEADER:][:_CHECK], blob[_HEADER + _CHECK :]
    if not header.startswith(_MAGIC) or check != _checksum(header):
        raise RestoreState(Code.E_VAULT_TAMPERED, detail=name)
    return Envelope(header, content)


def unseal(envelope: Envelope, keys: Iterable[Key], name: str) -> bytes:
    """Open an envelope; RestoreState(E_VAULT_SEALED) without its key, E_VAULT_TAMPERED where a byte is another one."""
    key = next((one for one in keys if one.id == envelope.key_id), None)
    if key is None:
        raise RestoreState(Code.E_VAULT_SEALED, detail="another_key", value=name)
    try:
        return AESGCM(key.secret).decrypt(envelope.header[-_NONCE:], envelope.content, envelope.header)
    except InvalidTag:
        raise RestoreState(Code.E_VAULT_TAMPERED, detail=name) from None


def _checksum(header: bytes) -> bytes:
    return sha256(header).digest()[:_CHECK]
