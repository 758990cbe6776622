"""Files that a seller hands in with an appeal or a ticket: how they come, and which of them are taken."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

from mock_portal.areas.health.multipart import NoFormError, parts
from mock_portal.web.asked import BAD_REQUEST, Unwelcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from mock_portal.areas.health.multipart import Part
    from mock_portal.world import Limits

_NAME_LETTERS = 100
_HEADS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"%PDF-": "pdf"}
_ENDINGS = {"png": (".png",), "jpg": (".jpg", ".jpeg"), "pdf": (".pdf",)}


class Paper(Protocol):
    """What every file has, whatever it is handed in for."""

    @property
    def id(self) -> str:
        """Its number."""

    @property
    def name(self) -> str:
        """As it was called."""

    @property
    def kind(self) -> str:
        """What it is; empty where nobody takes it."""

    @property
    def size(self) -> int:
        """In bytes."""

    @property
    def digest(self) -> str:
        """What says that two are one."""


async def sent_form(request: Request, *names: str) -> dict[str, Part]:
    """The fields of a form in parts, these among them."""
    try:
        form = parts(request.headers.get("content-type", ""), await request.body())
    except NoFormError as error:
        raise Unwelcome(BAD_REQUEST, "refused.bad_request") from error
    if not form.keys() >= set(names):
        raise Unwelcome(BAD_REQUEST, "refused.bad_request")
    return form


def told(file: Part) -> dict[str, Any]:
    """What is kept of a file that has come."""
    return {
        "name": PurePath(file.filename).name[-_NAME_LETTERS:],
        "kind": file_kind(file.filename, file.body),
        "size": len(file.body),
        "digest": sha256(file.body).hexdigest(),
    }


def file_kind(name: str, body: bytes) -> str:
    """What a file is by its name and by how it begins; empty where those disagree or nobody takes it."""
    kind = next((kind for head, kind in _HEADS.items() if body.startswith(head)), "")
    return kind if kind and name.casefold().endswith(_ENDINGS[kind]) else ""


def objection(limits: Limits, draft: Sequence[Paper], file: Paper) -> str:
    """Why a file is not taken, as a key of the portal's sentences; empty where nothing is against it."""
    if not file.kind:
        return "appeal_file_type"
    if file.size > limits.appeal_file_kb * 1000:
        return "appeal_file_size"
    if any(one.digest == file.digest for one in draft):
        return "appeal_file_doubled"
    return "appeal_files" if len(draft) >= limits.appeal_files else ""


def row(one: Paper) -> dict[str, Any]:
    """A file as a page shows it."""
    return {"file_id": one.id, "name": one.name, "kind": one.kind, "size": one.size}


def most(limits: Limits) -> dict[str, int]:
    """What a form lets through."""
    return {"letters": limits.letters, "files": limits.appeal_files, "kb": limits.appeal_file_kb}
