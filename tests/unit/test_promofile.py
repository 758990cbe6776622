"""A file of promotions is read in the shop's own time, or refused by line, key and reason."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import START
from hypothesis import given
from hypothesis import strategies as st
from told import told

from agent.domain.identity import Handle
from agent.domain.promotion import Lowest, Promotion, Tool, at_the_shop
from agent.errors import Code, MendInput
from agent.promofile import MOST, as_text, read_promotions

pytestmark = pytest.mark.fast
ZONE = "America/Mexico_City"
PAGE = Path(__file__).parents[2] / "docs" / "promotions.md"
PAN = "1729400000000000001"
SALE = f"""[[promotion]]
tool = "flash_sale"
name = "Pans"
percent = 20
starts = 2026-12-03T20:00:00
ends = 2026-12-03T22:00:00
products = ["{PAN}"]
"""
CODE = SALE.replace("flash_sale", "live_code").replace(
    f'products = ["{PAN}"]', 'code = "LIVE"\nquota = 9\nper_customer = 1'
)
LOWEST = f'[[promotion.lowest]]\nproduct = "{PAN}"\nprice = "3.50"\nsource = "export"\nseen_on = 2026-11-20\n'


def read(folder: Path, text: str, zone: str = ZONE) -> tuple[Promotion, ...]:
    path = folder / "promotions.toml"
    path.write_text(text, "utf-8")
    return read_promotions(path, zone)


def test_the_example_of_the_page_can_be_read(tmp_path: Path) -> None:
    text = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]

    code, deal = read(tmp_path, text)

    assert (code.tool, code.account, code.quota, code.per_customer) == (Tool.LIVE_CODE, "casa.aurora.live", 200, 1)
    assert (deal.tool, deal.percent, deal.lowest[0].price) == (Tool.LIVE_FLASH, 35, Decimal("349.00"))
    assert deal.starts == datetime(2026, 12, 4, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "hour"), [("20:00:00", 2), ("20:00:00-06:00", 2), ("20:00:00Z", 20), ("23:30:00+05:30", 18)]
)
def test_a_time_without_an_offset_is_the_shops(tmp_path: Path, written: str, hour: int) -> None:
    text = SALE.replace("starts = 2026-12-03T20:00:00", f"starts = 2026-12-03T{written}").replace(
        "12-03T22", "12-04T22"
    )

    assert read(tmp_path, text)[0].starts.hour == hour


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("", "?", "the file is empty"),
        ("x = 1\n", "x", "this key is unknown"),
        (SALE.replace("percent", "per_cent"), "promotion[1].per_cent", "the nearest is percent"),
        (SALE.replace("20\n", '"20"\n'), "promotion[1].percent", "must be a whole number"),
        (SALE.replace("= 20\n", "= 0\n"), "promotion[1].percent", "must be at least 1"),
        (SALE.replace("flash_sale", "sale"), "promotion[1].tool", "must be one of"),
        (SALE.replace('"Pans"', '" "'), "promotion[1].name", "must not be empty"),
        (SALE.replace('"Pans"', '"Pa\\u200bns"'), "promotion[1].name", "invisible characters"),
        (SALE.replace("T20:00:00", "T20:00:30"), "promotion[1].starts", "must be a whole minute"),
        (SALE.replace("T22", "T20"), "promotion[1].ends", "must be later than `starts`"),
        (SALE.replace(f'["{PAN}"]', "[]"), "promotion[1].products", "is missing"),
        (SALE.replace(f'"{PAN}"', PAN), "promotion[1].products[1]", "must be text in quotes"),
        (SALE.replace(f'["{PAN}"]', f'["{PAN}", "{PAN}"]'), "promotion[1].products", "a second time"),
        (SALE.replace(PAN, "<script>"), "promotion[1].products[1]", "is not an id"),
        (SALE + 'code = "LIVE10"\n', "promotion[1].code", "only with tool = “live_code”"),
        (CODE.replace("quota = 9\n", ""), "promotion[1].quota", "is missing"),
        (CODE + LOWEST, "promotion[1].lowest", "does not stand with tool = “live_code”"),
        (SALE + SALE, "promotion[2].name", "stands here a second time"),
        (SALE + LOWEST.replace(PAN, "1729400000000000009"), "promotion[1].lowest[1].product", "is no product of this"),
        (SALE + LOWEST.replace("3.50", "3,50"), "promotion[1].lowest[1].price", "must fit the pattern"),
        (
            SALE.replace("starts = 2026-12-03T20", "starts = 2026-12-03").replace(":00:00", "", 1),
            "promotion[1].starts",
            "",
        ),
    ],
)
def test_what_is_wrong_is_named_by_key_and_reason(tmp_path: Path, text: str, place: str, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        read(tmp_path, text)

    assert (caught.value.code, caught.value.params["field"]) == (Code.E_CONFIG, place)
    assert why in told(caught.value)


@pytest.mark.parametrize(
    ("when", "why"), [("2026-11-01T01:30:00", "twice or never"), ("2027-03-14T02:30:00", "twice or never")]
)
def test_a_time_that_the_shops_clock_shows_twice_or_never_is_refused(tmp_path: Path, when: str, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        read(tmp_path, SALE.replace("2026-12-03T20:00:00", when), "America/New_York")

    assert (caught.value.params["line"], why in told(caught.value)) == ("5", True)


def test_more_promotions_than_anybody_looks_at_are_refused(tmp_path: Path) -> None:
    many = "".join(SALE.replace('"Pans"', f'"Pans {number}"') for number in range(MOST + 1))

    with pytest.raises(MendInput):
        read(tmp_path, many)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes(SALE.replace("Pans", "限时秒杀").encode("gbk"))

    with pytest.raises(MendInput) as caught:
        read_promotions(path, ZONE)

    assert "perhaps GBK" in told(caught.value)


names = st.text(st.characters(blacklist_categories=["C"]), min_size=1, max_size=60).map(str.strip).filter(bool)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2035, 1, 1))  # noqa: DTZ001 - the shop's clock
shown = moments.map(lambda at: at_the_shop(at.replace(second=0, microsecond=0), ZONE)).filter(bool)
lows = st.builds(Lowest, st.just(PAN), st.decimals(0, 999_999, places=2), names, st.dates(date(2026, 1, 1)))
deals = st.builds(
    Promotion,
    tool=st.sampled_from([Tool.FLASH_SALE, Tool.LIVE_FLASH, Tool.PRODUCT_DISCOUNT]),
    name=names,
    percent=st.integers(1, 100),
    starts=shown.map(lambda at: (at or START).astimezone(UTC)),
    ends=st.just(datetime(2036, 1, 1, tzinfo=UTC)),
    products=st.just((PAN,)),
    lowest=lows.map(lambda one: (one,)),
    line=st.just(3),
)


@given(wanted=deals)
def test_what_is_written_reads_the_same(tmp_path_factory: pytest.TempPathFactory, wanted: Promotion) -> None:
    text = as_text([wanted], ZONE, "Proposed")

    assert read(tmp_path_factory.mktemp("written"), text) == (wanted,)


def test_a_code_is_written_with_its_account(tmp_path: Path) -> None:
    code = read(tmp_path, CODE + 'account = "@glow.by.ploy"\n')[0]

    assert read(tmp_path, as_text([code], ZONE)) == (code,)
    assert code.account == Handle("glow.by.ploy")
