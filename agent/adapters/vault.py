"""Sealed sessions: one file per principal, opened by a key that lives elsewhere, refused when anything is not right."""

from __future__ import annotations

import json
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.adapters import files
from agent.adapters.clocks import SystemClock
from agent.adapters.redact import register_secret, register_session
from agent.adapters.sealing import KEY_SIZE, Envelope, Key, looked_at, owner_of, seal, unseal
from agent.errors import Code, MendInput, RestoreState
from agent.ports import Clock, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

LARGEST: Final = 10 * 1024 * 1024
_SUFFIX: Final = ".sealed"


@dataclass(frozen=True, slots=True)
class Label:
    """What may be told of a sealed session; `sequence` counts how often it was replaced."""

    principal: str
    created_at: datetime
    expires_at: datetime | None
    note: str
    sequence: int


class FileVault(Vault):
    """A folder of sealed sessions; a lock keeps two processes from losing each other's newest one."""

    def __init__(self, folder: Path, key_file: Path, clock: Clock | None = None) -> None:
        """Take the places; nothing is opened yet."""
        self._folder = folder
        self._key_file = key_file
        self._next_key = key_file.with_name(key_file.name + ".next")
        self._clock = clock or SystemClock()

    def load(self, principal: str) -> bytes | None:
        """The session, or None where there is none or its time is up."""
        path = self._path(principal)
        if not _there(path):
            return None
        with self._alone():
            label, session = self._opened(path)
        register_session(session)
        expired = label.expires_at is not None and label.expires_at <= self._clock.now()
        return None if expired else session

    def save(
        self,
        principal: str,
        session: bytes,
        expires_at: datetime | None = None,
        note: str = "",
        mark: Callable[[str], None] | None = None,
    ) -> None:
        """Seal a session over the older one; MendInput(E_INPUT) over 10 MB, and never over a file that is not right.

        `mark` is told the labelled points CP20 (written beside the older one) and CP21 (in its place).
        """
        if len(session) > LARGEST:
            raise MendInput(Code.E_INPUT, why="session_too_large", value=len(session), most=LARGEST)
        register_session(session)
        files.private_folder(self._folder)
        path = self._path(principal)
        with self._alone():
            sequence = self._opened(path)[0].sequence + 1 if _there(path) else 1
            label = Label(principal, self._clock.now(), expires_at, note, sequence)
            self._write(path, label, session, self._keys()[-1], mark)

    def list(self) -> Sequence[Label]:
        """Whose sessions are kept, by principal; expired ones too."""
        if not _there(self._folder):
            return []
        with self._alone():
            return sorted((self._opened(path)[0] for path in self._paths()), key=lambda label: label.principal)

    def check(self) -> Sequence[Label]:
        """Prove that the key is there and opens every session; answers whose they are."""
        self._keys()
        return self.list()

    def forget(self, principal: str) -> bool:
        """Delete a session, whatever state it is in; says whether there was one."""
        path = self._path(principal)
        if not _there(path):
            return False
        with self._alone(), files.explained(path):
            path.unlink()
            self._sweep(path)
            files.sync_folder(self._folder)
        return True

    def rotate(self) -> int:
        """Seal every session with a new key, which then takes the old one's place; answers how many there are.

        Wherever it is cut off, both keys are there, every session opens, and the next call goes on.
        """
        files.private_folder(self._folder)
        with self._alone():
            opened = [(path, *self._opened(path)) for path in self._paths()]
            if not _there(self._next_key):
                create_key(self._next_key)
            fresh = _read_key(self._next_key)
            for path, label, session in opened:
                self._write(path, label, session, fresh)
            with files.explained(self._key_file):
                files.put(self._next_key, self._key_file)
                files.sync_folder(self._key_file.parent)
        return len(opened)

    def _sweep(self, path: Path) -> None:
        """Remove what a killed process left half-written beside a session."""
        for left in self._folder.glob(f".{path.name}.*"):
            left.unlink()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with files.locked(self._folder / "lock"):
            yield

    def _path(self, principal: str) -> Path:
        return self._folder / (_opaque(owner_of(principal)) + _SUFFIX)

    def _paths(self) -> Sequence[Path]:
        return sorted(self._folder.glob(f"[!.]*{_SUFFIX}"))

    def _keys(self) -> Sequence[Key]:
        """The key, and the one that is about to follow it while a rotation is under way; the last one seals."""
        there = [path for path in (self._key_file, self._next_key) if _there(path)]
        if not there:
            raise RestoreState(Code.E_VAULT_SEALED, path=self._key_file)
        return [_read_key(path) for path in there]

    def _opened(self, path: Path) -> tuple[Label, bytes]:
        with files.explained(path):
            files.refuse_shared(path)
            blob = path.read_bytes()
        envelope = looked_at(blob, path.name)
        if _opaque(envelope.owner) != path.name.removesuffix(_SUFFIX):
            raise RestoreState(Code.E_VAULT_WRONG_SHOP, detail=path.name)
        return self._unsealed(envelope, path.name)

    def _unsealed(self, envelope: Envelope, name: str) -> tuple[Label, bytes]:
        told, _, session = unseal(envelope, self._keys(), name).partition(b"\n")
        label = json.loads(told)
        expires = label["expires_at"]
        moments = {
            "created_at": datetime.fromisoformat(label["created_at"]),
            "expires_at": datetime.fromisoformat(expires) if expires else None,
        }
        return Label(**label | moments), session

    def _write(
        self, path: Path, label: Label, session: bytes, key: Key, mark: Callable[[str], None] | None = None
    ) -> None:
        told = {
            "principal": label.principal,
            "created_at": label.created_at.isoformat(),
            "expires_at": label.expires_at.isoformat() if label.expires_at else None,
            "note": label.note,
            "sequence": label.sequence,
        }
        content = json.dumps(told).encode() + b"\n" + session
        with files.explained(path):
            self._sweep(path)
        files.write_private(path, seal(key, owner_of(label.principal), content), lambda: mark and mark("CP20"))
        if mark:
            mark("CP21")


def _there(path: Path) -> bool:
    with files.explained(path):
        return path.exists()


def _opaque(owner: bytes) -> str:
    return owner.hex()[:32]


def create_key(path: Path) -> None:
    """Make a new key, 64 hexadecimal digits that only the owner may read; MendInput(E_INPUT) where there is one."""
    if _there(path):
        raise MendInput(Code.E_INPUT, file=path, why="key_exists")
    files.private_folder(path.parent)
    files.write_private(path, f"{secrets.token_hex(KEY_SIZE)}\n".encode())
    files.leave_to_owner(path)  # its folder may be an older one that others can read


def _read_key(path: Path) -> Key:
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
