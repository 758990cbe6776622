"""Spreadsheet files written sign by sign, with the quirks of the programs that leave them; and how they are read."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence
from html import escape
from pathlib import Path
from zipfile import ZipFile

from agent.adapters.tables import read_table
from agent.roster.columns import ROSTER
from agent.roster.merging import Merged, merged
from agent.sheets import Vocabulary, read_sheets
from agent.tomlfile import default_folder
from agent.words import LANGUAGES, Words

WORDS = Vocabulary.of(ROSTER, [Words.load((), language) for language in LANGUAGES])
EXAMPLE = (default_folder() / "shops.toml").read_text("utf-8")
CASA = "Casa Aurora MX"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_TYPES = f"""<Types xmlns="{_PACKED}/content-types"><Default Extension="xml" ContentType="application/xml"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
_STYLES = f"""<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts>
<fills count="1"><fill><patternFill/></fill></fills>
<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"""


def text(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(said)}</t></is></c>'


def shared(place: str, index: int) -> str:
    return f'<c r="{place}" t="s"><v>{index}</v></c>'


def number(place: str, digits: str) -> str:
    return f'<c r="{place}"><v>{digits}</v></c>'


def day(place: str, serial: str) -> str:
    return f'<c r="{place}" s="1"><v>{serial}</v></c>'


def formula(place: str, said: str, value: str) -> str:
    return f'<c r="{place}" t="str"><f>{said}</f><v>{value}</v></c>'


def fault(place: str) -> str:
    return f'<c r="{place}" t="e"><v>#N/A</v></c>'


def row(count: int, *cells: str, hidden: bool = False) -> str:
    return f'<row r="{count}" hidden="{int(hidden)}">{"".join(cells)}</row>'


def heads(*names: str, at: int = 1) -> str:
    return row(at, *(text(f"{letter}{at}", name) for letter, name in zip("ABCDEFGH", names, strict=False)))


def xlsx(  # noqa: PLR0913 - each is a quirk
    rows: Sequence[str],
    *,
    strings: Sequence[str] = (),
    since_1904: bool = False,
    columns: str = "",
    after: str = "",
    state: str = "visible",
) -> bytes:
    """A workbook of one sheet, which says of itself that it is one cell large, as some exports do."""
    told = "".join(f"<si>{one}</si>" for one in strings)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="rId1"'
        f' Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><workbookPr'
        f' date1904="{int(since_1904)}"/><sheets><sheet name="Sheet1" sheetId="1" state="{state}" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKED}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId3" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{told}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><dimension ref="A1"/>{columns}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>",
    }
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def laid_over(folder: Path, content: bytes, roster: str = EXAMPLE) -> Merged:
    """What becomes of a roster by a file with this content, whatever is wrong with it."""
    path = folder / "table"
    path.write_bytes(content)
    table = tomllib.loads(roster)
    told = read_sheets(read_table(path, WORDS.knows), WORDS, [shop["id"] for shop in table["shop"]])
    made = merged(table, told.lines, told.tables)
    made.troubles[:0] = told.troubles
    return made


def wrong(folder: Path, content: bytes) -> list[tuple[str, str]]:
    """Which cells of a file are wrong, and why."""
    return [(one.place, one.why) for one in laid_over(folder, content).troubles]


def changed(folder: Path, content: bytes, roster: str = EXAMPLE) -> list[tuple[str, str, object]]:
    """What a file changes: handle or name, key, and the new value; nothing may be wrong with it."""
    made = laid_over(folder, content, roster)
    assert made.troubles == []
    return [(one.handle or one.name, one.key, one.after) for one in made.changes]
