"""Every word is there in three languages, asks for the same values, and never fails to be said."""

from __future__ import annotations

import ast
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import keys_in_code
import pytest

from agent.adapters.pictures.wording import LIKED
from agent.assortments import ASSORTMENT, PRODUCTS, Goods
from agent.cli.numbers_shown import FAN_HEADS, HEADS
from agent.dashboard.drawing import BARS
from agent.dashboard.finding import FILTERS
from agent.dashboard.pages import MESSAGES
from agent.domain import programme, ranking
from agent.domain.adoption import Missing
from agent.domain.appeal import AppealFacts
from agent.domain.approving import ApprovalState
from agent.domain.comparing import Certainty
from agent.domain.content_audit import Objection
from agent.domain.deadline import Matter
from agent.domain.declared import Subject
from agent.domain.drift import Found, Skipped
from agent.domain.facts import NOT_ASKED, BindFacts, PromotionFacts, ShowcaseFacts, Source, UnlinkFacts
from agent.domain.handover import HandOverState
from agent.domain.insight import Metric, Span
from agent.domain.jobs import JobState, Task
from agent.domain.ledger import ClaimState, InvitationState, LinkState, Outcome
from agent.domain.lines import LineState
from agent.domain.live import Pilot, Traffic
from agent.domain.machine import IN_ORDER, Part, What
from agent.domain.matching import Bar, Criterion
from agent.domain.mixing import Band, Why
from agent.domain.news import Occasion, Trouble
from agent.domain.permit import Kind
from agent.domain.planning import Change, Step
from agent.domain.pointing import Sort
from agent.domain.promotion import PromotionState, Tool
from agent.domain.reason import Reason
from agent.domain.record import Progress
from agent.domain.roster import Stage, Table
from agent.domain.rules import Trust
from agent.domain.scheduling import Scheduler
from agent.domain.stale import Stale
from agent.domain.story import ByHand
from agent.domain.ticket import TicketFacts, TicketMatter, TicketState
from agent.domain.turns import Turn
from agent.domain.verdict import Effect
from agent.domain.violation import AppealState, Category, Right
from agent.errors import EXIT, Code, Submitted
from agent.flows.stops import STOPS
from agent.flows.story import EVENTS
from agent.guards import judge
from agent.matching import TOLD, Told
from agent.packaged_texts import leaves
from agent.ports import News
from agent.profile import every_key
from agent.roster.columns import ROSTER, TABLES
from agent.rulebook import Place, all_rules, load_rules
from agent.sheets import bare
from agent.tomlfile import default_folder
from agent.training.captions import CAPTIONS
from agent.training.lessons import lessons
from agent.training.pace import Wish
from agent.words import LANGUAGES, Words, placeholders

pytestmark = pytest.mark.fast

ALL = {language: Words.load((), language) for language in LANGUAGES}
RULES = all_rules(load_rules([default_folder()], Place("mock", "MX", Stage.STANDARD)))
GUARDS = {guard.__name__ for guard in (*judge.BIND, *judge.UNLINK, *judge.SHOWCASE, *judge.PROMOTION)}
GUARDS |= {guard.__name__ for guard in (*judge.APPEAL, *judge.TICKET)}
REPOSITORY = Path(__file__).parents[2]

FACTS = (BindFacts, UnlinkFacts, ShowcaseFacts, PromotionFacts, AppealFacts, TicketFacts)
UNTOLD = (
    "not_shown",
    "not_in_the_ledger",
    "the_roster_names_no_consent",
    "asked_before_the_place_is_free",
    "the_accounts_id_is_not_known",
    "an_echo_gave_no_country",
    "nobody_declared_the_earlier_unlinks",
)

