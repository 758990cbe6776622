"""Read the rules: every source's reading, which of them governs here, and why."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, RootModel

from agent.domain.identity import legible
from agent.domain.roster import Stage
from agent.domain.rules import Reading, Rule, Rules, Trust, written
from agent.errors import Code, MendInput
from agent.tomlfile import read
from agent.typed import Problem, checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from agent.domain.ledger import Choice
    from agent.domain.roster import Login, Shop

Value = bool | int | timedelta
StageWord = Annotated[Stage, Field(strict=False)]

_KIND_OF: Final = {one.name: str(one.type) for one in fields(Rules) if one.name != "version"}
_LESS_IS_CAREFUL: Final = frozenset(
    {
        *("links_per_window", "channel_slots", "invitation_lifetime", "lifetime_unlinks", "showcase_adds_per_day"),
        *("clock_skew_warn", "clock_skew_refuse", "permit_lifetime", "presses_per_day", "walk_lasts"),
        *("discount_most_percent", "discount_longest", "flash_most_percent", "flash_longest", "live_flash_longest"),
        *("promotion_name_letters", "code_most_letters"),
        *("live_pilot_lives", "points_flash", "points_revoked"),
        *("appeal_working_days", "appeal_window", "second_appeal_window"),
    }
)
_TRUSTED_FIRST: Final = (Trust.PORTAL, Trust.OFFICIAL, Trust.THIRD_PARTY, Trust.ARTICLE, Trust.OURS, Trust.OPERATOR)
_DURATION: Final = re.compile(r"(\d{1,6})\s?([smhd])", re.ASCII)
_SECONDS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TRUE_OR_FALSE: Final = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Place:
    """What readings are narrowed to: a portal, a market, a kind of account (channel or official), a shop's stage."""

    portal: str
    market: str
    stage: Stage
    kind: Literal["channel", "official"] = "channel"

    @classmethod
    def of(cls, shop: Shop, login: Login) -> Place:
        """Where a shop's channel accounts stand."""
        return cls(login.portal, shop.region, shop.stage)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


class _When(_Row):
    portal: str | None = None
    market: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    kind: Literal["channel", "official"] | None = None
    stage: StageWord | None = None


class _ReadingRow(_Row):
    value: Any
    source: Annotated[str, Field(min_length=1)]
    read_on: date
    trust: Annotated[Trust, Field(strict=False)]
    when: _When = _When()

    @property
    def conditions(self) -> dict[str, str]:
        return self.when.model_dump(exclude_none=True)


class _File(RootModel[Mapping[str, list[_ReadingRow]]]):
    pass


@dataclass(frozen=True, slots=True)
class _Found:
    """A reading and the conditions under which it holds."""

    reading: Reading[Any]
    conditions: Mapping[str, str]

    def holds(self, place: Place) -> bool:
        return all(getattr(place, key) == wanted for key, wanted in self.conditions.items())


def load_rules(
    folders: Sequence[Path],
    place: Place,
    choices: Iterable[Choice] = (),
    pacing: Mapping[str, Value] | None = None,
    paced_by: str = "settings [pacing]",
) -> Rules:
    """The rules for one place, read from rules/*.toml (per file, the first folder that has it).

    `choices` are an operator's for this shop, oldest first; `pacing` are values of our own rules from the settings,
    `paced_by` says where they stand and why they are so.
    Raises MendInput(E_CONFIG) for the files, MendInput(E_INPUT) for a choice that cannot be.
    """
    found = _all_found(folders)
    governing = {name: _governing(name, readings, place) for name, readings in found.items()}
    governing |= {name: _paced(governing[name], value, paced_by) for name, value in (pacing or {}).items()}
    for choice in choices:
        rule = governing.get(choice.rule)
        governing[choice.rule] = as_chosen(rule, choice) if rule else _refuse_choice(choice.rule, "no_such_rule")
    listed: dict[str, Any] = governing
    return Rules(version=_version(governing.values()), **listed)


def all_rules(rules: Rules) -> tuple[Rule[Any], ...]:
    """Every rule, in the order of the domain."""
    return tuple(getattr(rules, name) for name in _KIND_OF)


def parse_value(name: str, text: str) -> Value:
    """An operator's words for a rule's value: 3, yes, 24h; raises MendInput(E_INPUT)."""
    kind = _KIND_OF.get(name) or _refuse_choice(name, "no_such_rule")
    value = _TRUE_OR_FALSE.get(text.lower()) if kind == "Rule[bool]" else int(text) if _is_number(text) else text
    typed = None if value is None else _typed(kind, value)
    if typed is False:
        _refuse_choice(name, "always_asked")
    return _refuse_choice(name, _WANTED[kind]) if typed is None else typed


