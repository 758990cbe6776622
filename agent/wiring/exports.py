"""Where files that portals made are kept, and how they are read."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from agent.adapters.files import create_private, private_folder
from agent.adapters.tables import read_table
from agent.domain.compass import Place
from agent.domain.export_rows import of_file
from agent.domain.exporting import Module
from agent.domain.insight import Metric
from agent.domain.money import CURRENCY_OF
from agent.errors import MendInput

if TYPE_CHECKING:
    from datetime import datetime

    from agent.domain.exporting import ExportRequest
    from agent.domain.insight import ExportFile, Reading
    from agent.domain.portal import Portal
    from agent.flows.exporting import Exported
    from agent.wiring.house import House

_ZIP = b"PK\x03\x04"
_COLUMNS = {
    "account_id": "export.account_id",
    "live_id": "export.live_id",
    "product_id": "export.product_id",
    "title": "export.title",
    "handle": "compass.account_column",
    "began": "compass.began_column",
    "minutes": "measure.minutes",
}


def keep_file(house: House, request: ExportRequest, got: Exported) -> Path:
    """Put it down as it came, for its owner's eyes only; a task has one file."""
    folder = (house.state / "exports" / request.shop.id).absolute()
    private_folder(folder)
    window, kind = request.window, "xlsx" if got.content.startswith(_ZIP) else "csv"
    path = folder / f"{request.module}_{window.first}_{window.last}_{got.task}.{kind}"
    if not path.exists():
        create_private(path, got.content)
    return path


def is_kept(file: ExportFile) -> bool:
    """Whether a file is still there as it was kept."""
    path = Path(file.path)
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == file.sha256


def readings_in(house: House, request: ExportRequest, path: Path, now: datetime) -> list[Reading]:
    """The numbers of a file; raises MendInput(E_INPUT) naming the file."""
    shop = request.shop
    labels = _labels(house.portal(house.roster.login_of(shop)), request.module)
    known = frozenset[str]().union(*labels.values())
    place = Place(shop.id, shop.name, shop.zone, CURRENCY_OF.get(shop.region, ""), now)
    sheets = read_table(path, lambda text: text.strip() in known)
    try:
        return of_file(sheets, request.module, request.window, labels, place)
    except MendInput as error:
        raise MendInput(error.code, **error.params | {"file": path}) from None


def _labels(portal: Portal, module: Module) -> dict[str, frozenset[str]]:
    """What the columns are called in every language of the portal."""
    names = _COLUMNS | {str(one): f"measure.{one}" for one in Metric if f"measure.{one}" in portal.elements}
    if module is Module.LIVES:
        names["ctr"] = "measure.click_rate"
    return {key: frozenset(portal.elements[element].names.values()) for key, element in names.items()}