LESSONS = lessons([default_folder()]).values()
SCENES = [(lesson.name, scene) for lesson in LESSONS for scene in lesson.scenes]
COLUMNS = {one.key for columns in TABLES.values() for one in columns}
GOODS = {one.key for form in (ASSORTMENT, PRODUCTS) for columns in form.tables.values() for one in columns}
OF_CREATORS = {one.key for columns in TOLD.tables.values() for one in columns}
LINES_OF_A_SCORE = {
    *(f"category_{ground}" for ground in ("same", "near", "other", "untold", "shop_untold")),
    *(f"products_{ground}" for ground in ("own", "similar", "untold", "shop_untold")),
    *("audience_share", "audience_untold", "size_count", "size_untold"),
    *("engagement_rate", "engagement_reach", "engagement_untold"),
    *("region_same", "region_other", "region_untold"),
    *(f"policy_{ground}" for ground in ("clean", "violations", "lookalike", "untold")),
}
WANTED = {
    *(f"error.{code}.{part}" for code in Code for part in ("what", "state", "next")),
    *(f"reason.{reason}.{part}" for reason in Reason for part in ("name", "why", "next")),
    *(f"outcome.{outcome}" for outcome in Outcome),
    *(f"job.{state}" for state in JobState),
    *(f"task.{task}" for task in Task),
    *(f"plan_step.{step}" for step in Step),
    *(f"outside.{change}" for change in Change),
    *(f"rule.{rule.name}.name" for rule in RULES),
    *(f"guard.{name}" for name in GUARDS),
    *(f"kind.{kind}" for kind in (*Kind, "replace")),
    *(f"progress.{progress}" for progress in Progress),
    *(f"link.{state}" for state in LinkState),
    *(f"invitation.{state}" for state in InvitationState),
    *(f"claim.{state}" for state in ClaimState),
    *(f"approval.{state}" for state in ApprovalState),
    *(f"trust.{trust}" for trust in Trust),
    *(f"submitted.{one}" for one in Submitted),
    *(f"effect.{effect}" for effect in Effect),
    *(f"fact.{one.name}" for kind in FACTS for one in fields(kind) if one.default is NOT_ASKED),
    "fact.operating_countries",
    *(f"untold.{why}" for why in UNTOLD),
    *(f"fact_value.{value}" for value in ("owned", "not_needed")),
    *(f"told_by.{source}" for source in Source),
    *(f"by_hand.{answer}" for answer in ByHand),
    *(f"adopt.{outcome}" for outcome in (Outcome.DONE, Outcome.PLANNED, Outcome.NOTHING_TO_DO)),
    *(f"declared.{subject}" for subject in (Subject.LINK, Subject.UNLINK)),
    *(f"gap.{missing}" for missing in Missing),
    *(f"origin.{origin}" for origin in ("here", "adopted", "seen")),
    *(f"button.{kind}" for kind in (*Kind, "bind_app")),
    *(f"tool.{tool}" for tool in Tool),
    *(f"objection.{one}" for one in Objection),
    *(f"promotion.{state}" for state in PromotionState),
    *(f"{table}.{matter}" for table in ("ticket_about", "ticket") for matter in TicketMatter),
    *(f"ticket_state.{state}" for state in TicketState),
    *(f"turn.{turn}" for turn in Turn),
    *(f"event.{kind}" for kind in EVENTS),
    *(f"part.{part}" for part in Part),
    *(f"found.{found}" for found in Found),
    *(f"stop.{stop.name}" for stop in STOPS),
    *(f"skipped.{skipped}" for skipped in Skipped),
    *(f"lesson.{news}" for news in News),
    *(f"sort.{sort}" for sort in Sort),
    *(f"stale.{why}" for why in Stale),
    *(f"emit.{one}" for one in Scheduler),
    *(f"on.{key.partition('.')[0]}" for key in every_key()),
    *(
        key.replace("col.", "column.") if key.startswith("col.") else f"wanted.{key.partition('.')[2]}"
        for key in every_key()
    ),
    *(f"news.{occasion}.{part}" for occasion in Occasion for part in ("title", "text")),
    *(f"occasion.{occasion}" for occasion in Occasion),
    *(f"show.{name}" for name in FILTERS),
    *(f"bar.{kind}" for kind in BARS),
    *(f"handover.{state}" for state in HandOverState),
    *(f"message.{kind}" for kind in MESSAGES),
    *(f"unsent.{trouble}" for trouble in Trouble),
    *(f"sheet.{name}" for name in (*Table, *Goods, *Told, "notes")),
    *(f"head.{key}" for key in (*COLUMNS, *GOODS, *OF_CREATORS, "consent")),
    *(f"mix.{why}" for why in Why),
    *(f"band.{band}" for band in Band),
    *(f"criterion.{criterion}" for criterion in Criterion),
    *(f"barred.{bar}" for bar in Bar),
    *(f"match.{line}" for line in LINES_OF_A_SCORE),
    *(f"about.{key}" for key in (*COLUMNS, "sheet", "column", "meaning", "allowed", "empty", "missing", "ids")),
    *(f"cell.{word}" for word in ROSTER.words),
    *(f"train.{lesson.name}.{part}" for lesson in LESSONS for part in ("title", "about")),
    *(f"scene.{lesson}.{scene.name}.{part}" for lesson, scene in SCENES for part in ("goal", "end")),
    *(
        f"question.{lesson}.{one.name}.{part}"
        for lesson, scene in SCENES
        for one in scene.questions
        for part in ("ask", "why", *range(1, one.choices + 1))
    ),
    *(f"live_part.{part}" for part in programme.Part),
    *(f"live_pilot.{pilot}" for pilot in Pilot if pilot is not Pilot.NONE),
    *(f"live_traffic.{reading}" for reading in Traffic),
    *(f"weekday.{day}" for day in range(7)),
    *(f"line.{state}" for state in LineState),
    *(f"violation.{category}" for category in Category),
    *(f"right.{right}" for right in Right),
    *(f"appeal_state.{state}" for state in AppealState),
    *(f"matter.{matter}" for matter in Matter),
    *(f"caption.{step}.{part}" for step in CAPTIONS for part in ("what", "why", "otherwise")),
    *(f"wish.{wish}" for wish in Wish),
    *(f"metric.{metric}" for metric in Metric),
    *(f"certainty.{certainty}" for certainty in Certainty),
    *(f"live_trait.{trait}" for trait in ranking.Trait),
    *(f"fans.{trait}" for trait in ("category", "price")),
    *(f"liked.{name}" for name in LIKED),
    *(f"span.{span}" for span in Span),
    *(f"numbers_head.{head}" for head in (*HEADS, *FAN_HEADS)),
    *(f"doctor.{what}.what" for what in What if what is not What.ERROR),
    *(f"doctor.{what}.next" for what in set(What) - IN_ORDER - {What.ERROR}),
}


