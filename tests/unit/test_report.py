"""One HTML file tells a person how a run went, in their language, whatever the portal wrote."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from fakes import SHOP
from runs_to_show import (
    ENGLISH,
    HOSTILE,
    PNG,
    SHOT,
    WHO,
    document,
    done,
    hostile,
    refused,
    unknown,
)

from agent.adapters.report.batch import BatchView
from agent.adapters.report.document import Document, Shot, readable
from agent.adapters.report.report import render, render_batch
from agent.adapters.report.view import RunView
from agent.domain.ledger import Outcome
from agent.domain.reason import Reason
from agent.domain.record import Record
from agent.errors import Code
from agent.words import LANGUAGES, Words

pytestmark = pytest.mark.fast


class Wordless:
    """A language without a single text."""

    language = "xx"

    def __call__(self, key: str, **values: object) -> str:
        _ = values
        return key


def shown(record: Record, language: str = "en") -> str:
    return render(document(record), [SHOT], Words.load((), language))


def view(record: Record) -> RunView:
    return RunView(document(record), ENGLISH, UTC)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("record", [done(), refused(), unknown()], ids=lambda record: record.outcome)
def test_the_outcome_is_told_in_the_readers_language(record: Record, language: str) -> None:
    page, words = shown(record, language), Words.load((), language)

    assert words(f"outcome.{record.outcome}") in page
    assert f'lang="{"zh-CN" if language == "zh" else language}"' in page
    assert "@alice.home" in page


def test_a_refusal_names_reason_measure_rule_source_and_time() -> None:
    page = shown(refused())

    assert "The account was unlinked less than 24 hours ago" in page
    assert "Wait until the stated time" in page
    assert "tt123.com/ask/bTM2s0PQ" in page
    assert "source article" in page
    assert "2026-11-24 02:40 Mexico City" in page
    assert ">74<" in page


def test_refusals_come_in_the_articles_order_and_before_warnings() -> None:
    told = view(refused())

    assert [one["guard"] for one in told.verdicts] == ["owner_age", "cooldown", "credit_score"]
    assert [one["effect"] for one in told.quiet] == ["not_asked"]
    assert [one["effect"] for one in told.fulfilled] == ["allow"] * 7


def test_a_moment_is_told_in_both_zones_only_where_they_differ() -> None:
    there = RunView(document(done()), ENGLISH, timezone(timedelta(hours=-6)))

    assert view(done()).moments("2026-11-23T02:00:00+00:00") == ["2026-11-22 20:00 Mexico City", "11-23 02:00 UTC"]
    assert there.moments("2026-11-23T02:00:00+00:00") == ["2026-11-22 20:00 Mexico City"]
    assert there.moments("never") == []


def test_an_unknown_zone_is_shown_as_utc() -> None:
    told = view(replace(done(), shop=replace(SHOP, zone="Mars/Olympus_Mons")))

    assert told.moments("2026-11-23T02:00:00") == ["2026-11-23 02:00 Olympus Mons"]


def test_tries_at_one_step_stand_together() -> None:
    told = view(done())

    assert [(step.name, len(step.tries), round(step.share)) for step in told.timing.steps] == [
        ("home", 1, 13),
        ("link dialog", 2, 100),
        ("invitations", 1, 10),
    ]
    assert told.timing.retries == 1
    assert told.timing.steps[1].troubles == ["E_PORTAL_DOWN(detail=timeout)"]


def test_a_sent_invitation_says_how_long_the_creator_has() -> None:
    assert view(done()).next_steps == [
        "Sent; the creator has until 2026-11-25 03:00 Mexico City · 09:00 UTC to accept in the TikTok app."
    ]


def test_an_unknown_outcome_says_what_happened_what_was_sent_and_what_to_do() -> None:
    told = view(unknown())

    assert told.because == [
        "It is not known whether the portal carried out the request for @alice.home at Casa Aurora MX."
    ]
    assert "pressed at most once" in told.state
    assert "--intent b1c2d3 --decide" in told.next_steps[0]
    assert told.tone == "care"


@pytest.mark.parametrize("reason", [Reason.LINKED_TOO_RECENTLY, Reason.NETWORK_REGION, Reason.VIOLATION_ON_RECORD])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_no_of_the_portal_is_reported_with_its_own_cause_and_what_to_do(reason: Reason, language: str) -> None:
    record = replace(unknown(), outcome=Outcome.REJECTED, code=Code.B_REJECTED, reason=reason)

    page, words = html.unescape(shown(record, language)), Words.load((), language)

    assert f"<p><bdi>{words(f'reason.{reason}.why')}</bdi></p>" in page
    assert words(f"reason.{reason}.next").split("`", maxsplit=1)[0] in page
    assert words("error.B_REJECTED.next") not in page


def test_a_rehearsal_says_that_nothing_was_sent() -> None:
    told = view(replace(done(), outcome=Outcome.PLANNED))

    assert told.because == ["Dry run: walked to the last button, nothing was sent."]
    assert told.tone == "calm"


def test_pictures_are_inside_the_file() -> None:
    page = render(document(done()), [SHOT, Shot("after", b"\xff\xd8\xff", "")], ENGLISH)

    assert 'src="data:image/png;base64,iVBOR' in page
    assert 'src="data:image/jpeg;base64,/9j/"' in page
    assert "Before the press" in page
    assert "After the press" in page


def test_nothing_runs_and_nothing_is_loaded() -> None:
    page = shown(done()) + render_batch([(document(done()), [SHOT])], ENGLISH)

    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    assert "<script" not in page
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["'](?!data:image/|#)""", page) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_portal_wrote_is_text_and_nothing_else(text: str) -> None:
    page = shown(hostile(text)) + render_batch([(document(hostile(text)), [Shot(text, PNG, text)])], ENGLISH)

    assert not re.search(r"<script|<img src=x|\u202e|\x1b", page)
    assert page.count("<img ") == 2
    assert str(777 * 777) not in page


