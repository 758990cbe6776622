"""On Windows a list of rights keeps others out: the command that sets it, and what happens where it cannot be set."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PureWindowsPath

import pytest

from agent.adapters.access import leave_to_owner, owner_only_list, run, sid_in, who_am_i
from agent.errors import Code, MendHost

pytestmark = pytest.mark.fast

SID = "S-1-5-21-1004336348-1177238915-682003330-1001"
PATH = PureWindowsPath(r"D:\店 铺\state & more")
TOLD = f'"desk\\王","{SID}"\n'


def test_a_folder_is_left_to_its_owner_and_windows_with_all_that_will_be_in_it() -> None:
    assert owner_only_list(PATH, SID, {"SystemRoot": r"E:\Win"}, folder=True) == [
        r"E:\Win\System32\icacls.exe",
        r"D:\店 铺\state & more",
        "/inheritance:r",
        "/grant:r",
        f"*{SID}:(OI)(CI)F",
        "*S-1-5-18:(OI)(CI)F",
        "/q",
    ]


def test_a_file_hands_nothing_on() -> None:
    assert owner_only_list(PATH, SID, {}, folder=False)[4:6] == [f"*{SID}:F", "*S-1-5-18:F"]


@pytest.mark.parametrize("environ", [{}, {"SystemRoot": ""}, {"SystemRoot": r"C:\Windows"}])
def test_windows_own_programs_are_named_whole(environ: dict[str, str]) -> None:
    assert who_am_i(environ)[0] == r"C:\Windows\System32\whoami.exe"


@pytest.mark.parametrize(
    ("told", "sid"),
    [(TOLD, SID), (f'"desk\\S-1-5-9","{SID}"', SID), ('"desk\\????","S-1-5-18"', "S-1-5-18"), ("", ""), ("S-2-5", "")],
)
def test_the_owner_is_known_by_the_last_sid(told: str, sid: str) -> None:
    assert sid_in(told) == sid


@pytest.mark.parametrize("answers", [[None], ["no sid"], [TOLD, None]])
def test_what_cannot_be_left_to_its_owner_is_refused(answers: list[str | None]) -> None:
    asked: list[Sequence[str]] = []

    with pytest.raises(MendHost) as caught:
        leave_to_owner(PATH, folder=True, ask=lambda words: (asked.append(words), answers[len(asked) - 1])[1])

    assert (caught.value.code, caught.value.params["path"]) == (Code.E_PERMISSION, str(PATH))
    assert len(asked) == len(answers)


@pytest.mark.parametrize(
    ("words", "told"),
    [(["printf", "a b"], "a b"), (["printf", r"\377"], "\udcff"), (["false"], None), ([r"C:\no\such.exe"], None)],
)
def test_a_program_is_asked_without_a_shell_and_its_failure_is_no_answer(words: list[str], told: str | None) -> None:
    assert run(words) == told
