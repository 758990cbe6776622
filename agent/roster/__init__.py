"""shops.toml, the operator's roster: read and checked, filled from a table, and written into one."""

from agent.roster.columns import CHOSEN, ROSTER
from agent.roster.filling import notes, sheets_of
from agent.roster.merging import Change, Merged, merged
from agent.roster.reading import load_roster, roster_of
from agent.roster.rows import OwnBrowser, ProxyLine
from agent.roster.writing import written

__all__ = [
    "CHOSEN",
    "ROSTER",
    "Change",
    "Merged",
    "OwnBrowser",
    "ProxyLine",
    "load_roster",
    "merged",
    "notes",
    "roster_of",
    "sheets_of",
    "written",
]
