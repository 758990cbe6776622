"""A job as the public JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agent.domain.jobs import Job

_TOLD = ("shop", "task", "handle", "state", "due_at", "tries", "code", "note")


def job_object(job: Job) -> dict[str, Any]:
    """What a machine is told about it."""
    return {name: getattr(job, name) for name in _TOLD}
