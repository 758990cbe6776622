"""The shape of a portal profile: which tables, keys and kinds of text it is made of."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from agent.domain.ledger import InvitationState
from agent.domain.permit import Kind
from agent.domain.portal import Origin, Surface
from agent.domain.roster import Via
from agent.domain.seen import CheckName, Jumped
from agent.typed import Unfit

_METHODS: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True, defer_build=True)


def _request(text: str) -> str:
    method, _, path = text.partition(" ")
    if method not in _METHODS or not path.startswith("/") or " " in path:
        raise Unfit(why="not_a_request")
    return text


def _path(text: str) -> str:
    if not text.startswith("/") or text.startswith("//"):
        raise Unfit(why="not_a_path")
    return text


def _exact(text: str) -> str:
    origin = Origin.of(text)
    if origin is None or str(origin) != text or (origin.scheme == "http" and not origin.loopback):
        raise Unfit(why="not_an_origin")
    return text


ExactOrigin = Annotated[str, AfterValidator(_exact)]
RequestLine = Annotated[str, AfterValidator(_request)]
Word = Annotated[str, Field(min_length=1)]
Act = Annotated[Kind, Field(strict=False)]
State = Annotated[InvitationState, Field(strict=False)]
CheckKey = Annotated[CheckName, Field(strict=False)]
Refusal = Literal["not_eligible", "conflict", "rejected", "no_answer"]
PathText = Annotated[str, AfterValidator(_path)]


def _told(parts: dict[str, str]) -> dict[str, str]:
    """An empty text takes back what the base says: there is no such part."""
    return {part: text for part, text in parts.items() if text}


Parts = Annotated[dict[str, str], AfterValidator(_told)]


class _Origins(_Table):
    seller: ExactOrigin
    creator: ExactOrigin
    others: list[ExactOrigin] = Field(default_factory=list)


class _CommitRow(_Table):
    kind: Act
    request: RequestLine
    single_shot: bool = False
    via: Annotated[Via, Field(strict=False)] = Via.WEB


class TrafficTable(_Table):
    """What may leave besides GET, as "METHOD path"."""

    reads: list[RequestLine]
    logins: list[RequestLine]
    commits: list[_CommitRow]
    uploads: list[RequestLine] = Field(default_factory=list)


class _Speaks(_Table):
    """How an address asks for its page in a language: a query parameter, and the portal's word for each language."""

    query: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    words: dict[str, Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,20}$")]]


class _RegionTable(_Table):
    query: str = ""
    hosts: dict[str, Annotated[str, Field(pattern=r"^[A-Z]{2}$")]] = Field(default_factory=dict)


class _PaceTable(_Table):
    """How politely the portal is used."""

    pages_per_minute: Annotated[int, Field(ge=0, le=6_000)] = 0
    press_pause_s: Annotated[float, Field(ge=0, le=600, strict=False)] = 0


class _JumpTable(_Table):
    """How the Seller app leaves for the TikTok app: the part of an address that numbers a jump, and how long it lasts.

    After that time nobody can authorize it any more, as far as the portal's source says.
    """

    query: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
    lasts_s: Annotated[float, Field(gt=0, le=86_400, strict=False)]


class Profile(_Table):
    """A whole profile; what its lines say about each other is checked in `faults`."""

    name: Word
    verified: bool
    clock: Literal["", "portal"] = ""
    origins: _Origins
    surfaces: dict[str, Annotated[Surface, Field(strict=False)]]
    paths: dict[str, PathText]
    ways: dict[str, Annotated[list[Word], Field(min_length=1)]] = Field(default_factory=dict)
    menu: list[Word] = Field(default_factory=list)
    regions: _RegionTable = Field(default_factory=_RegionTable)
    traffic: TrafficTable
    words: dict[State, list[Word]]
    checks: dict[CheckKey, list[Word]]
    obstacles: dict[CheckKey, list[Word]] = Field(default_factory=dict)
    remarks: list[Word] = Field(default_factory=list)
    uncounted: list[Literal["unlink.left", "showcase.today"]] = Field(default_factory=list)
    refusals: dict[Refusal, list[Word]] = Field(default_factory=dict)
    echoes: list[Word]
    challenges: Annotated[list[Word], Field(min_length=1)]
    overlays: list[Word]
    sensitive: list[Word]
    speaks: _Speaks | None = None
    jump: _JumpTable | None = None
    answers: dict[Annotated[Jumped, Field(strict=False)], list[Word]] = Field(default_factory=dict)
    pace: _PaceTable = Field(default_factory=_PaceTable)
    markets: dict[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], list[Word]] = Field(default_factory=dict)
    elements: dict[str, dict[str, Parts]]