@pytest.fixture(scope="module")
def code() -> list[ast.AST]:
    """All of the agent's code: read once."""
    return keys_in_code.nodes(REPOSITORY / "agent")


@pytest.fixture(scope="module")
def named(code: list[ast.AST]) -> set[str]:
    """The keys that code and templates name."""
    return {
        *keys_in_code.named(code),
        *keys_in_code.in_templates(REPOSITORY / "agent"),
        *(f"step.{step}" for step in keys_in_code.steps(code)),
        *(f"why.{why}" for why in keys_in_code.reasons(code)),
    }


@pytest.fixture(scope="module")
def raised(code: list[ast.AST]) -> list[tuple[str, list[ast.keyword]]]:
    """Every error that the code makes, with its values."""
    return keys_in_code.raised(code)


@pytest.fixture(scope="module")
def said(code: list[ast.AST]) -> set[str]:
    """Every word of the code's texts as the key of a reason."""
    every = {one.value for one in code if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {f"why.{word}" for text in every for word in (text, *text.split())}


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_words(language: str) -> None:
    missing = sorted(key for key in WANTED if not ALL[language].texts.get(key))

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_that_are_read_table_by_table_are_those_of_the_whole_file(language: str) -> None:
    whole = tomllib.loads((default_folder() / f"messages/{language}.toml").read_text("utf-8"))

    assert dict(Words.load((), language).texts) == dict(leaves(whole))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_that_the_code_names_has_words(language: str, named: set[str]) -> None:
    missing = sorted(named - ALL[language].texts.keys())

    assert missing == []


def test_keys_are_put_together_from_closed_words_only(code: list[ast.AST]) -> None:
    composed = keys_in_code.families(code) | keys_in_code.families_in_templates(REPOSITORY / "agent")

    assert composed == {key.partition(".")[0] for key in WANTED} | {"step", "why"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_used(language: str, named: set[str], said: set[str]) -> None:
    idle = sorted(ALL[language].texts.keys() - named - WANTED - said)

    assert idle == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("say('ui.lost')", {"ui.lost"}),
        ("heads = [say(f'ui.{key}') for key in ('one', 'two')]", {"ui.one", "ui.two"}),
        ("heads = tuple(say(f'ui.{key}') for key in (('one',) if x else ()))", {"ui.one"}),
        ("say('uix.lost')", set()),
    ],
)
def test_a_key_is_found_wherever_it_is_named(code: str, found: set[str]) -> None:
    assert keys_in_code.named(ast.walk(ast.parse(code))) == found


