"""Whatever a roster says: written as a table and read in again it changes nothing."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomlkit
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spreadsheet import WORDS

from agent.adapters.tables import read_table, write_table
from agent.domain.identity import legible
from agent.domain.roster import Table
from agent.roster import load_roster
from agent.roster.filling import notes, sheets_of
from agent.roster.merging import merged
from agent.sheets import read_sheets
from agent.words import LANGUAGES, Words

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''",
        "+1",
        "@me",
        "\t=1",
        "a\r\nb",
        "\r",
        "_x0041_",
        "1E+5",
        "2026-10-01",
        "001",
        "#N/A",
        "a;=1",
        "b,'=1",
        'c"-',
        "'\t",
        "7" * 19,
    ]
)
NAMES = st.sampled_from(
    ["=Casa", "1688 shop", "7495000000000000000", "749501", "'+", "店铺", "sí", "A;B,C"]
) | TEXTS.filter(lambda said: bool(said.strip()) and legible(said, len(said)) == said)
IDS = st.from_regex(r"[0-9]{6,32}", fullmatch=True) | st.sampled_from(["7495000000000000000", "0000000", "9" * 16])
HANDLES = st.from_regex(r"@?[A-Za-z0-9._]{2,24}", fullmatch=True)
CONSENTS = st.just({"owned": True}) | st.fixed_dictionaries(
    {"agreed_on": st.dates(date(2000, 1, 1), date(2100, 1, 1)), "how": TEXTS.filter(lambda said: bool(said.strip()))}
)
ACCOUNTS = st.fixed_dictionaries(
    {"handle": HANDLES},
    optional={
        "id": IDS,
        "consent": CONSENTS,
        "category": TEXTS,
        "position": TEXTS,
        "format": NAMES,
        "wanted": st.sampled_from(["linked", "unlinked"]),
        "via": st.sampled_from(["web", "app"]),
        "resend": st.integers(0, 5),
        "showcase": NAMES,
    },
)
SHOPS = st.fixed_dictionaries(
    {"id": IDS, "name": NAMES, "region": st.sampled_from(["MX", "GB"]), "zone": st.just("Europe/London")},
    optional={
        "category": TEXTS,
        "stage": st.sampled_from(["probation", "standard"]),
        "official": HANDLES,
        "account": st.lists(
            ACCOUNTS,
            max_size=3,
            unique_by=(lambda one: one["handle"].strip("@").casefold(), lambda one: one.get("id", one["handle"])),
        ),
    },
)
LOGINS = st.fixed_dictionaries(
    {"id": IDS, "name": NAMES},
    optional={"portal": st.just("mock-harbour"), "proxy": st.just("socks5://a:1080")},
) | st.fixed_dictionaries(
    {"id": IDS, "name": NAMES, "kind": st.just("cross-border"), "countries": st.just(["HK", "CN"])}
)
SHOP = {"login": "748001", "region": "MX", "zone": "Europe/London"}
ROWS = (lambda one: one["id"], lambda one: one["name"].strip())


@st.composite
def rosters(draw: st.DrawFn) -> dict[str, Any]:
    logins = draw(st.lists(LOGINS, min_size=1, max_size=2, unique_by=ROWS[0]))
    shops = draw(st.lists(SHOPS, min_size=1, max_size=3, unique_by=ROWS))
    return {"login": logins, "shop": [shop | {"login": logins[0]["id"]} for shop in shops]}


@pytest.mark.parametrize("name", ["7495000000000000000", "1E+5", "749502"])
def test_a_shop_whose_name_could_be_taken_for_something_else_is_told_by_its_id(tmp_path: Path, name: str) -> None:
    shops = [
        SHOP | {"id": "749501", "name": name, "account": [{"handle": "a.b"}]},
        SHOP | {"id": "749502", "name": "B"},
    ]
    own = tmp_path / "shops.toml"
    own.write_text(tomlkit.dumps({"login": [{"id": "748001", "name": "Ops"}], "shop": shops}), "utf-8")

    (accounts,) = sheets_of(load_roster(own), [Table.ACCOUNTS], Words.load((), "en"))

    assert accounts.rows[0][0] == "749501"


@pytest.mark.parametrize("name", ["roster.xlsx", *(f"{table}.csv" for table in Table)])
@pytest.mark.timeout(300)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(rows=rosters(), language=st.sampled_from(LANGUAGES))
def test_what_is_written_as_a_table_and_read_in_again_changes_nothing(
    name: str, rows: dict[str, Any], language: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own, file = Path(folder) / "shops.toml", Path(folder) / name
        own.write_text(tomlkit.dumps(rows), "utf-8")
        tables = tuple(one for one in Table if file.stem in {one, "roster"})
        say, roster = Words.load((), language), load_roster(own)
        write_table(file, [*sheets_of(roster, tables, say), notes(tables, say)])
        ids = [row["id"] for row in (*rows["login"], *rows["shop"])]
        ids += [one["id"] for shop in rows["shop"] for one in shop.get("account", ()) if "id" in one]

        told = read_sheets(read_table(file, WORDS.knows), WORDS, ids)
        made = merged(rows, told.lines, told.tables)

        assert (told.troubles + made.troubles, made.edits, made.left) == ([], [], [])
        assert (set(told.tables), told.unread) == (set(tables), [])
