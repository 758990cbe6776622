"""What a file that is to be sent may be called: a name is read by people and by machines, and must mislead neither."""

from __future__ import annotations

import unicodedata
from typing import Final

from agent.domain.identity import names_a_device
from agent.domain.upload import FileKind

LONGEST: Final = 80
_ENDINGS: Final = {"png": FileKind.PNG, "jpg": FileKind.JPG, "jpeg": FileKind.JPG, "pdf": FileKind.PDF}
_FORBIDDEN: Final = frozenset('/\\:*?"<>|%')
# Endings that a program somewhere acts on: before the last one they are there to mislead.
_ACTED_ON: Final = frozenset(
    """
    png jpg jpeg pdf gif svg webp html htm xhtml js mjs vbs php jsp asp aspx exe com bat cmd scr msi dll jar apk app
    sh py rb pl ps1 lnk url zip rar 7z gz tar iso doc docm docx xls xlsm xlsx ppt pptx rtf eml swf hta
    """.split()  # noqa: SIM905 - a list to read, not code
)


def objection(name: str) -> str:
    """Why a name will not do, as a key of the words; empty where nothing is against it."""
    stem, _, _ = name.rpartition(".")
    if not unicodedata.is_normalized("NFC", name) or any(map(_is_odd, name)) or name.strip(" .") != name:
        return "upload_name"
    if len(name) > LONGEST:
        return "upload_name_long"
    if kind_of(name) is None or not stem:
        return "upload_type"
    if names_a_device(stem.partition(".")[0]):
        return "upload_name"
    before = stem.casefold().split(".")[1:]
    return "upload_double" if _ACTED_ON.intersection(one.strip() for one in before) else ""


def kind_of(name: str) -> FileKind | None:
    """What the ending says that it is."""
    return _ENDINGS.get(name.rpartition(".")[2].casefold())


def _is_odd(char: str) -> bool:
    """Control and format signs, half characters, strange spaces, and what is part of an address or a command."""
    return char in _FORBIDDEN or unicodedata.category(char)[0] == "C" or (char.isspace() and char != " ")
