"""The industry's mean is read with its source and its day, or refused by line, key and reason."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent.domain.gpm import Mean
from agent.errors import Code, MendInput
from agent.gpmfile import FILE, read_means

pytestmark = pytest.mark.fast
PAGE = Path(__file__).parents[2] / "docs" / "insights.md"
ROW = '[[mean]]\nregion = "MX"\nvalue = "650.00"\nsource = "a paper"\nread_on = 2026-11-02\n'


def read(folder: Path, text: str) -> tuple[Mean, ...]:
    (folder / FILE).write_text(text, "utf-8")
    return read_means([folder])


def test_the_example_of_the_page_can_be_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(\[\[mean\]\].*?)```", PAGE.read_text("utf-8"), re.DOTALL)

    assert [one.region for one in read(tmp_path, text)] == ["MX", "GB"]


def test_a_mean_is_in_the_money_of_its_market(tmp_path: Path) -> None:
    assert read(tmp_path, ROW) == (Mean("MX", "MXN", Decimal("650.00"), "a paper", date(2026, 11, 2)),)


def test_without_a_file_no_mean_is_known(tmp_path: Path) -> None:
    assert read_means([tmp_path]) == ()


@pytest.mark.parametrize(
    ("wrong", "line", "field"),
    [
        (ROW.replace('"MX"', '"mexico"'), "2", "mean[1].region"),
        (ROW.replace('"650.00"', "650"), "3", "mean[1].value"),
        (ROW.replace('"650.00"', '"-1"'), "3", "mean[1].value"),
        (ROW.replace('source = "a paper"\n', ""), "1", "mean[1].source"),
        (ROW.replace("2026-11-02", '"yesterday"'), "5", "mean[1].read_on"),
        (ROW + 'currency = "USD"\n', "6", "mean[1].currency"),
    ],
)
def test_what_is_wrong_is_told_by_line_and_key(tmp_path: Path, wrong: str, line: str, field: str) -> None:
    with pytest.raises(MendInput) as caught:
        read(tmp_path, wrong)

    told = caught.value.params
    assert (caught.value.code, told["line"], told["field"]) == (Code.E_CONFIG, line, field)
