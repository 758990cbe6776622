"""Pictures of the screens for the documents, kept when somebody names a folder: `PICTURES=docs/pictures/portal`."""

from __future__ import annotations

import os
from base64 import b64encode
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from every_screen import Screen
from playwright.sync_api import Browser
from portal_tab import Tab

ALONE = "en"  # in this language every screen is a picture of its own; in each of them, all are on one sheet
SHEET = """<body style="margin:16px;font:13px sans-serif;display:grid;grid-template-columns:repeat(6,1fr);gap:16px">
{figures}</body>"""
FIGURE = """<figure style="margin:0"><img src="data:image/jpeg;base64,{data}" style="width:100%;height:160px;
object-fit:contain;background:#f4f6f8;border:1px solid #ccd"><figcaption>{name}</figcaption></figure>"""


@dataclass
class Album:
    """Pictures by language and screen."""

    folder: Path | None
    kept: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def asked_for(cls) -> Album:
        """The album of the folder that was named; without one nothing is kept."""
        named = os.environ.get("PICTURES")
        return cls(Path(named).resolve() if named else None)

    def keep(self, screen: Screen, tab: Tab) -> None:
        if self.folder:
            tab.widen(screen.width)
            self.kept[tab.lang][screen.name] = tab.page.screenshot(type="jpeg", quality=70, animations="disabled")

    def bind(self, browser: Browser) -> None:
        """Write what was kept: a sheet for each language, and the pictures themselves in one."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for lang, pictures in self.kept.items():
            figures = [FIGURE.format(name=name, data=b64encode(data).decode()) for name, data in pictures.items()]
            page = browser.new_page(viewport={"width": 1600, "height": 900})
            page.set_content(SHEET.format(figures="\n".join(figures)))
            page.screenshot(path=self.folder / f"all-{lang}.jpg", type="jpeg", quality=60, full_page=True)
            page.close()
        for name, data in self.kept[ALONE].items():
            (self.folder / f"{name}.jpg").write_bytes(data)
