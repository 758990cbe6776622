"""Writes what a scheduler wants to read: units, a crontab, a task, a property list, a CronJob."""

from agent.adapters.schedulers.rendering import File, rendered
from agent.adapters.schedulers.rounds import At, Every, Round, When

__all__ = ["At", "Every", "File", "Round", "When", "rendered"]
