"""Which reading governs where, and what a person may choose instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from told import told as spoken

from agent.domain.identity import ShopId
from agent.domain.ledger import Choice
from agent.domain.roster import Stage
from agent.domain.rules import Trust, written
from agent.errors import Code, MendInput
from agent.rulebook import Place, all_rules, as_chosen, load_rules, parse_value
from agent.tomlfile import default_folder

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.fast

FOLDERS = [default_folder()]
MX = Place("mock", "MX", Stage.STANDARD)
TH = Place("mock", "TH", Stage.PROBATION)


def _choice(rule: str, value: str) -> Choice:
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    return Choice(ShopId("7495000000000000011"), rule, value, "Lucía", "seen in the shop's own page", at)


def test_the_articles_numbers_are_the_default_set() -> None:
    rules = load_rules(FOLDERS, MX)

    assert (rules.channel_slots.value, rules.owner_min_age.value, rules.lifetime_unlinks.value) == (4, 18, 3)
    assert (rules.showcase_adds_per_day.value, rules.credit_score_floor.value) == (50, 80)
    assert rules.rebind_cooldown.value == rules.unlink_wait.value == timedelta(hours=24)
    assert rules.channel_slots.chosen.trust is Trust.ARTICLE


def test_public_sources_give_what_the_article_does_not() -> None:
    rules = load_rules(FOLDERS, MX)

    assert (rules.links_per_window.value, rules.link_window.value) == (10, timedelta(days=180))
    assert rules.invitation_lifetime.value == timedelta(hours=48)


def test_our_own_rules_are_marked_as_ours() -> None:
    rules = load_rules(FOLDERS, MX)

    assert (rules.permit_lifetime.value, rules.permit_lifetime.chosen.trust) == (timedelta(seconds=60), Trust.OURS)
    assert (rules.egress_echoes.value, rules.presses_per_day.value) == (2, 20)
    assert (rules.clock_skew_warn.value, rules.clock_skew_refuse.value) == (timedelta(minutes=2), timedelta(minutes=10))


def test_a_shop_in_probation_has_one_place() -> None:
    rule = load_rules(FOLDERS, TH).channel_slots

    assert (rule.value, rule.chosen.trust) == (1, Trust.THIRD_PARTY)
    assert rule.chosen.source.endswith("[stage probation]")


def test_an_official_page_of_the_market_goes_before_the_article() -> None:
    rule = load_rules(FOLDERS, replace(MX, market="US")).channel_slots

    assert (rule.value, rule.chosen.trust) == (4, Trust.OFFICIAL)


def test_readings_for_the_official_account_do_not_reach_channel_accounts() -> None:
    channel = load_rules(FOLDERS, replace(MX, market="VN")).unlink_wait
    official = load_rules(FOLDERS, replace(MX, market="VN", kind="official")).unlink_wait

    assert channel.chosen.trust is Trust.ARTICLE
    assert official.chosen.trust is Trust.OFFICIAL


def test_every_reading_stays_listed_beside_the_one_that_governs() -> None:
    rule = load_rules(FOLDERS, MX).unlink_wait

    assert timedelta(days=90) in {one.value for one in rule.readings}
    assert len(rule.readings) == 11


def test_a_less_careful_reading_never_wins_by_itself(tmp_path: Path) -> None:
    text = (default_folder() / "rules" / "showcase.toml").read_text("utf-8")
    more = 'value = 500\nsource = "x"\nread_on = 2026-11-23\ntrust = "official"\nwhen = { market = "MX" }\n'
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "showcase.toml").write_text(f"{text}\n[[showcase_adds_per_day]]\n{more}", "utf-8")

    rule = load_rules([tmp_path, *FOLDERS], MX).showcase_adds_per_day

    assert (rule.value, rule.chosen.trust) == (50, Trust.ARTICLE)


def test_a_more_careful_official_reading_wins_by_itself(tmp_path: Path) -> None:
    text = (default_folder() / "rules" / "showcase.toml").read_text("utf-8")
    less = 'value = 20\nsource = "x"\nread_on = 2026-11-23\ntrust = "official"\nwhen = { market = "MX" }\n'
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "showcase.toml").write_text(f"{text}\n[[showcase_adds_per_day]]\n{less}", "utf-8")

    rule = load_rules([tmp_path, *FOLDERS], MX).showcase_adds_per_day

    assert (rule.value, rule.chosen.trust) == (20, Trust.OFFICIAL)


def test_a_person_may_choose_a_less_careful_reading_with_name_and_reason() -> None:
    rule = load_rules(FOLDERS, TH, [_choice("channel_slots", "4")]).channel_slots

    assert (rule.value, rule.chosen.trust) == (4, Trust.OPERATOR)
    assert rule.chosen.source == "chosen by Lucía: seen in the shop's own page"


def test_the_last_choice_counts() -> None:
    choices = [_choice("rebind_cooldown", "1h"), _choice("rebind_cooldown", "72h")]

    assert load_rules(FOLDERS, MX, choices).rebind_cooldown.value == timedelta(hours=72)


@pytest.mark.parametrize(
    ("rule", "value", "why"),
    [
        ("permit_lifetime", "10m", "may only be stricter than 60s"),
        ("egress_echoes", "1", "may only be stricter than 2"),
        ("consent_required", "no", "cannot be switched off"),
        ("channel_slots", "many", "a whole number"),
        ("channel_slots", "-1", "a whole number"),
        ("rebind_cooldown", "24", "a duration"),
        ("status_normal", "maybe", "true or false"),
        ("moon_phase", "1", "no such rule"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(rule: str, value: str, why: str) -> None:
    with pytest.raises(MendInput) as caught:
        load_rules(FOLDERS, MX, [_choice(rule, value)])

    assert (caught.value.code, caught.value.params["field"]) == (Code.E_INPUT, rule)
    assert why in spoken(caught.value)


def test_a_choice_can_be_tried_before_it_is_recorded() -> None:
    rule = load_rules(FOLDERS, MX).egress_echoes

    with pytest.raises(MendInput) as caught:
        as_chosen(rule, _choice("egress_echoes", "1"))

    assert (caught.value.code, caught.value.params["why"], caught.value.params["bound"]) == (
        Code.E_INPUT,
        "only_stricter",
        "2",
    )
    assert as_chosen(rule, _choice("egress_echoes", "3")).value == 3


def test_our_own_rule_may_be_made_stricter() -> None:
    rules = load_rules(FOLDERS, MX, [_choice("presses_per_day", "5")])

    assert rules.presses_per_day.value == 5


def test_the_pace_of_the_settings_shows_in_the_rules() -> None:
    rules = load_rules(FOLDERS, MX, pacing={"presses_per_day": 7, "press_pause": timedelta(seconds=90)})

    assert (rules.presses_per_day.value, rules.presses_per_day.chosen.source) == (7, "settings [pacing]")
    assert rules.press_pause.chosen.source == "our own pace"


def test_the_version_follows_the_values_and_nothing_else() -> None:
    plain = load_rules(FOLDERS, MX).version

    assert len(plain) == 12
    assert load_rules(FOLDERS, replace(MX, market="GB")).version == plain
    assert load_rules(FOLDERS, TH).version != plain


def test_all_rules_are_listed_with_a_source_and_a_date() -> None:
    rules = all_rules(load_rules(FOLDERS, MX))

    assert len(rules) == 72
    assert all(one.source and one.read_on for rule in rules for one in rule.readings)


def test_rules_that_no_file_gives_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "showcase.toml").write_text("# moved away\n", "utf-8")

    with pytest.raises(MendInput) as caught:
        load_rules([tmp_path, *FOLDERS], MX)

    missing = caught.value.params["field"].split(", ")
    assert {"official_page_synced", "showcase_adds_per_day"} <= set(missing)
    assert missing == sorted(missing)


def test_a_rule_needs_a_reading_that_holds_everywhere(tmp_path: Path) -> None:
    only = 'value = 20\nsource = "x"\nread_on = 2026-11-23\ntrust = "official"\nwhen = { market = "MX" }\n'
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "showcase.toml").write_text(f"[[showcase_adds_per_day]]\n{only}", "utf-8")

    with pytest.raises(MendInput) as caught:
        load_rules([tmp_path, *FOLDERS], MX)

    assert "without `when`" in spoken(caught.value)


@pytest.mark.parametrize("text", ["0s", "60s", "2m", "15m", "24h", "48h", "3d", "180d"])
def test_durations_are_told_as_they_are_written(text: str) -> None:
    assert written(parse_value("rebind_cooldown", text)) == text


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True)])
def test_yes_and_no_are_understood(text: str, *, value: bool) -> None:
    assert parse_value("status_normal", text) is value


def test_an_equally_trusted_reading_of_one_market_does_not_replace_the_general_one() -> None:
    rule = load_rules(FOLDERS, replace(MX, market="VN")).links_per_window

    assert rule.chosen.source.startswith("Keyouyun")


@pytest.mark.parametrize("text", ["no", "false"])
def test_what_a_guard_always_asks_cannot_be_switched_off(text: str) -> None:
    with pytest.raises(MendInput) as caught:
        parse_value("network_in_country", text)

    assert "cannot be switched off" in spoken(caught.value)
