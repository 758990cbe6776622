"""Portal profiles: what a portal calls things, as data."""

from agent.profile.examined import Examined, examine
from agent.profile.faults import LANGUAGES, REQUIRED
from agent.profile.reader import load_portal
from agent.profile.wanted import every_key, shown_keys, wanted

__all__ = ["LANGUAGES", "REQUIRED", "Examined", "every_key", "examine", "load_portal", "shown_keys", "wanted"]