@pytest.mark.parametrize(
    "code",
    [
        "raise MendInput(Code.E_CONFIG, why='lost')",
        "raise Unfit(why='lost')",
        "raise LookAgain(Code.E_PORTAL_DOWN, detail='lost')",
        "detail = 'lost' if x else 'lost'",
        "Problem(('name',), 'lost' if x else 'lost')",
        "must(x, 'lost', value='not this one')",
        "why = 'lost'",
    ],
)
def test_a_reason_is_found_wherever_it_is_given(code: str) -> None:
    assert keys_in_code.reasons(ast.walk(ast.parse(code))) == {"lost"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reason_that_an_error_is_raised_with_is_said(
    language: str, raised: list[tuple[str, list[ast.keyword]]]
) -> None:
    asked = {one: placeholders(ALL[language].texts[f"error.{one}.what"]) for one in Code}

    given = {(one, value.arg) for one, values in raised for value in values if value.arg in {"why", "detail"}}

    assert [(one, name) for one, name in given if name not in asked[Code(one)]] == []


def test_every_reason_is_raised_with_the_values_that_its_text_asks_for(
    raised: list[tuple[str, list[ast.keyword]]],
) -> None:
    given = [(key, {one.arg for one in values}) for _, values in raised for key in keys_in_code.reasons(values)]

    asked = {key: placeholders(re.sub(r"\[.*?\]", "", ALL["en"].texts[f"why.{key}"])) for key, _ in given}

    assert [(key, asked[key] - names) for key, names in given if asked[key] - names] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_three_languages_say_the_same_things(language: str) -> None:
    asked = {key: placeholders(text) for key, text in ALL[language].texts.items()}

    assert asked == {key: placeholders(text) for key, text in ALL["en"].texts.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_error_is_longer_than_three_lines(language: str) -> None:
    errors = [text for key, text in ALL[language].texts.items() if key.startswith(("error.", "reason."))]

    assert [text for text in errors if "\n" in text or len(text) > 300] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_brackets_are_asides_or_names_of_settings_and_keys(language: str) -> None:
    told = [ALL[language](key) for key in sorted(ALL[language].texts)]

    rest = [re.sub(r"\[(browser|Enter|Intro|回车|[A-Za-z])\]", "", text) for text in told]
    assert [text for text in rest if re.search(r"[\[\]{]", text)] == []


def test_chinese_uses_the_words_of_its_operators() -> None:
    text = "".join(ALL["zh"].texts.values())

    assert all(word in text for word in ("渠道账号", "橱窗", "解绑", "合规信用分", "卖家中心", "达人"))


def test_values_are_filled_in() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="shops.toml", line=7, field="shop[1].id", why="missing")

    assert told == "The configuration is wrong: shops.toml, line 7, shop[1].id: is missing."


def test_an_aside_without_its_value_vanishes() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="shops.toml", line="?", why="file_empty")

    assert told == "The configuration is wrong: shops.toml: the file is empty."


def test_a_reason_is_a_text_with_values_of_its_own() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="a", field="x", why="twice", value="7", field_2="y", why_2="missing")

    assert told == "The configuration is wrong: a, x: 7 stands here a second time; y: is missing."


def test_each_further_reason_has_the_values_of_its_number() -> None:
    values = {"why": "twice", "value": "7", "field_2": "y", "line_2": 4, "why_2": "twice", "value_2": "8", "more": 5}

    told = ALL["en"]("error.E_CONFIG.what", file="a", **values)

    assert told.endswith(" a: 7 stands here a second time; y (line 4): 8 stands here a second time; +5 more.")


def test_a_reason_without_a_text_is_only_data() -> None:
    told = ALL["en"]("error.E_CONFIG.what", file="a", why="[{file}] is no key")

    assert told == "The configuration is wrong: a: [{file}] is no key."


def test_a_value_with_braces_and_brackets_is_only_data() -> None:
    told = ALL["en"]("error.E_USAGE.what", detail="[{path}] {0} {why.__class__}")

    assert told == "The command line is not understood: [{path}] {0} {why.__class__}."


def test_an_unknown_key_is_shown_as_it_is() -> None:
    assert ALL["en"]("ui.nowhere") == "ui.nowhere"


def test_an_operators_own_file_replaces_single_texts(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    (tmp_path / "messages" / "es.toml").write_text('[ui]\nshop = "Local"\n', "utf-8")

    words = Words.load([tmp_path], "es")

    assert (words("ui.shop"), words("ui.account")) == ("Local", "Cuenta")


def test_every_code_has_its_entry_and_its_anchor_in_the_errors_page() -> None:
    rows = (REPOSITORY / "docs" / "errors.md").read_text("utf-8").splitlines()

    for code in Code:
        row = next(row for row in rows if f'<a id="{code.lower()}"></a>`{code}`' in row)
        assert row.startswith(f"| {EXIT[code]} | ")


def test_the_errors_page_orders_batches_as_the_code_does() -> None:
    text = " ".join((REPOSITORY / "docs" / "errors.md").read_text("utf-8").split())

    order = "5, 1, 21, 20, 26, 22, 23, 25, 24, 4, 3, 2, 34, 30, 36, 32, 33, 31, 35, 37, 38, 39"
    assert order in text


def test_no_two_columns_and_no_two_words_in_cells_are_called_the_same_in_any_of_our_languages() -> None:
    called = {
        (family, bare(ALL[language](f"{family}.{one}")), one)
        for family, words in (("head", COLUMNS | GOODS), ("cell", ROSTER.words), ("sheet", (*Table, *Goods, "notes")))
        for one in words
        for language in LANGUAGES
    }

    assert len({(family, name) for family, name, _ in called}) == len(called)
