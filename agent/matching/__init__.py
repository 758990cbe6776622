"""What is told of creators in files, and by which numbers of the operator's they are matched with a shop."""

from agent.matching.columns import TOLD, Told
from agent.matching.reading import gather
from agent.matching.recipes import Matching, load_matching
from agent.matching.site import flat, gather_site

__all__ = ["TOLD", "Matching", "Told", "flat", "gather", "gather_site", "load_matching"]