_WANTED: Final = {"Rule[bool]": "bool_type", "Rule[int]": "not_a_count", "Rule[timedelta]": "not_a_duration"}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9  # noqa: PLR2004 - far beyond any rule


def _typed(kind: str, value: object) -> Value | None:
    if kind == "Rule[bool]":
        return value if isinstance(value, bool) else None
    if kind == "Rule[int]":
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]]) if match else None


def _all_found(folders: Sequence[Path]) -> dict[str, list[_Found]]:
    """Every rule's readings; each rule stands in one file."""
    files = {file.name: file for folder in reversed(folders) for file in sorted((folder / "rules").glob("*.toml"))}
    found: dict[str, list[_Found]] = {}
    for file in files.values():
        document = read(file)
        table = dict(checked(document, _File).root)
        if faults := list(_faults(table, found)):
            raise wrong(document, faults)
        found |= {name: [_found(name, row) for row in rows] for name, rows in table.items()}
    if missing := sorted(_KIND_OF.keys() - found.keys()):
        told = ", ".join(missing)
        raise MendInput(Code.E_CONFIG, file="rules/*.toml", line="?", field=told, why="rule_missing")
    return found


def _faults(table: Mapping[str, list[_ReadingRow]], earlier: Mapping[str, object]) -> Iterator[Problem]:
    for name, rows in table.items():
        if name not in _KIND_OF or name in earlier:
            yield Problem((name,), "rule_twice" if name in earlier else "no_such_rule")
            continue
        if all(row.conditions for row in rows):
            yield Problem((name,), "no_general_reading")
        for index, row in enumerate(rows):
            if _typed(_KIND_OF[name], row.value) is None:
                yield Problem((name, index, "value"), _WANTED[_KIND_OF[name]])


def _found(name: str, row: _ReadingRow) -> _Found:
    conditions = row.conditions
    narrowed = ", ".join(f"{key} {legible(value, 40)}" for key, value in conditions.items())
    source = f"{row.source} [{narrowed}]" if narrowed else row.source
    return _Found(Reading(_typed(_KIND_OF[name], row.value), source, row.read_on, row.trust), conditions)


def _governing(name: str, found: Sequence[_Found], place: Place) -> Rule[Any]:
    """The article's reading, or a more trusted one for exactly this place that is not less careful."""
    holding = [one for one in found if one.holds(place)]
    anchor = _anchor([one.reading for one in holding if not one.conditions])
    better = [one.reading for one in holding if one.conditions and _may_replace(name, one.reading, anchor)]
    chosen = min([*better, anchor], key=_rank)
    return Rule(name, chosen, tuple(one.reading for one in found))


def _anchor(general: Sequence[Reading[Any]]) -> Reading[Any]:
    article = [one for one in general if one.trust is Trust.ARTICLE]
    return article[0] if article else min(general, key=_rank)


def _rank(reading: Reading[Any]) -> int:
    return _TRUSTED_FIRST.index(reading.trust)


def _may_replace(name: str, reading: Reading[Any], anchor: Reading[Any]) -> bool:
    return _rank(reading) < _rank(anchor) and _as_careful(name, reading.value, anchor.value)


def _as_careful(name: str, value: Any, than: Any) -> bool:  # noqa: ANN401 - both of the rule's own type
    return bool(value <= than if name in _LESS_IS_CAREFUL else value >= than)


def _paced(rule: Rule[Any], value: Value, paced_by: str) -> Rule[Any]:
    if value == rule.value:
        return rule
    reading = Reading(value, legible(paced_by, 260), rule.chosen.read_on, Trust.OURS)
    return Rule(rule.name, reading, rule.readings)


def as_chosen(rule: Rule[Any], choice: Choice) -> Rule[Any]:
    """The rule as this choice makes it; raises MendInput(E_INPUT) for a choice that cannot be."""
    value = parse_value(choice.rule, choice.value)
    if rule.chosen.trust is Trust.OURS and not _as_careful(rule.name, value, rule.value):
        _refuse_choice(rule.name, "only_stricter", bound=written(rule.value))
    source = f"chosen by {legible(choice.by, 80)}: {legible(choice.why, 200)}"
    return Rule(rule.name, Reading(value, source, choice.at.date(), Trust.OPERATOR), rule.readings)


def _refuse_choice(name: str, why: str, **values: object) -> NoReturn:
    raise MendInput(Code.E_INPUT, file="rules", line="?", field=legible(name, 60), why=why, **values)


def _version(rules: Iterable[Rule[Any]]) -> str:
    values = json.dumps({rule.name: written(rule.value) for rule in rules}, sort_keys=True)
    return hashlib.sha256(values.encode()).hexdigest()[:12]
