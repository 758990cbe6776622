"""Keeps layouts and pictures of walks as files of the state folder, one folder for each portal."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from agent.adapters.files import explained, private_folder, write_private
from agent.domain.drift import Layout
from agent.ports import Baselines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from agent.domain.identity import ShopId


class FileBaselines(Baselines):
    """`SHOP-LANGUAGE.json` holds the layouts, `SHOP-LANGUAGE-STOP.jpg` the picture of what was wrong."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when something is kept."""
        self._folder = folder

    def of(self, shop: ShopId, language: str) -> Mapping[str, Layout]:
        """What is kept; a file that cannot be read is none."""
        try:
            told = json.loads(self._layouts(shop, language).read_text("utf-8"))
            return {stop: _layout(one) for stop, one in told.items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return {}

    def keep(self, shop: ShopId, language: str, layouts: Mapping[str, Layout]) -> None:
        """Write the file whole."""
        kept = {stop: asdict(one) for stop, one in (dict(self.of(shop, language)) | dict(layouts)).items()}
        private_folder(self._folder)
        write_private(self._layouts(shop, language), json.dumps(kept, ensure_ascii=False, indent=1).encode())

    def picture(self, shop: ShopId, language: str, stop: str, image: bytes) -> str:
        """One picture for each stop and language."""
        private_folder(self._folder)
        path = self._folder / f"{shop}-{language}-{stop}.jpg"
        write_private(path, image)
        return str(path)

    def _layouts(self, shop: ShopId, language: str) -> Path:
        return self._folder / f"{shop}-{language}.json"


def forget_pictures(walks: Path) -> None:
    """Delete the pictures of all walks: a creator may be seen on them."""
    with explained(walks):
        for path in walks.glob("*/*.jpg"):
            path.unlink(missing_ok=True)


def _layout(told: Mapping[str, Mapping[str, int]]) -> Layout:
    return Layout(tuple(told["order"]), dict(told["copies"]), tuple(told["outline"]))
