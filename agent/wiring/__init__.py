"""From settings to a desk: the only room that names concrete classes."""

from agent.wiring.desks import Desks, desks, user
from agent.wiring.house import House, NoPace
from agent.wiring.pages import pages, tabs

__all__ = ["Desks", "House", "NoPace", "desks", "pages", "tabs", "user"]
