"""`companion show` tells a person at night what was known, pressed and seen, and whether to press by hand."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fakes import ACCOUNT, APPROVE, ASK, BY_APP, MOCK, SHOP, UNLINK, FakeTrail, Killed, Press
from lived import Lived
from operators import kept
from replacing import REPLACE, with_both
from told import all_that_is_told

from agent.cli.main import run
from agent.domain.identity import RunId, ShopId
from agent.domain.ledger import Claim, ClaimState
from agent.domain.permit import Kind, Permit, RequestKey
from agent.domain.seen import CheckName, Jumped, Said
from agent.errors import EXIT, Code
from agent.words import Words

pytestmark = pytest.mark.fast
LOST = TimeoutError("click")
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh", "es"])
GOLDEN = tomllib.loads(Path(__file__).with_name("stories.toml").read_text("utf-8"))
CAUSES = {
    "cool_down": "An account can be unlinked 24 hours after it was linked.",
    "network": "Your network address does not match the operating country.",
    "violation": "The account has violations that are not settled.",
    "restriction": "The account's e-commerce permission is restricted.",
}
Told = Callable[..., str]


@pytest.fixture(autouse=True)
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The operator sits in another zone than the shop."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def lived(place: list[str]) -> Lived:
    return Lived(place)


@pytest.fixture
def told(place: list[str], capsys: pytest.CaptureFixture[str]) -> Told:
    """What the command says of a run."""

    def show(run_id: str, *more: str) -> str:
        assert run([*place, *more, "show", run_id]) == 0
        return capsys.readouterr().out

    return show


def missing(what: str, language: str, story: str) -> list[str]:
    """The golden sentences that a story does not tell."""
    return [line for line in GOLDEN[what][language] if line not in story]


def unknown(lived: Lived) -> str:
    """An unlink that nobody could look up; answers its intent."""
    lived.portal.presses, lived.portal.blind_after_press = [Press(breaks=LOST)], True
    return str(lived.unlink().settled.intent)  # type: ignore[union-attr]  # it was pressed


def claimed_at(lived: Lived, shop: ShopId) -> Claim:
    """A press of another shop of the same login, of which nothing more is known."""
    now, key = lived.clock.now(), RequestKey(shop, ACCOUNT, Kind.UNLINK, 0)
    permit = Permit(key, SHOP.login, UNLINK.target.handle, now, now + timedelta(minutes=1), "", frozenset())
    lease = lived.ask("lease", SHOP.login, "another", timedelta(minutes=1))
    claimed: Claim = lived.ask("claim", permit, lease, RunId("another")).claim
    lived.ask("give_back", lease)
    return claimed


@LANGUAGES
def test_a_done_unlink_is_told_in_the_readers_language(lived: Lived, told: Told, language: str) -> None:
    lived.unlink()

    story = told(lived.runs[-1], "--lang", language)

    assert missing("done", language, story) == []


@LANGUAGES
def test_what_is_not_known_is_not_to_be_pressed_by_hand(lived: Lived, told: Told, language: str) -> None:
    intent = unknown(lived)

    story = told(lived.runs[-1], "--lang", language)

    assert missing("unknown", language, story.splitlines()[-1]) == []
    assert story.count(f"--confirm {intent}") >= 1


@LANGUAGES
def test_what_a_person_decided_later_belongs_to_the_story(lived: Lived, told: Told, language: str) -> None:
    intent = unknown(lived)
    lived.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "still listed")
    lived.ask("release", intent, "Li Wei", "3 of 3 shown")

    story = told(lived.runs[-1], "--lang", language)

    assert missing("decided", language, story) == []


@LANGUAGES
def test_a_refusal_says_that_nothing_was_pressed_and_why(lived: Lived, told: Told, language: str) -> None:
    lived.portal.failed_checks = {CheckName.NO_VIOLATION}
    lived.unlink()

    story = told(lived.runs[-1], "--lang", language)

    assert missing("refused", language, story) == []


@LANGUAGES
@pytest.mark.parametrize("cause", CAUSES)
def test_the_causes_of_a_no_are_told_apart_with_what_to_do_next(
    lived: Lived, told: Told, cause: str, language: str
) -> None:
    lived.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=CAUSES[cause])]
    lived.unlink()

    story = told(lived.runs[-1], "--lang", language)

    assert missing(cause, language, story) == []


@pytest.mark.parametrize("cause", CAUSES)
def test_the_command_itself_tells_the_same_causes(lived: Lived, capsys: pytest.CaptureFixture[str], cause: str) -> None:
    lived.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=CAUSES[cause])]

    said = all_that_is_told(lived.unlink(), capsys)

    assert [line for line in GOLDEN[cause]["en"] if line.removeprefix("Next: ") not in said] == []


@LANGUAGES
def test_who_did_without_a_copy_of_the_showcase_is_told_with_the_reason(
    lived: Lived, told: Told, language: str
) -> None:
    lived.unlink(replace(UNLINK, without_backup="she lost her phone"))

    assert missing("waived", language, told(lived.runs[-1], "--lang", language)) == []


@LANGUAGES
def test_a_creators_request_is_told(lived: Lived, told: Told, language: str) -> None:
    lived.unlink(ASK)

    assert missing("asked", language, told(lived.runs[-1], "--lang", language)) == []


@LANGUAGES
def test_an_approval_is_told(lived: Lived, told: Told, language: str) -> None:
    lived.portal.asked = True
    lived.unlink(APPROVE)

    assert missing("approved", language, told(lived.runs[-1], "--lang", language)) == []


@LANGUAGES
def test_both_halves_of_a_replacement_are_told_and_how_it_goes_on(lived: Lived, told: Told, language: str) -> None:
    with_both(lived)  # type: ignore[arg-type]  # it asks for a portal only
    lived.replace(REPLACE)

    assert missing("replaced", language, told(lived.runs[-1], "--lang", language)) == []


def test_what_was_pressed_in_the_seller_app_is_told_so_and_what_became_of_the_jump(lived: Lived, told: Told) -> None:
    lived.portal.linked.clear()
    lived.portal.owner = (Jumped.DECLINED, timedelta(seconds=5))
    lived.bind(BY_APP)

    story = told(lived.runs[-1])

    assert "“Continue in TikTok” in the Seller app" in story
    assert "its owner has declined in the TikTok app" in story


def test_each_guard_is_told_with_what_was_measured_its_rule_and_source(lived: Lived, told: Told) -> None:
    lived.unlink()

    line = next(one for one in told(lived.runs[-1]).splitlines() if one.startswith("Unlinks left  "))

    assert ["fulfilled" in line, "3/3" in line, "Unlinks per shop: 3" in line, "TikTok Shop channel" in line] == [
        True
    ] * 4


def test_a_fact_that_was_not_told_is_not_one_that_never_was(lived: Lived, told: Told) -> None:
    lived.portal.left = None
    lived.unlink()

    facts = {line.split("  ")[0]: line for line in told(lived.runs[-1]).splitlines()}

    assert facts["Unlinks left, as shown"].split()[-2:] == ["not", "shown"]
    assert facts["Last challenge"].split()[-2:] == ["never", "ledger"]


@pytest.mark.parametrize(("language", "word"), [("en", "not shown"), ("zh", "页面没有显示"), ("es", "no se muestra")])
def test_a_counter_that_the_portal_does_not_have_is_not_shown(
    lived: Lived, told: Told, language: str, word: str
) -> None:
    lived.profile = replace(MOCK, uncounted=frozenset({"unlink.left"}))
    lived.unlink()

    label = Words.load((), language)("fact.unlinks_left")
    line = next(one for one in told(lived.runs[-1], "--lang", language).splitlines() if one.startswith(label))

    assert line.removeprefix(label).strip().startswith(word)


def test_a_press_without_effect_says_how_it_is_given_back(lived: Lived, told: Told) -> None:
    lived.portal.presses = [Press(commits=False, breaks=LOST)]
    intent = lived.unlink().settled.intent  # type: ignore[union-attr]  # it was pressed

    assert f"`companion ledger release {intent} --reason TEXT --confirm {intent}`" in told(lived.runs[-1])


def test_a_run_that_only_looked_says_who_had_pressed(lived: Lived, told: Told) -> None:
    unknown(lived)
    lived.unlink()

    assert f"pressed by run {lived.runs[0]} on 2026-11-23 17:01 CST" in told(lived.runs[1])


def test_a_killed_run_is_known_by_what_it_claimed(lived: Lived, told: Told) -> None:
    with pytest.raises(Killed):
        lived.unlink(trail=FakeTrail("CP15"))

    story = told(lived.runs[-1])

    assert "No record: it was killed, or still goes on" in story
    assert "whether the click left is not recorded" in story
    assert "No. It may have happened." in story
    assert ("Unlinks left" in story, "3/3" in story, "What was known" in story) == (True, True, True)


def test_a_run_that_was_killed_as_it_saw_too_much_does_not_keep_it_to_itself(lived: Lived, told: Told) -> None:
    lived.portal.presses = [Press(times=2)]
    with pytest.raises(Killed):
        lived.unlink(trail=FakeTrail("CP17"))

    assert "the portal carried it out more than once" in told(lived.runs[-1])


def test_a_restriction_comes_with_a_ticket(lived: Lived, told: Told) -> None:
    lived.portal.failed_checks = {CheckName.STATUS_NORMAL}
    lived.unlink()

    assert "Hello, we cannot unlink the marketing account @alice.home" in told(lived.runs[-1])


@pytest.mark.parametrize("text", ["\x1b[31mred\x1b]0;title\x07", "\u202egnp.exe", "a\nfake line", "{intent} [x {y}]"])
def test_what_a_portal_wrote_is_text_and_nothing_else(lived: Lived, told: Told, text: str) -> None:
    lived.portal.unknown_objections = (text,)
    lived.portal.presses = [Press(commits=False, said=Said.REFUSAL, text=text)]
    lived.unlink()

    story = told(lived.runs[-1])

    assert [char for char in story if char != "\n" and not char.isprintable()] == []
    assert not [line for line in story.splitlines() if line.startswith("fake line")]


def test_the_story_stands_without_the_evidence(lived: Lived, told: Told, place: list[str]) -> None:
    lived.unlink()
    row = lived.ask("run", lived.runs[-1])
    folder = str(Path(place[3], "runs", "gone"))
    lived.ask("record", replace(row, run="99ff", evidence=folder))  # type: ignore[arg-type]  # a run that kept evidence

    story = told("99ff")

    assert f"The folder is no longer there: {folder}. This story comes from the ledger alone." in story
    assert "@alice.home: done (looks: 1)." in story


def test_a_run_of_an_older_version_is_told_as_far_as_it_goes(lived: Lived, told: Told) -> None:
    lived.unlink()
    row, old = lived.ask("run", lived.runs[-1]), ("code", "submitted", "note", "intent", "marks", "attempts")
    lived.ask("record", replace(row, run="88ff", detail={name: row.detail[name] for name in old}))

    assert "@alice.home · Casa Aurora MX: Done" in told("88ff")


def test_a_machine_gets_one_object(lived: Lived, told: Told) -> None:
    intent = unknown(lived)

    story = json.loads(told(lived.runs[-1], "--json"))

    assert (story["schema_version"], story["run"], story["outcome"]) == (1, lived.runs[-1], "UNKNOWN")
    assert [(one["intent"], one["state_now"], one["by_this_run"]) for one in story["claims"]] == [
        (intent, "unknown", True)
    ]
    assert story["by_hand"] == ["undecided"]
    assert {one["source"] for one in story["facts"] if one["fact"] == "unlinks_left"} == {"page"}


def test_the_beginning_of_a_run_is_enough(lived: Lived, told: Told) -> None:
    lived.unlink()

    assert lived.runs[-1] in told(lived.runs[-1][:2])


@pytest.mark.parametrize(
    ("word", "named"), [("0", "several runs begin with 0"), ("zz", "no run begins with zz; near:")]
)
def test_a_wrong_id_names_those_that_come_near(
    lived: Lived, place: list[str], capsys: pytest.CaptureFixture[str], word: str, named: str
) -> None:
    lived.unlink()
    lived.unlink()

    assert run([*place, "show", word]) == EXIT[Code.E_INPUT]

    said = capsys.readouterr().err
    assert [named in said, *(one in said for one in lived.runs)] == [True] * 3


def test_a_forgotten_creator_is_in_no_story(lived: Lived, told: Told) -> None:
    lived.unlink()
    lived.ask("forget", lived.ask("claims")[0].key.account)

    assert "alice" not in told(lived.runs[-1])


def test_history_shows_both_accounts_of_a_replacement(
    lived: Lived, place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with_both(lived)  # type: ignore[arg-type]  # it asks for a portal only
    lived.replace(REPLACE)

    run([*place, "history"])

    assert "@alice.home → @bob.kitchen" in capsys.readouterr().out


def test_reconcile_says_what_a_person_does_next(
    lived: Lived, place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    intent = unknown(lived)

    decide = ["reconcile", "--intent", intent, "--decide", "not-done", "--reason", "listed", "--confirm", intent]

    assert run([*place, *decide]) == 0
    assert f"`companion ledger release {intent}" in capsys.readouterr().out


def test_an_unlink_is_given_back_by_a_named_person_and_told_so_with_the_reason(
    lived: Lived, place: list[str], told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    intent = unknown(lived)
    lived.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "still listed")

    given_back = ["--reason", "3 of 3 shown", "--confirm", intent, "--by", "Li Wei"]
    ended = run([*place, "ledger", "release", intent, *given_back])

    assert (ended, "@alice.home" in capsys.readouterr().out) == (0, True)
    assert lived.ask("spent", "unlinks", SHOP.id, "ever") == 0
    assert all(one in told(lived.runs[-1]) for one in ("Li Wei", "3 of 3 shown"))


def test_a_claim_of_a_shop_that_left_the_roster_is_not_passed_over(
    lived: Lived, logged_in: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    intent, roster = unknown(lived), Path(logged_in[1]) / "shops.toml"
    roster.write_text(roster.read_text("utf-8").replace(SHOP.id, f"{SHOP.id[:-2]}99"), "utf-8")

    assert run([*logged_in, "reconcile"]) == 20

    told = capsys.readouterr()
    assert f"Shop {SHOP.id} is not in the roster" in told.err
    assert f"--intent {intent} --decide done|not-done" in told.out


def test_the_trouble_of_one_shop_neither_hides_nor_stops_what_is_open_at_another(
    lived: Lived, logged_in: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    left, roster = unknown(lived), Path(logged_in[1]) / "shops.toml"
    here = claimed_at(lived, ShopId(f"{SHOP.id[:-2]}99"))
    roster.write_text(roster.read_text("utf-8").replace(SHOP.id, here.key.shop), "utf-8")
    kept(logged_in, "lease", SHOP.login, "somebody else", timedelta(minutes=5))

    assert run([*logged_in, "reconcile"]) == 20

    told = capsys.readouterr()
    assert (left in told.out, "somebody else" in told.err) == (True, True)


def test_what_a_person_has_decided_is_not_to_be_decided_again(
    lived: Lived, place: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    lived.portal.presses = [Press(commits=False)]
    intent = str(lived.unlink(ASK).settled.intent)  # type: ignore[union-attr]  # it was pressed
    decide = ["reconcile", "--intent", intent, "--decide", "not-done", "--reason", "listed", "--confirm", intent]

    assert run([*place, *decide]) == 0

    told = capsys.readouterr().out
    assert ("run the same command again" in told, "--decide" in told) == (True, False)


def test_a_claim_that_nobody_knows_is_told(logged_in: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*logged_in, "reconcile", "--intent", "nobody-knows"]) == 3

    assert "the ledger knows no claim nobody-knows" in capsys.readouterr().err


def test_a_mistaken_decision_can_be_taken_back(lived: Lived) -> None:
    intent = unknown(lived)
    lived.ask("decide", intent, ClaimState.DONE, "Li Wei", "I thought so")

    claim = lived.ask("decide", intent, ClaimState.NOT_DONE, "Li Wei", "it is still listed")

    assert claim.state is ClaimState.NOT_DONE
    assert lived.ask("spent", "unlinks", SHOP.id, "ever") == 1
