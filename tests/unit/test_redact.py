"""Secrets are taken out of texts in every spelling in which they travel."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, quote_plus

import pytest

from agent.adapters import redact
from agent.adapters.redact import HIDDEN, Redactor, cleaned, visible

pytestmark = pytest.mark.fast

SECRET = 'Pä ss/w+rd"&=7'
SPELLINGS = [
    SECRET,
    quote(SECRET),
    quote(SECRET, safe=""),
    "P%c3%a4%20ss%2fw%2brd%22%26%3d7",
    quote_plus(SECRET),
    json.dumps(SECRET),
    json.dumps(SECRET, ensure_ascii=False),
    repr(SECRET),
    SECRET.encode().hex(),
    SECRET.encode().hex().upper(),
]


@pytest.fixture
def knowing() -> Redactor:
    redactor = Redactor()
    redactor.register(SECRET)
    return redactor


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_registered_secret_is_hidden_in_every_spelling(knowing: Redactor, spelling: str) -> None:
    text = knowing(f"before {spelling} after")

    assert text.replace('"', "").replace("'", "") == f"before {HIDDEN} after"


@pytest.mark.parametrize("user", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_hides_no_secret_wherever_it_begins(knowing: Redactor, user: str, encode: object) -> None:
    assert callable(encode)
    text = encode(f"{user}{SECRET}".encode()).decode()

    told = knowing(text)

    assert HIDDEN in told
    assert len(told.replace(HIDDEN, "")) <= len(user) * 2 + 4


def test_a_very_short_secret_is_hidden_as_a_word_only() -> None:
    redactor = Redactor()
    redactor.register("abc")

    assert redactor("abc abcd /abc?") == f"{HIDDEN} abcd /{HIDDEN}?"


def test_of_sessions_only_the_newest_are_remembered_and_secrets_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redact, "_MOST_PASSING", 100)
    redactor = Redactor()
    redactor.register_passing("the key of all")
    redactor.register("the key of all")
    for number in range(100):
        redactor.register_passing(f"session number {number}")

    assert redactor("the key of all, session number 99") == f"{HIDDEN}, {HIDDEN}"
    assert redactor("session number 0") == "session number 0"


def test_a_secret_inside_another_one_gives_nothing_of_it_away() -> None:
    redactor = Redactor()
    redactor.register("inside")
    redactor.register("long inside out")

    assert redactor("a long inside out, inside") == f"a {HIDDEN}, {HIDDEN}"


def test_an_empty_secret_changes_nothing() -> None:
    redactor = Redactor()

    redactor.register("")

    assert redactor("as it was") == "as it was"


@pytest.mark.parametrize(
    "text",
    [
        "Cookie: sessionid=hunter2; other=hunter2",
        "cookies were sessionid=hunter2;",
        "Authorization: Basic hunter2",
        '{"authorization": "Bearer hunter2"}',
        "Bearer hunter2hunter2",
        '{"password": "hunter2 hunter2 \\" hunter2"}',
        "password='hunter2'",
        '- textbox "Password": hunter2',
        '- textbox "密码": hunter2',
        "csrf_token=hunter2&x=1",
        "proxy http://user:hunter2@line.example:8080 failed",
        "http://user:hun@ter2hunter2@line.example/",
        "eyJhbGciOiJIUzI1.hunter2eyJzdWIi.hunter2hunter2",
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str) -> None:
    told = Redactor()(text)

    assert HIDDEN in told
    assert "hunter2" not in told


@pytest.mark.parametrize(
    "text", ["https://seller.example/a?b=1", "shop 7495000000000000011", "Basic information: none"]
)
def test_innocent_text_stays(text: str) -> None:
    assert Redactor()(text) == text


def test_data_is_cleaned_by_the_names_of_its_keys_too() -> None:
    told = cleaned({"password": "a b", "note": "call +49 151 2345 6789", "run": "a13800138000f", "tries": [1, None]})

    assert told == {"password": HIDDEN, "note": "call •••", "run": "a13800138000f", "tries": [1, None]}


def test_a_lone_phone_number_is_an_id_only_where_ids_stand() -> None:
    assert cleaned({"note": "13800138000", "id": "13800138000", "handle": "call 13800138000"}) == {
        "note": "•••",
        "id": "13800138000",
        "handle": "call •••",
    }


def test_a_long_hostile_text_is_read_in_bounded_time() -> None:
    assert Redactor()("a-" * 20_000).endswith("a-")


def test_control_signs_are_shown_and_never_obeyed() -> None:
    assert visible("\x1b[2J\n\u202eevil\x9b\ud800·é中") == "\\x1b[2J\\x0a\\u202eevil\\x9b\\ud800·é中"
