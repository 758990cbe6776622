"""Portal profiles: what a portal calls things, as data."""

from agent.profile.faults import REQUIRED
from agent.profile.reader import load_portal

__all__ = ["REQUIRED", "load_portal"]
