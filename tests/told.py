"""What a person reads of how something ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.cli.acts import tell_record
from agent.errors import CompanionError
from agent.words import Words

if TYPE_CHECKING:
    import pytest

    from agent.domain.record import Record


def told(error: CompanionError, language: str = "en") -> str:
    """The first of an error's three lines."""
    return Words.load((), language)(f"error.{error.code}.what", **error.params)


def read_by_a_person(record: Record, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command prints on stderr about a record: three lines at most."""
    capsys.readouterr()
    tell_record(record, "run", "")
    lines = capsys.readouterr().err
    assert lines.count("\n") <= 3
    return lines


def all_that_is_told(record: Record, capsys: pytest.CaptureFixture[str]) -> str:
    """Everything that the command prints about a record: how it ended, why, and what a person does next."""
    capsys.readouterr()
    tell_record(record, "run", "")
    told = capsys.readouterr()
    return told.out + told.err
