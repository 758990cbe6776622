"""A PostgreSQL server of the tests' own, from the system's packages; the system's own cluster is never touched."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

PACKAGES = Path("/usr/lib/postgresql")
WHY_NOT = "no PostgreSQL here (Debian, Ubuntu: apt-get install postgresql), or psycopg is missing"
# Whoever is called `locked` has to know a password; all others are let in.
ACCESS = """
local all all trust
host all locked 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
EMPTYING = """
SET search_path = companion;
DO $$ DECLARE one text; BEGIN
  FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'companion' AND tablename <> 'companion_schema' LOOP
    EXECUTE format('DELETE FROM %I', one);
  END LOOP;
END $$;
ALTER SEQUENCE event_seq_seq RESTART;
"""


def programs() -> Path | None:
    """Where the newest version's programs are."""
    found = sorted(PACKAGES.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    beside = shutil.which("initdb")
    return found[-1].parent if found else Path(beside).resolve().parent if beside else None


class Server:
    """One cluster on a port of its own, owned by whoever may: its programs refuse to run as root."""

    def __init__(self, bin_: Path, folder: Path) -> None:
        self.bin, self.folder, self.port = bin_, folder, free_port()
        self._user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
        if self._user:
            shutil.chown(folder, "postgres", "postgres")
        self._made = 0

    def create(self, *options: str) -> None:
        self._run("initdb", "-D", str(self.data), "-U", "keeper", "-E", "UTF8", "--no-sync", *options)
        (self.data / "pg_hba.conf").write_text(ACCESS)
        settings = {
            "port": self.port,
            "listen_addresses": "'127.0.0.1'",
            "unix_socket_directories": f"'{self.folder}'",
            "max_connections": 40,
            "shared_buffers": "16MB",
        }
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    def restart(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "-l", str(self.folder / "log"), "restart")

    def url(self, database: str, user: str = "desk") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def told(self, statement: str, database: str = "postgres") -> list[Any]:
        """What the keeper is answered."""
        import psycopg

        with psycopg.connect(self.url(database, "keeper"), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]  # a test's own words
            return cursor.fetchall() if cursor.description else []

    def new_database(self, like: str = "template1") -> str:
        """The address of a database that no other test has."""
        self._made += 1
        name = f"test_{self._made}"
        self.told(f"CREATE DATABASE {name} OWNER desk TEMPLATE {like}")
        return self.url(name)

    def cut_off(self, whom: str = "companion") -> int:
        """End everybody's connections, as a failing network does; answers how many."""
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}'"
        return len(self.told(ended.format(whom)))

    def _run(self, program: str, *words: str) -> None:
        ran = subprocess.run(
            [str(self.bin / program), *words],
            cwd="/",
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            **self._user,  # type: ignore[call-overload]
        )
        assert ran.returncode == 0, ran.stderr


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty ledger in the database `ledger`, to be copied, and in `shared`, to be emptied."""
    pytest.importorskip("psycopg", reason=WHY_NOT)
    bin_ = programs()
    if bin_ is None or os.name == "nt":
        pytest.skip(WHY_NOT)
    from agent.adapters.ledger_sql import create_ledger

    with tempfile.TemporaryDirectory(prefix="companion-pg-", ignore_cleanup_errors=True) as folder:
        server = Server(bin_, Path(folder))
        server.create()
        server.start()
        try:
            server.told("CREATE ROLE desk LOGIN")
            server.told("CREATE ROLE locked LOGIN PASSWORD 'open sesame'")
            server.told("CREATE DATABASE ledger OWNER desk")
            create_ledger(server.url("ledger"))
            server.told("CREATE DATABASE shared OWNER desk TEMPLATE ledger")
            yield server
        finally:
            server.stop()
