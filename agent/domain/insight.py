"""What sold and who looked, as reports showed it: numbers with their subject, their days and their source."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from agent.domain.identity import ShopId


class Unit(StrEnum):
    """What a number counts: money in the reading's currency, things, a share of one (0.0421 is 4.21 %), or seconds."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    SECONDS = "seconds"


class Metric(StrEnum):
    """What reports count; GPM is money for a thousand impressions, DWELL how long a visitor stays at a product."""

    GMV = "gmv"
    LIVE_GMV = "live_gmv"
    VIDEO_GMV = "video_gmv"
    CARD_GMV = "card_gmv"
    GPM = "gpm"
    COMMISSION = "commission"
    ITEMS = "items"
    SKU_ORDERS = "sku_orders"
    ORDERS = "orders"
    CUSTOMERS = "customers"
    VISITORS = "visitors"
    VIEWERS = "viewers"
    IMPRESSIONS = "impressions"
    UNIQUE_IMPRESSIONS = "unique_impressions"
    CLICKS = "clicks"
    LIVES = "lives"
    FOLLOWERS = "followers"
    CTR = "ctr"
    CVR = "cvr"
    DWELL = "dwell"
    LASTED = "lasted"

    @property
    def unit(self) -> Unit:
        """What it counts."""
        return _UNITS.get(self, Unit.COUNT)


_UNITS: Final = MappingProxyType(
    {
        **dict.fromkeys(
            (Metric.GMV, Metric.LIVE_GMV, Metric.VIDEO_GMV, Metric.CARD_GMV, Metric.GPM, Metric.COMMISSION), Unit.MONEY
        ),
        Metric.CTR: Unit.SHARE,
        Metric.CVR: Unit.SHARE,
        Metric.DWELL: Unit.SECONDS,
        Metric.LASTED: Unit.SECONDS,
    }
)


class Trait(StrEnum):
    """What the portrait of an account's followers is divided by."""

    GENDER = "gender"
    AGE = "age"
    PLACE = "place"
    CATEGORY = "category"
    PRICE = "price"


class Of(StrEnum):
    """What a number is about; `industry` is what a portal says that others in a shop's category make."""

    SHOP = "shop"
    ACCOUNT = "account"
    LIVE = "live"
    PRODUCT = "product"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Subject:
    """What numbers are about: its id is the portal's own, `name` what people call it (a handle without its @).

    A LIVE names the account that held it, and when it began.
    """

    shop: ShopId
    of: Of
    id: str
    name: str = ""
    account: str = ""
    began: datetime | None = None


class Span(StrEnum):
    """Which days are counted together: the present one so far, the last full ones, one full day, or one LIVE."""

    TODAY = "today"
    DAY = "day"
    LAST_7 = "last_7_days"
    LAST_28 = "last_28_days"
    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Window:
    """The shop's own days from the first to the last, both included."""

    span: Span
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1


class Page(StrEnum):
    """Where numbers were read: a page of Data Compass (DAYS: the overview's table), or a file of the portal's."""

    OVERVIEW = "overview"
    DAYS = "days"
    CREATORS = "creators"
    LIVES = "lives"
    PRODUCTS = "products"
    FANS = "fans"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Reading:
    """All numbers that one page showed of one subject over one window; what it did not show is None, never 0.

    `as_of` is the moment, in the shop's zone, up to which the numbers count, `read_at` when they were read. `whole` is
    False while the window is not over: today, or a LIVE on air. Money is in `currency` (ISO 4217, empty where there is
    none); a portrait's shares add up to one for each trait.
    """

    subject: Subject
    window: Window
    page: Page
    as_of: datetime
    read_at: datetime
    values: Mapping[Metric, Decimal | None]
    currency: str = ""
    whole: bool = True
    portrait: Mapping[Trait, Mapping[str, Decimal]] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, metric: Metric) -> Decimal | None:
        """One number; None where the page showed none."""
        return self.values.get(metric)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which readings are asked for; an empty tuple leaves its question open. Days are those on which windows end."""

    shops: tuple[ShopId, ...] = ()
    of: tuple[Of, ...] = ()
    spans: tuple[Span, ...] = ()
    pages: tuple[Page, ...] = ()
    since: date | None = None
    until: date | None = None


class Stand(StrEnum):
    """How the collection of one shop's day stands."""

    DONE = "done"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Collected:
    """How far the collection of one shop's day has come; a deferred one is due again at a moment."""

    shop: ShopId
    day: date
    stand: Stand
    at: datetime
    due_at: datetime | None = None
    tries: int = 1
    code: str = ""


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file that the portal made: which of its tasks, which part over which days, and what was kept of it."""

    task: str
    shop: ShopId
    module: str
    first: date
    last: date
    sha256: str
    path: str
    kept_at: datetime
    rows: int
