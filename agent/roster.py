"""Read shops.toml: whom the operator works for, every line checked before anybody acts on it."""

from __future__ import annotations

from collections import Counter
from datetime import date  # noqa: TC003 - pydantic reads the annotation at run time
from functools import cache
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from agent.domain import roster
from agent.domain.identity import (
    AccountId,
    Handle,
    LoginId,
    ShopId,
    legible,
    names_a_device,
    parse_handle,
    parse_id,
    shown,
)
from agent.domain.portal import Origin
from agent.domain.roster import SellerKind, Stage, Via, Wanted
from agent.tomlfile import read
from agent.typed import Problem, Unfit, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

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
_SOCKS: Final = "socks5"
_PROXY_SCHEMES: Final = frozenset({"http", "https", _SOCKS})


def load_roster(path: Path, secrets: Collection[str] = ()) -> roster.Roster:
    """Read a roster; `secrets` are the ids of logins whose line has one.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    document = read(path)
    rows = checked(document, _Roster)
    if found := [*_contradictions(rows), *_unusable(rows, secrets)]:
        raise wrong(document, found)
    return roster.Roster(tuple(map(_login, rows.login)), tuple(map(_shop, rows.shop)))


def _must(hold: bool, why: str, **values: object) -> None:  # noqa: FBT001 - the one thing that it is about
    if not hold:
        raise Unfit(why, **values)


def _id(text: str) -> str:
    try:
        return parse_id(text)
    except ValueError:
        raise Unfit(why="not_an_id", value=shown(text)) from None


def _handle(text: str) -> str:
    try:
        return parse_handle(text)
    except ValueError:
        raise Unfit(why="not_a_handle", value=shown(text)) from None


def _line(text: str) -> str:
    _must(bool(text.strip()), "blank")
    _must(text == legible(text), "invisible", value=legible(text))
    return text.strip()


def _market(text: str) -> str:
    _must(text in MARKETS, "not_a_market", value=legible(text, 20), known=" ".join(sorted(MARKETS)))
    return text


def _country(text: str) -> str:
    _must(text.upper() != "UK", "not_uk")
    _must(text in _COUNTRIES, "not_a_country", value=legible(text, 20))
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(text: str) -> str:
    _must(text in _zones(), "not_a_zone", value=legible(text, 60))
    return text


def _proxy(text: str) -> str:
    """Scheme, host and port, and nothing else: what can be read in two ways leads in two directions."""
    scheme, _, place = text.partition("://")
    _must(not ("@" in place and scheme == _SOCKS), "socks_secret")
    _must("@" not in place, "proxy_password")
    end = Origin.of(f"http://{place}")
    exact = end is not None and place.lower() == end.place
    _must(not text or (scheme in _PROXY_SCHEMES and exact), "not_a_proxy")
    return text


def _attach(text: str) -> str:
    """The exact address of a port of this machine; nothing else may ever be driven."""
    origin = Origin.of(text)
    exact = origin is not None and origin.loopback and text == f"http://{origin.place}"
    _must(not text or exact, "not_attachable")
    return text


def _words(text: str) -> str:
    """A line of words, or none."""
    return _line(text) if text else ""


def _file_name(text: str) -> str:
    _must(not names_a_device(text), "reserved_name", value=text)
    return text


Id = Annotated[str, AfterValidator(_id)]
HandleText = Annotated[str, AfterValidator(_handle)]
Line = Annotated[str, AfterValidator(_line)]
Country = Annotated[str, AfterValidator(_country)]
ProxyLine = Annotated[str, AfterValidator(_proxy)]
Words = Annotated[str, AfterValidator(_words)]
OwnBrowser = Annotated[str, AfterValidator(_attach)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _Consent(_Row):
    owned: bool = False
    agreed_on: date | None = None
    how: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> _Consent:
        agreed = self.agreed_on is not None and bool(self.how.strip())
        silent = self.agreed_on is None and not self.how
        one = (self.owned and silent) or (not self.owned and agreed)
        _must(one, "consent", owned="{ owned = true }", agreed='{ agreed_on = 2026-10-01, how = "by e-mail" }')
        return self


class _Account(_Row):
    handle: HandleText
    id: Id | None = None
    consent: _Consent | None = None
    category: str = ""
    position: str = ""
    format: Words = ""
    wanted: Annotated[Wanted, Field(strict=False)] = Wanted.LINKED
    via: Annotated[Via, Field(strict=False)] = Via.WEB
    resend: Annotated[int, Field(ge=0, le=5)] = 1
    showcase: Words = ""


class _Login(_Row):
    id: Id
    name: Line
    portal: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$"), AfterValidator(_file_name)] = "mock"
    kind: Annotated[SellerKind, Field(strict=False)] = SellerKind.LOCAL
    countries: list[Country] = Field(default_factory=list)
    proxy: ProxyLine = ""
    attach: OwnBrowser = ""

    @model_validator(mode="after")
    def _countries_fit_the_kind(self) -> _Login:
        declared, cross = bool(self.countries), self.kind is SellerKind.CROSS_BORDER
        _must(declared or not cross, "countries_wanted")
        _must(cross or not declared, "countries_unwanted")
        return self

    @model_validator(mode="after")
    def _one_line(self) -> _Login:
        _must(not (self.proxy and self.attach), "proxy_and_attach")
        return self


class _Shop(_Row):
    id: Id
    name: Line
    login: Id
    region: Annotated[str, AfterValidator(_market)]
    zone: Annotated[str, AfterValidator(_zone)]
    category: str = ""
    stage: Annotated[Stage, Field(strict=False)] = Stage.STANDARD
    official: HandleText | None = None
    account: list[_Account] = Field(default_factory=list)


class _Roster(_Row):
    login: Annotated[list[_Login], Field(min_length=1)]
    shop: Annotated[list[_Shop], Field(min_length=1)]


def _contradictions(rows: _Roster) -> Iterator[Problem]:
    """What is wrong between lines that are each right."""
    yield from _twice(("login",), "id", (one.id for one in rows.login))
    yield from _twice(("shop",), "id", (one.id for one in rows.shop))
    yield from _twice(("shop",), "name", (one.name for one in rows.shop))
    yield from _twice(("login",), "attach", (_port_of(one) for one in rows.login))
    logins = {one.id for one in rows.login}
    for index, shop in enumerate(rows.shop):
        if shop.login not in logins:
            yield Problem(("shop", index, "login"), "no_such_login", {"value": shop.login})
        where = ("shop", index, "account")
        yield from _twice(where, "handle", (one.handle.casefold() for one in shop.account))
        yield from _twice(where, "id", (one.id for one in shop.account if one.id))


def _port_of(row: _Login) -> str:
    """One port is one browser and one session, whatever it is called by; a login without one is like no other."""
    return row.attach.rpartition(":")[2] or f"none: {row.id}"


def _unusable(rows: _Roster, secrets: Collection[str]) -> Iterator[Problem]:
    """Chromium does not sign in at a SOCKS line: a secret for one would silently stay unused."""
    for index, login in enumerate(rows.login):
        if login.id in secrets and login.proxy.startswith(f"{_SOCKS}:"):
            yield Problem(("login", index, "proxy"), "socks_secret", {})


def _twice(where: tuple[str | int, ...], key: str, values: Iterable[str]) -> Iterator[Problem]:
    seen: Counter[str] = Counter()
    for index, value in enumerate(values):
        seen[value] += 1
        if seen[value] > 1:
            yield Problem((*where, index, key), "twice", {"value": legible(value, 60)})


def _login(row: _Login) -> roster.Login:
    return roster.Login(
        LoginId(row.id), row.name, row.portal, row.kind, frozenset(row.countries), row.proxy, row.attach
    )


def _shop(row: _Shop) -> roster.Shop:
    return roster.Shop(
        id=ShopId(row.id),
        name=row.name,
        login=LoginId(row.login),
        region=row.region,
        zone=row.zone,
        category=row.category,
        stage=row.stage,
        official=None if row.official is None else parse_handle(row.official),
        accounts=tuple(map(_candidate, row.account)),
    )


def _candidate(row: _Account) -> roster.Candidate:
    return roster.Candidate(
        handle=Handle(row.handle),
        account_id=None if row.id is None else AccountId(row.id),
        consent=None if row.consent is None else _consent(row.consent),
        category=row.category,
        position=row.position,
        format=row.format,
        wanted=row.wanted,
        via=row.via,
        resend=row.resend,
        showcase=row.showcase,
    )


def _consent(row: _Consent) -> roster.Consent:
    return roster.Consent(row.owned, row.agreed_on, row.how.strip())
