"""Sealed sessions in a table: the same envelopes as in files, in the database that the machines share."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, delete, func, insert, select

from agent.adapters.ledger_sql.opening import require_ledger
from agent.adapters.ledger_sql.schema import sealed
from agent.adapters.ledger_sql.server import VAULT_LOCK, ServerDatabase
from agent.adapters.sealing import OUTSIDE, looked_at
from agent.adapters.vault import SealedSessions
from agent.errors import Code, RestoreState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from agent.ports import Clock

_ONE: Final = select(sealed.c.envelope).where(sealed.c.name == bindparam("its_name"))
_OUTSIDES: Final = select(sealed.c.name, func.substr(sealed.c.envelope, 1, OUTSIDE)).order_by(sealed.c.name)
_DROP: Final = delete(sealed).where(sealed.c.name == bindparam("its_name"))


class TableVault(SealedSessions):
    """A table of sealed sessions; each call has a connection of its own, for it is rare and must not keep up a claim.

    Every machine has the key in a file of its own. One with another key reads nothing and adds nothing.
    """

    _connection: Connection

    def __init__(self, url: str, key_file: Path, clock: Clock | None = None) -> None:
        """Take the places; nothing is opened yet."""
        super().__init__(key_file, clock)
        self._url = url

    @contextmanager
    def _looking(self) -> Iterator[None]:
        with closing(ServerDatabase(self._url)) as database, database.reading() as self._connection:
            require_ledger(self._connection, self._url)
            yield

    @contextmanager
    def _changing(self, kept: Callable[[], object] = bool) -> Iterator[None]:
        with closing(ServerDatabase(self._url, lock=VAULT_LOCK)) as database, database.writing() as self._connection:
            require_ledger(self._connection, self._url)
            yield
        kept()

    def _names(self) -> Sequence[str]:
        return [name for name, _ in self._connection.execute(_OUTSIDES)]

    def _read(self, name: str) -> bytes | None:
        blob: bytes | None = self._connection.scalars(_ONE, {"its_name": name}).one_or_none()
        if blob is not None:
            self._require_one_of(self._our_keys(), name, blob)
        return blob

    def _put(self, name: str, blob: bytes, written: Callable[[], object]) -> None:
        if not self._drop(name):
            self._require_our_keys()
        self._connection.execute(insert(sealed), {"name": name, "envelope": blob})
        written()

    def _drop(self, name: str) -> bool:
        return bool(self._connection.execute(_DROP, {"its_name": name}).rowcount)

    def _require_our_keys(self) -> None:
        """Add nothing to what another machine sealed with another key; what is replaced was read before."""
        ours = self._our_keys()
        for name, outside in self._connection.execute(_OUTSIDES):
            self._require_one_of(ours, name, outside)

    def _our_keys(self) -> frozenset[bytes]:
        return frozenset(key.id for key in self._keys())

    def _require_one_of(self, ours: frozenset[bytes], name: str, blob: bytes) -> None:
        if looked_at(blob, name).key_id not in ours:
            raise RestoreState(Code.E_VAULT_SEALED, path=self._key_file, detail="fleets_key", value=name)
