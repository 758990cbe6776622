"""Reads a form that was sent in parts, as browsers send files."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message


class NoFormError(ValueError):
    """The body is no form in parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """One field; `filename` is empty where it is no file."""

    filename: str
    body: bytes

    @property
    def text(self) -> str:
        """What a field without a file says."""
        return self.body.decode("utf-8", "replace")


def parts(content_type: str, body: bytes) -> dict[str, Part]:
    """The fields by name, bytes as they came.

    Raises:
        NoFormError: not multipart, no boundary, or a part without a name.
    """
    boundary = _header("content-type", content_type).get_boundary()
    if not content_type.startswith("multipart/form-data") or not boundary:
        raise NoFormError(content_type)
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):  # noqa: PLR2004 - what is before, a part, the end
        raise NoFormError(boundary)
    return dict(_part(piece) for piece in pieces[1:-1])


def _part(piece: bytes) -> tuple[str, Part]:
    head, _, body = piece.partition(b"\r\n\r\n")
    lines = (line.partition(":") for line in head.decode("utf-8", "replace").split("\r\n"))
    told = next((value.strip() for name, _, value in lines if name.casefold() == "content-disposition"), "")
    header = _header("content-disposition", told)
    name = header.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise NoFormError(told)
    return name, Part(header.get_filename() or "", body)


def _header(name: str, value: str) -> Message:
    message = Message()
    message[name] = value
    return message
