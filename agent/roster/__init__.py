"""shops.toml, the operator's roster: read and checked, filled from a table, and written into one.

Every command reads it. What only tables need (columns, filling, merging, writing) is loaded by those who name it.
"""

from agent.roster.reading import load_roster, roster_of
from agent.roster.rows import OwnBrowser, ProxyLine

__all__ = ["OwnBrowser", "ProxyLine", "load_roster", "roster_of"]
