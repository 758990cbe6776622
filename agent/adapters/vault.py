"""Sealed sessions: one envelope for each principal, opened by a key that lives elsewhere, or refused."""

from __future__ import annotations

import json
from abc import abstractmethod
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from agent.adapters import files
from agent.adapters.clocks import SystemClock
from agent.adapters.keyfile import create_key, read_key, there
from agent.adapters.redact import register_session
from agent.adapters.sealing import Envelope, Key, looked_at, owner_of, seal, unseal
from agent.errors import Code, MendInput, RestoreState
from agent.ports import Clock, Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

LARGEST: Final = 10 * 1024 * 1024
SUFFIX: Final = ".sealed"


@dataclass(frozen=True, slots=True)
class Label:
    """What may be told of a sealed session; `sequence` counts how often it was replaced."""

    principal: str
    created_at: datetime
    expires_at: datetime | None
    note: str
    sequence: int


class SealedSessions(Vault):
    """What is the same wherever the sealed sessions lie; their key lies in a file in any case."""

    def __init__(self, key_file: Path, clock: Clock | None = None) -> None:
        """Take the key's place; nothing is opened yet."""
        self._key_file = key_file
        self._next_key = key_file.with_name(key_file.name + ".next")
        self._clock = clock or SystemClock()

    @abstractmethod
    def _looking(self) -> AbstractContextManager[None]:
        """See one state; where there is nothing yet nothing is made."""

    @abstractmethod
    def _changing(self, kept: Callable[[], object] = bool) -> AbstractContextManager[None]:
        """Keep everybody else out; `kept` is called once all that was written inside will last."""

    @abstractmethod
    def _names(self) -> Sequence[str]:
        """What there is."""

    @abstractmethod
    def _read(self, name: str) -> bytes | None:
        """An envelope."""

    @abstractmethod
    def _put(self, name: str, blob: bytes, written: Callable[[], object]) -> None:
        """Replace an envelope whole; `written` is called when the new one is written, and not yet in its place."""

    @abstractmethod
    def _drop(self, name: str) -> bool:
        """Delete an envelope; says whether there was one."""

    def load(self, principal: str) -> bytes | None:
        """The session, or None where there is none or its time is up."""
        with self._looking():
            opened = self._opened(_name(principal))
        if opened is None:
            return None
        label, session = opened
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
        """Seal a session over the older one; MendInput(E_INPUT) over 10 MB, and never over one that is not right.

        `mark` is told the labelled points CP20 (written beside the older one) and CP21 (in its place).
        """
        if len(session) > LARGEST:
            raise MendInput(Code.E_INPUT, why="session_too_large", value=len(session), most=LARGEST)
        register_session(session)
        mark = mark or _nobody
        with self._changing(lambda: mark("CP21")):
            before = self._opened(_name(principal))
            sequence = before[0].sequence + 1 if before else 1
            label = Label(principal, self._clock.now(), expires_at, note, sequence)
            self._write(label, session, self._keys()[-1], lambda: mark("CP20"))

    def list(self) -> Sequence[Label]:
        """Whose sessions are kept, by principal; expired ones too."""
        with self._looking():
            return sorted((label for label, _ in self._all()), key=lambda label: label.principal)

    def check(self) -> Sequence[Label]:
        """Prove that the key is there and opens every session; answers whose they are."""
        self._keys()
        return self.list()

    @contextmanager
    def handed_over(self) -> Iterator[Mapping[str, bytes]]:
        """All envelopes as they lie there, by name, proven to open, while nobody else changes one."""
        with self._looking():
            self._all()
            yield {name: blob for name in self._names() if (blob := self._read(name))}

    def forget(self, principal: str) -> bool:
        """Delete a session, whatever state it is in; says whether there was one."""
        with self._changing():
            return self._drop(_name(principal))

    def rotate(self) -> int:
        """Seal every session with a new key, which then takes the old one's place; answers how many there are.

        Wherever it is cut off, both keys are there, every session opens, and the next call goes on.
        """
        with self._changing(self._promote):
            opened = self._all()
            if not there(self._next_key):
                create_key(self._next_key)
            fresh = read_key(self._next_key)
            for label, session in opened:
                self._write(label, session, fresh)
        return len(opened)

    def _promote(self) -> None:
        with files.explained(self._key_file):
            files.put(self._next_key, self._key_file)
            files.sync_folder(self._key_file.parent)

    def _keys(self) -> Sequence[Key]:
        """The key, and the one that is about to follow it while a rotation is under way; the last one seals."""
        found = [path for path in (self._key_file, self._next_key) if there(path)]
        if not found:
            raise RestoreState(Code.E_VAULT_SEALED, path=self._key_file)
        return [read_key(path) for path in found]

    def _all(self) -> Sequence[tuple[Label, bytes]]:
        return [opened for name in self._names() if (opened := self._opened(name))]

    def _opened(self, name: str) -> tuple[Label, bytes] | None:
        blob = self._read(name)
        if blob is None:
            return None
        envelope = looked_at(blob, name)
        if _opaque(envelope.owner) != name.removesuffix(SUFFIX):
            raise RestoreState(Code.E_VAULT_WRONG_SHOP, detail=name)
        return self._unsealed(envelope, name)

    def _unsealed(self, envelope: Envelope, name: str) -> tuple[Label, bytes]:
        told, _, session = unseal(envelope, self._keys(), name).partition(b"\n")
        label = json.loads(told)
        expires = label["expires_at"]
        moments = {
            "created_at": datetime.fromisoformat(label["created_at"]),
            "expires_at": datetime.fromisoformat(expires) if expires else None,
        }
        return Label(**label | moments), session

    def _write(self, label: Label, session: bytes, key: Key, written: Callable[[], object] = bool) -> None:
        told = {
            "principal": label.principal,
            "created_at": label.created_at.isoformat(),
            "expires_at": label.expires_at.isoformat() if label.expires_at else None,
            "note": label.note,
            "sequence": label.sequence,
        }
        content = json.dumps(told).encode() + b"\n" + session
        self._put(_name(label.principal), seal(key, owner_of(label.principal), content), written)


