"""Files about products for tests: written in any letters, read against the shop of Casa Aurora."""

from __future__ import annotations

from pathlib import Path

from agent.adapters.tables import read_table
from agent.assortments import ASSORTMENT, PRODUCTS, Expected, Gathered, gathered, read_goods, read_toml
from agent.domain.identity import Handle
from agent.domain.portal import Origin
from agent.roster import load_roster
from agent.sheets import Vocabulary
from agent.tomlfile import default_folder
from agent.words import LANGUAGES, Words

SPOKEN = [Words.load((), language) for language in LANGUAGES]
WORDS = Vocabulary.of(ASSORTMENT, SPOKEN)
OF_PRODUCTS = Vocabulary.of(PRODUCTS, SPOKEN)
CASA = load_roster(default_folder() / "shops.toml").shops[0]
PORTAL = frozenset(one for url in ("http://127.0.0.1:8780", "https://shop.example") if (one := Origin.of(url)))
CONLUZ = Handle("cocina.conluz")
ID = "1731000000000000001"
HEAD = "Handle,Position,Product,Priority,Title\n"


def taken(path: Path, *, handle: Handle | None = None, sold: frozenset[str] | None = None) -> Gathered:
    """What a file wants, and everything that is wrong with it."""
    told = read_toml(path) if path.suffix == ".toml" else read_goods(read_table(path, WORDS.knows), WORDS)
    made = gathered(told.lines, Expected(PORTAL, CASA, frozenset({"kitchen.with.kate"}), handle, sold))
    return Gathered(made.assortments, [*told.troubles, *made.troubles])


def saved(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    """A file with this content."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def wrong(folder: Path, content: str | bytes, name: str = "a.csv") -> list[tuple[str, str]]:
    """The places that cannot be taken, and why."""
    return [(one.place, one.why) for one in taken(saved(folder, content, name)).troubles]
