"""The tests of a shared ledger need a server's programs, and nothing of the system's own."""

from __future__ import annotations

import pytest
from pretend import Pretend

from start import NO_POSTGRES, bring_postgres

pytestmark = pytest.mark.fast

INITDB = "/usr/lib/postgresql/15/bin/initdb"


@pytest.mark.parametrize("place", [INITDB, "/bin/initdb"])
def test_what_is_there_is_not_installed(place: str) -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get", place})

    bring_postgres(pretend.machine)

    assert (pretend.ran, pretend.said) == ([], [])


def test_root_on_debian_gets_it_without_a_cluster_of_the_system() -> None:
    pretend = Pretend(is_root=True, files={"/bin/apt-get"}, brings={"recommends postgresql": INITDB})

    bring_postgres(pretend.machine)

    first, off, then, on = pretend.ran
    assert first.endswith("--no-install-recommends postgresql-common")
    assert then.endswith("--no-install-recommends postgresql")
    assert (off, on) == tuple(
        f"pg_conftool /etc/postgresql-common/createcluster.conf {word}"
        for word in ("set create_main_cluster off", "remove create_main_cluster")
    )
    assert NO_POSTGRES not in pretend.said


@pytest.mark.parametrize(
    "pretend",
    [
        Pretend(files={"/bin/apt-get"}),
        Pretend(is_root=True),
        Pretend(system="win32"),
        Pretend(is_root=True, files={"/bin/apt-get"}, fails={"install"}),
    ],
    ids=["nobody but root", "no Debian", "Windows", "no way to the packages"],
)
def test_elsewhere_one_line_says_what_is_skipped(pretend: Pretend) -> None:
    bring_postgres(pretend.machine)

    assert pretend.said.count(NO_POSTGRES) == 1
    assert pretend.count("pg_conftool") == 0