class FileVault(SealedSessions):
    """A folder of sealed sessions; a lock keeps two processes from losing each other's newest one."""

    def __init__(self, folder: Path, key_file: Path, clock: Clock | None = None) -> None:
        """Take the places; nothing is opened yet."""
        super().__init__(key_file, clock)
        self._folder = folder

    @contextmanager
    def _looking(self) -> Iterator[None]:
        with files.locked(self._folder / "lock") if there(self._folder) else nullcontext():
            yield

    @contextmanager
    def _changing(self, kept: Callable[[], object] = bool) -> Iterator[None]:
        files.private_folder(self._folder)
        with files.locked(self._folder / "lock"):
            yield
            kept()

    def _names(self) -> Sequence[str]:
        return sorted(path.name for path in self._folder.glob(f"[!.]*{SUFFIX}"))

    def _read(self, name: str) -> bytes | None:
        path = self._folder / name
        if not there(path):
            return None
        with files.explained(path):
            files.refuse_shared(path)
            return path.read_bytes()

    def _put(self, name: str, blob: bytes, written: Callable[[], object]) -> None:
        path = self._folder / name
        with files.explained(path):
            self._sweep(path)
        files.write_private(path, blob, written)

    def _drop(self, name: str) -> bool:
        path = self._folder / name
        if not there(path):
            return False
        with files.explained(path):
            path.unlink()
            self._sweep(path)
            files.sync_folder(self._folder)
        return True

    def _sweep(self, path: Path) -> None:
        """Remove what a killed process left half-written beside a session."""
        for left in self._folder.glob(f".{path.name}.*"):
            left.unlink()


def _nobody(_point: str) -> None:
    """Nobody is told."""


def _name(principal: str) -> str:
    return _opaque(owner_of(principal)) + SUFFIX


def _opaque(owner: bytes) -> str:
    return owner.hex()[:32]
