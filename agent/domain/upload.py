"""A file that goes to the portal as a proof: exactly the bytes that were checked, and what may be sent there."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


class FileKind(StrEnum):
    """What portals take as a proof."""

    PNG = "png"
    JPG = "jpg"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        """As a browser calls it."""
        return _MEDIA[self]


_MEDIA: Final = {FileKind.PNG: "image/png", FileKind.JPG: "image/jpeg", FileKind.PDF: "application/pdf"}


@dataclass(frozen=True, slots=True)
class Upload:
    """One file under the name that the portal will show; its bytes are in no log and in no error."""

    name: str
    kind: FileKind
    body: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 in hex: what says afterwards which file it was."""
        return sha256(self.body).hexdigest()

    @property
    def told(self) -> str:
        """The file without its name, which may be somebody's; its digest in eights, none of them like a number."""
        eights = (self.digest[at : at + 8] for at in range(0, len(self.digest), 8))
        return f"{self.kind} {len(self.body)} B sha256:{'-'.join(eights)}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits in the form: its name, and how many thousand bytes the page says it has."""

    name: str
    kilobytes: int | None = None

    def is_whole(self, file: Upload) -> bool:
        """Whether the page's size fits the file, however it rounds; where it tells none, the name has to do."""
        size = len(file.body) / 1000
        return self.kilobytes is None or abs(self.kilobytes - size) <= max(1.0, size / 20)


def proofs(files: Sequence[Upload]) -> str:
    """Files by kind, size and digest, without their names."""
    return ", ".join(one.told for one in files)


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How many files are taken at a time, and how many bytes of each."""

    files: int
    bytes: int
