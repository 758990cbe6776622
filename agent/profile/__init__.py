"""Portal profiles: what a portal calls things, as data."""

from agent.profile.examined import Examined, examine
from agent.profile.faults import REQUIRED
from agent.profile.reader import load_portal

__all__ = ["REQUIRED", "Examined", "examine", "load_portal"]
