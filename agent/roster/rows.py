"""What a line of shops.toml may say: its keys, and which values each of them takes."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - pydantic reads the annotation at run time
from functools import cache
from typing import Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from agent.domain.identity import legible, names_a_device
from agent.domain.portal import Origin
from agent.domain.roster import Approve, Collect, SellerKind, Stage, Via, Wanted
from agent.typed import HandleText, Id, Line, must, one_line

MARKETS: Final = frozenset("US GB ID MY TH VN PH SG MX BR ES DE FR IT IE JP".split())  # noqa: SIM905 - a list to read, not code
_COUNTRIES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
    KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
    MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
    UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a list to read, not code
)
SOCKS: Final = "socks5"
_PROXY_SCHEMES: Final = frozenset({"http", "https", SOCKS})


def _market(text: str) -> str:
    must(text in MARKETS, "not_a_market", value=legible(text, 20), known=" ".join(sorted(MARKETS)))
    return text


def _country(text: str) -> str:
    must(text.upper() != "UK", "not_uk")
    must(text in _COUNTRIES, "not_a_country", value=legible(text, 20))
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(text: str) -> str:
    must(text in _zones(), "not_a_zone", value=legible(text, 60))
    return text


def _proxy(text: str) -> str:
    """Scheme, host and port, and nothing else: what can be read in two ways leads in two directions."""
    scheme, _, place = text.partition("://")
    must(not ("@" in place and scheme == SOCKS), "socks_secret")
    must("@" not in place, "proxy_password")
    end = Origin.of(f"http://{place}")
    exact = end is not None and place.lower() == end.place
    must(not text or (scheme in _PROXY_SCHEMES and exact), "not_a_proxy")
    return text


def _attach(text: str) -> str:
    """The exact address of a port of this machine; nothing else may ever be driven."""
    origin = Origin.of(text)
    exact = origin is not None and origin.loopback and text == f"http://{origin.place}"
    must(not text or exact, "not_attachable")
    return text


def _words(text: str) -> str:
    """A line of words, or none."""
    return one_line(text) if text else ""


def _file_name(text: str) -> str:
    must(not names_a_device(text), "reserved_name", value=text)
    return text


Country = Annotated[str, AfterValidator(_country)]
ProxyLine = Annotated[str, AfterValidator(_proxy)]
Words = Annotated[str, AfterValidator(_words)]
OwnBrowser = Annotated[str, AfterValidator(_attach)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


class ConsentRow(_Row):
    """Why an account may be invited: it is owned, or its creator agreed."""

    owned: bool = False
    agreed_on: date | None = None
    how: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> ConsentRow:
        agreed = self.agreed_on is not None and bool(self.how.strip())
        silent = self.agreed_on is None and not self.how
        one = (self.owned and silent) or (not self.owned and agreed)
        must(one, "consent", owned="{ owned = true }", agreed='{ agreed_on = 2026-10-01, how = "by e-mail" }')
        return self


class AccountRow(_Row):
    """A [[shop.account]]."""

    handle: HandleText
    id: Id | None = None
    consent: ConsentRow | None = None
    category: str = ""
    position: str = ""
    format: Words = ""
    wanted: Annotated[Wanted, Field(strict=False)] = Wanted.LINKED
    via: Annotated[Via, Field(strict=False)] = Via.WEB
    resend: Annotated[int, Field(ge=0, le=5)] = 1
    showcase: Words = ""


class LoginRow(_Row):
    """A [[login]]."""

    id: Id
    name: Line
    portal: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), AfterValidator(_file_name)] = "mock"
    kind: Annotated[SellerKind, Field(strict=False)] = SellerKind.LOCAL
    countries: list[Country] = Field(default_factory=list)
    proxy: ProxyLine = ""
    attach: OwnBrowser = ""

    @model_validator(mode="after")
    def _countries_fit_the_kind(self) -> LoginRow:
        declared, cross = bool(self.countries), self.kind is SellerKind.CROSS_BORDER
        must(declared or not cross, "countries_wanted")
        must(cross or not declared, "countries_unwanted")
        return self

    @model_validator(mode="after")
    def _one_line(self) -> LoginRow:
        must(not (self.proxy and self.attach), "proxy_and_attach")
        return self


class ShopRow(_Row):
    """A [[shop]]."""

    id: Id
    name: Line
    login: Id
    region: Annotated[str, AfterValidator(_market)]
    zone: Annotated[str, AfterValidator(_zone)]
    category: str = ""
    stage: Annotated[Stage, Field(strict=False)] = Stage.STANDARD
    official: HandleText | None = None
    approve: Annotated[Approve, Field(strict=False)] = Approve.NO
    collect: Annotated[Collect, Field(strict=False)] = Collect.NO
    account: list[AccountRow] = Field(default_factory=list)


class RosterRows(_Row):
    """The whole file."""

    login: Annotated[list[LoginRow], Field(min_length=1)]
    shop: Annotated[list[ShopRow], Field(min_length=1)]