@pytest.mark.parametrize("record", [done(), refused(), unknown(), hostile("?")], ids=lambda record: record.outcome)
def test_a_report_without_any_words_is_still_a_report(record: Record) -> None:
    page = render(document(record), [SHOT], Wordless())

    assert str(record.outcome).replace("_", " ") in page


def test_a_batch_lists_every_run_with_reason_source_and_time_and_folds_each_in() -> None:
    page = render_batch([(document(done()), []), (document(refused()), [SHOT])], ENGLISH)

    assert len(re.findall(r'<a href="#r\d">', page)) == 2
    assert len(re.findall(r'<details class="one \w+" id="r\d">', page)) == 2
    assert "Least age of the owner" in page
    assert "Refused by a rule 1" in re.sub(r"<[^>]+>", "", page)


def test_a_batch_says_what_to_do_and_when() -> None:
    healed = {"not_before": "2026-11-24T08:40:00+00:00"}

    page = render_batch([(document(refused()) | healed, [])], ENGLISH)

    table = re.sub(r"<[^>]+>", "", page[page.index("<table") : page.index("</table>")])
    assert "Choose another account, or bind it once its owner is of age." in table
    assert "Not before: 2026-11-24 02:40 Mexico City" in table


def test_a_batch_says_until_when_an_invited_creator_may_accept() -> None:
    page = render_batch([(document(done()), [])], ENGLISH)

    assert "Sent; the creator has until 2026-11-25 03:00 Mexico City" in page[: page.index("</table>")]


def titles(*told: Document) -> str:
    """The one title of a batch."""
    page = render_batch([(one, []) for one in told], ENGLISH)
    return re.findall(r"<title>(.*?)</title>.*<h1>\1</h1>", page, re.DOTALL)[0]


def test_a_batch_is_named_after_what_was_run() -> None:
    bind = document(done())
    unlink = bind | {"action": "unlink"}

    assert titles(bind, bind, bind) == "Bind: 3 accounts"
    assert titles(unlink, unlink) == "Unlink: 2 accounts"
    assert titles(bind, unlink) == "Run report"
    assert titles(bind | {"command": "demo"}) == "Demo report"


def test_a_batch_counts_what_went_well_first() -> None:
    batch = BatchView((view(refused()), view(refused()), view(done())), ENGLISH)

    assert [(run.doc["outcome"], count) for run, count in batch.tally] == [("DONE", 1), ("REFUSED", 2)]


def test_an_outcome_that_nobody_knows_comes_last() -> None:
    strange = RunView(document(refused()) | {"outcome": "STRANGE"}, ENGLISH)

    assert [run.doc["outcome"] for run, _ in BatchView((strange, view(done())), ENGLISH).tally] == ["DONE", "STRANGE"]


def test_a_rule_that_only_says_yes_is_told_by_its_name() -> None:
    page = shown(done())

    assert "Content fits the main category" in page
    assert "✓" not in page


def test_a_picture_of_a_run_that_pressed_nothing_is_not_before_a_press() -> None:
    assert view(refused()).caption(SHOT) == "What the portal showed"
    assert view(done()).caption(SHOT) == "Before the press"


def test_a_batch_of_records_alone_needs_no_run() -> None:
    told = {key: value for key, value in document(refused()).items() if key not in {"run", "started_at", "attempts"}}

    page = render_batch([(told, [])], ENGLISH)

    assert "Refused by a rule" in page
    assert WHO.run not in page


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (timedelta(hours=24), "24h"),
        (timedelta(days=180), "180d"),
        (timedelta(seconds=90), "90s"),
        (timedelta(minutes=15), "15m"),
        (True, "✓"),
        (False, "✗"),
        (18, "18"),
    ],
)
def test_a_rules_value_reads_the_same_in_every_language(value: object, told: str) -> None:
    assert readable(value) == told
