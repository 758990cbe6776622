"""What is told of creators in files, and by which numbers of the operator's they are matched with a shop."""

from agent.matching.columns import TOLD, Told
from agent.matching.reading import gather
from agent.matching.recipes import Matching, load_matching

__all__ = ["TOLD", "Matching", "Told", "gather", "load_matching"]
