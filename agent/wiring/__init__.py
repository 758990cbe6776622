"""From settings to a desk: the only room that names concrete classes."""

from agent.wiring.desks import Desks, desks, user
from agent.wiring.house import House, NoPace
from agent.wiring.pages import anywhere, pages, tabs

__all__ = ["Desks", "House", "NoPace", "anywhere", "desks", "pages", "tabs", "user"]
