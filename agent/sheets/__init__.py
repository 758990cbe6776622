"""Tables that people fill in: headers in three languages, cells read by what their column takes, troubles by cell."""

from agent.sheets.columns import Column, Form, Sort, Vocabulary, bare
from agent.sheets.lines import Given, Line, Reading, Trouble, read_sheets

__all__ = [
    "Column",
    "Form",
    "Given",
    "Line",
    "Reading",
    "Sort",
    "Trouble",
    "Vocabulary",
    "bare",
    "read_sheets",
]
