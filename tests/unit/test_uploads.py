"""What may be sent as a proof, and thirty files that may not: each with its reason, and nothing of any is sent."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from files import BAD, JPG, PDF, PNG, a_png

from agent.domain.masking import masked
from agent.domain.upload import FileKind, UploadLimits
from agent.errors import Code, MendInput
from agent.uploads.reading import read_reason, read_uploads
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast

LIMITS = UploadLimits(5, 20_000)
each_bad = pytest.mark.parametrize(("name", "content", "why"), BAD.values(), ids=BAD)


def refused(read: Callable[[], object]) -> MendInput:
    with pytest.raises(MendInput) as caught:
        read()
    return caught.value


@each_bad
def test_a_bad_file_is_refused_by_its_reason(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    error = refused(lambda: read_uploads([path], LIMITS))

    assert (error.code, error.params["why"]) == (Code.E_INPUT, why)
    assert name.isprintable() or name not in error.params["file"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_said_in_words(language: str) -> None:
    words, whys = Words.load((), language), {why for _, _, why in BAD.values()}
    others = {"upload_many", "upload_doubled", "upload_same_name", "upload_no_file", "upload_unreadable"}

    for why in sorted(whys | others | {"upload_no_text"}):
        assert not re.search(r"upload_|\{", words("error.E_INPUT.what", file="a.png", why=why, value="7")), why


def test_good_files_are_read_byte_for_byte_with_their_kinds(tmp_path: Path) -> None:
    bodies = {"a.png": PNG, "v1.2 final.JPEG": JPG, "情况说明.pdf": PDF, "map.png": a_png(300, 20)}
    for name, body in bodies.items():
        (tmp_path / name).write_bytes(body)

    read = read_uploads([tmp_path / name for name in bodies], LIMITS)

    assert {one.name: one.body for one in read} == bodies
    assert [one.kind for one in read] == [FileKind.PNG, FileKind.JPG, FileKind.PDF, FileKind.PNG]


def test_what_a_file_is_called_and_holds_stands_in_nothing_that_is_told_of_it(tmp_path: Path) -> None:
    path = tmp_path / "passport maria.png"
    path.write_bytes(PNG)

    (read,) = read_uploads([path], LIMITS)

    assert "maria" not in read.told
    assert "IHDR" not in repr(read)
    assert masked(read.told).replace("-", "") == f"png {len(PNG)} B sha256:{read.digest}"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a.png", "b.png"], "upload_doubled"),
        (["a.png", "A.PNG"], "upload_same_name"),
        ([f"{n}.png" for n in range(6)], "upload_many"),
    ],
)
def test_files_that_are_one_too_many_are_refused(tmp_path: Path, names: list[str], why: str) -> None:
    for n, name in enumerate(names):
        (tmp_path / name).write_bytes(PNG if why == "upload_doubled" else a_png(n + 1))

    assert refused(lambda: read_uploads([tmp_path / name for name in names], LIMITS)).params["why"] == why


def test_no_pipe_is_waited_for_and_no_folder_or_missing_file_read(tmp_path: Path) -> None:
    pipe, folder, missing = tmp_path / "pipe.png", tmp_path / "folder.png", tmp_path / "missing.png"
    os.mkfifo(pipe)
    folder.mkdir()

    whys = [refused(lambda p=path: read_uploads([p], LIMITS)).params["why"] for path in (pipe, folder, missing)]

    assert whys == ["upload_no_file", "upload_no_file", "upload_unreadable"]


@pytest.mark.parametrize(("body", "why"), [(b"\xff\xfe\x00x", "upload_no_text"), (b" \n ", "upload_empty")])
def test_a_reason_that_is_no_text_is_refused(tmp_path: Path, body: bytes, why: str) -> None:
    path = tmp_path / "reason.txt"
    path.write_bytes(body)

    assert refused(lambda: read_reason(path)).params["why"] == why


def test_a_reason_loses_only_what_an_editor_left(tmp_path: Path) -> None:
    path = tmp_path / "reason.txt"
    path.write_bytes("\ufeff我们没有虚假宣传。  \r\nVéase la imagen.\r\n\r\n".encode())

    assert read_reason(path) == "我们没有虚假宣传。\nVéase la imagen."
