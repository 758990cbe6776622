"""Read a portal profile: what a portal calls things, checked before a browser is pointed at it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.domain.identity import legible
from agent.domain.ledger import InvitationState
from agent.domain.permit import Kind
from agent.domain.portal import Commit, Element, Origin, Portal, Request, Surface, Traffic
from agent.domain.seen import CheckName
from agent.errors import Code, MendInput
from agent.tomlfile import need, read
from agent.typed import Problem, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from agent.tomlfile import Document

REQUIRED: Final = MappingProxyType(
    {
        "login": "heading use_email email password submit error",
        "two_step": "heading",
        "shell": "shop_context switch_shop shop_list menu my_account linked_accounts",
        "home": "heading credit_score unlinks_left links_in_window dismiss",
        "links": "heading tab_marketing slots table total next_page loading open_dialog",
        "col": "username nickname account_id status linked_since sent expires invitation_no note",
        "dialog": "itself keyword search results total next_page next cancel card category checks passed failed back "
        "send alert success",
        "invitations": "heading table total next_page loading",
        "creator": "login_heading username password submit context",
    }
)
OPTIONAL: Final = MappingProxyType({"maintenance": "heading", "marketing": "join"})
LANGUAGES: Final = ("en", "zh", "es", "pt", "id", "ms", "th", "vi", "de", "fr", "it", "ja")
ROLES: Final = frozenset(
    """
    alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
    complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid
    gridcell group heading img insertion link list listbox listitem log main marquee math menu menubar menuitem
    menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong
    subscript superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid
    treeitem
    """.split()  # noqa: SIM905 - a list to read, not code
)


_PATHS: Final = frozenset({"login", "home", "links", "invitations", "creator_login"})
_SURFACES: Final = frozenset({"seller", "creator"})
_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})

T = TypeVar("T")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def _request(text: str) -> str:
    method, _, path = text.partition(" ")
    if method not in _METHODS or not path.startswith("/") or " " in path:
        message = 'must be a request that is not a GET, like "POST /path"'
        raise ValueError(message)
    return text


def _path(text: str) -> str:
    if not text.startswith("/") or text.startswith("//"):
        message = "must be a path that starts with one /"
        raise ValueError(message)
    return text


def _exact(text: str) -> str:
    origin = Origin.of(text)
    if origin is None or str(origin) != text or (origin.scheme == "http" and not origin.loopback):
        message = "must be an exact origin like https://host (no path, lower case; http for this machine only)"
        raise ValueError(message)
    return text


ExactOrigin = Annotated[str, AfterValidator(_exact)]
RequestLine = Annotated[str, AfterValidator(_request)]
Word = Annotated[str, Field(min_length=1)]
Act = Annotated[Kind, Field(strict=False)]
State = Annotated[InvitationState, Field(strict=False)]
CheckKey = Annotated[CheckName, Field(strict=False)]
PathText = Annotated[str, AfterValidator(_path)]


class _Origins(_Table):
    seller: ExactOrigin
    creator: ExactOrigin
    others: list[ExactOrigin] = Field(default_factory=list)


class _CommitRow(_Table):
    kind: Act
    request: RequestLine
    single_shot: bool = False


class _Traffic(_Table):
    reads: list[RequestLine]
    logins: list[RequestLine]
    commits: list[_CommitRow]


class _Profile(_Table):
    name: Word
    verified: bool
    clock: Literal["", "portal"] = ""
    origins: _Origins
    surfaces: dict[str, Annotated[Surface, Field(strict=False)]]
    paths: dict[str, PathText]
    traffic: _Traffic
    words: dict[State, list[Word]]
    checks: dict[CheckKey, list[Word]]
    echoes: list[Word]
    challenges: Annotated[list[Word], Field(min_length=1)]
    overlays: list[Word]
    sensitive: list[Word]
    elements: dict[str, dict[str, dict[str, Word]]]


def load_portal(folders: Sequence[Path], name: str, override: Mapping[str, str] | None = None) -> Portal:
    """Read portals/NAME.toml; `override` gives other loopback addresses for `seller` and `creator`.

    Raises MendInput(E_CONFIG) naming file, line, key and reason.
    """
    document = read(need(f"portals/{name}.toml", folders))
    row = checked(document, _Profile)
    if found := list(_contradictions(row, name)):
        raise wrong(document, found)
    portal = _portal(row, document, override or {})
    if portal.follows_portal_clock and not portal.loopback:
        raise wrong(document, [Problem(("clock",), "follows a portal's clock on this machine only")])
    return portal


def _contradictions(row: _Profile, name: str) -> Iterator[Problem]:
    """What is wrong between lines that are each right."""
    if row.name != name:
        yield Problem(("name",), f"must be the file's own name, {name}")
    for key in sorted(_PATHS - row.paths.keys()):
        yield Problem(("paths", key), "is missing")
    for key in sorted(_SURFACES ^ row.surfaces.keys()):
        yield Problem(("surfaces", key), "is missing" if key in _SURFACES else "this surface is unknown")
    yield from _twice("words", row.words)
    yield from _twice("checks", row.checks)
    yield from _elements(row.elements)


def _twice(table: str, words: Mapping[T, list[str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, texts in words.items():
        for text in texts:
            if text in seen:
                yield Problem((table, str(name)), f"{legible(text, 60)} stands here a second time")
            seen.add(text)


def _elements(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> Iterator[Problem]:
    found = {(group, name): parts for group, table in tables.items() for name, parts in table.items()}
    required, optional = _keys(REQUIRED), _keys(OPTIONAL)
    languages = {key for parts in found.values() for key in parts if key in LANGUAGES}
    yield from (Problem(("elements", *key), "is missing") for key in sorted(required - found.keys()))
    for key, parts in found.items():
        if key not in required | optional:
            yield Problem(("elements", *key), "this element is unknown")
        yield from (Problem(("elements", *key), why) for why in _element_faults(parts, languages))


def _element_faults(parts: Mapping[str, str], languages: set[str]) -> Iterator[str]:
    named = parts.keys() & set(LANGUAGES)
    if unknown := parts.keys() - named - {"role", "css"}:
        yield f"unknown: {legible(', '.join(sorted(unknown)))}"
    if not parts.keys() & {"role", "css"}:
        yield "needs a role or a css place"
    if parts.get("role", "button") not in ROLES:
        yield f"{legible(parts['role'], 40)} is not an ARIA role"
    if named and named != languages:
        yield f"has no name in {', '.join(sorted(languages - named))}"


def _keys(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(group, name) for group, names in groups.items() for name in names.split()}


def _portal(row: _Profile, document: Document, override: Mapping[str, str]) -> Portal:
    seller, creator = (_origin(row, side, override) for side in ("seller", "creator"))
    others = {origin for text in row.origins.others if (origin := Origin.of(text))}
    return Portal(
        name=row.name,
        verified=row.verified,
        fingerprint=document.fingerprint,
        seller=seller,
        creator=creator,
        allowed=frozenset({seller, creator, *others}),
        paths=row.paths,
        elements=_by_key(row.elements),
        words=_by_text(row.words),
        checks=_by_text(row.checks),
        traffic=_traffic(row.traffic),
        echoes=tuple(path if "://" in path else f"{seller}{path}" for path in row.echoes),
        surfaces=row.surfaces,
        challenges=tuple(row.challenges),
        overlays=tuple(row.overlays),
        sensitive=tuple(row.sensitive),
        follows_portal_clock=row.clock == "portal",
    )


def _origin(row: _Profile, side: Literal["seller", "creator"], override: Mapping[str, str]) -> Origin:
    text = override.get(side) or override.get("seller")
    origin = Origin.of(text or getattr(row.origins, side))
    if origin is None or (text and not origin.loopback):
        why = "must be an address of this machine like http://127.0.0.1:8780"
        raise MendInput(Code.E_CONFIG, file="settings", line="?", field=f"portals.{row.name}.{side}", why=why)
    return origin


def _by_text(words: Mapping[T, list[str]]) -> dict[str, T]:
    return {text: name for name, texts in words.items() for text in texts}


def _by_key(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, Element]:
    rows = ((f"{group}.{name}", parts) for group, table in tables.items() for name, parts in table.items())
    return {key: _element(key, parts) for key, parts in rows}


def _element(key: str, parts: Mapping[str, str]) -> Element:
    names = {language: parts[language] for language in LANGUAGES if language in parts}
    return Element(key, parts.get("role", ""), names, parts.get("css", ""))


def _traffic(row: _Traffic) -> Traffic:
    return Traffic(
        reads=frozenset(map(_line, row.reads)),
        logins=frozenset(map(_line, row.logins)),
        commits=tuple(Commit(one.kind, _line(one.request), one.single_shot) for one in row.commits),
    )


def _line(text: str) -> Request:
    method, _, path = text.partition(" ")
    return Request(method, path)
