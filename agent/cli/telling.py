"""The story of a run in words: what was known, judged, pressed and seen, how it ended, whether to press by hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from agent.adapters.report.zones import instant
from agent.cli import show
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.domain.permit import Kind, whom
from agent.domain.story import Story, about, is_by_app, without_press
from agent.words import fact_told

if TYPE_CHECKING:
    from agent.adapters.report.document import Document
    from agent.adapters.report.view import RunView
    from agent.domain.ledger import Claim, Event


def tell_story(told: Story, run: RunView, *, kept: bool) -> None:
    """All of it, what a person has to decide at the end; `kept` says that the evidence is still there."""
    halves = run.parts or [run]
    _head(told, run)
    for half in halves:
        _known(half)
        _judged(half)
    _section("ui.timeline", _timing(run))
    _section("ui.evidence", _evidence(run, kept=kept))
    _section("ui.story_pressed", _pressed(told, run))
    _section("ui.story_seen", [line for half in halves for line in _seen(half)])
    _section("ui.story_ended", _ended(run))
    _section("ui.story_since", [_happened(one, run) for one in told.since] or [words()("ui.nothing_since")])
    for text in run.hand_on.values():
        _section("ui.hand_on", text.splitlines())
    _section("ui.story_by_hand", _advice(told))


def _section(title: str, told: list[str]) -> None:
    """A heading and its lines; without lines, nothing."""
    lines = [line for line in told if line]
    if lines:
        _heading(words()(title))
    for line in lines:
        print(legible(f"  {line}", 2000))


def _heading(text: str) -> None:
    print()
    print(legible(text, 600))


def _head(told: Story, run: RunView) -> None:
    say, doc = words(), run.doc
    ended = f"{run.ended} ({say('ui.exit')} {doc['exit']})" if told.row else say("ui.no_record")
    print(legible(f"{run.act} {run.who} · {doc['shop']['name']}: {ended}", 600))
    keys = [f"ui.{name}" for name in ("run", "command", "by", "machine", "version", "rules_version")]
    asked = [f"{say(key)}: {doc[key[3:]]}" for key in keys if doc.get(key[3:])]
    print(legible(" · ".join(asked), 600))
    print(" · ".join(one for one in (_moment(run, doc["started_at"]), run.timing.took) if one))
    if doc.get("attached_to"):
        print(legible(say("ui.attached", address=doc["attached_to"]), 600))


def _moment(run: RunView, at: object) -> str:
    """A moment in the operator's zone and in the shop's; another value as it is."""
    moment = instant(at)
    return show.moment(moment, run.doc["shop"]["zone"]) if moment else str(at)


def _known(run: RunView) -> None:
    """The facts that the decision stands on, and who told them."""
    facts: list[Document] = run.doc.get("facts") or []
    if not facts:
        return
    say = words()
    _heading(f"{say('ui.story_facts')} · {run.handle}")
    asked = [one for one in facts if one["known"] != "not_asked"]
    show.table([say(f"ui.{key}") for key in ("fact", "value", "told_by")], [_fact(one, run) for one in asked])
    silent = [run.word("fact", one["fact"]) for one in facts if one["known"] == "not_asked"]
    if silent:
        print(legible(f"{say('effect.not_asked')}: {', '.join(silent)}", 2000))


def _fact(fact: Document, run: RunView) -> tuple[str, str, str]:
    told = fact_told(fact, words(), _moment(run, fact.get("value", "")))
    source = run.word("told_by", fact["source"]) if fact.get("source") else ""
    return run.word("fact", fact["fact"]), told, source


def _judged(run: RunView) -> None:
    """What every guard said: refusals first."""
    verdicts = [*run.verdicts, *run.quiet, *run.fulfilled]
    if not verdicts:
        return
    say = words()
    _heading(f"{say('ui.verdicts')} · {run.handle}")
    heads = [say(f"ui.{key}") for key in ("guard", "verdict", "measured", "rule", "source")]
    show.table(heads, [_verdict(one, run) for one in verdicts], [show.COLOURS[one["effect"]] for one in verdicts])


def _verdict(one: Document, run: RunView) -> tuple[str, ...]:
    said = run.why(one) or run.word("effect", one["effect"])
    healed = f" {words()('ui.not_before')}: {_moment(run, one['not_before'])}" if one.get("not_before") else ""
    rule = one["rule"] or {}
    value = rule.get("value")
    ruled = run.word("rule", rule["name"] + ".name") if rule else ""
    ruled += f": {value}" if value not in {None, "true", "false"} else ""
    source = ", ".join(str(rule[key]) for key in ("source", "read_on") if rule.get(key))
    sign = show.SIGNS[one["effect"]]
    measured = f"{_moment(run, one['measured'])}{run.by_whom(one)}"
    return run.word("guard", one["guard"]), f"{sign} {said}{healed}", measured, ruled, source


def _pressed(told: Story, run: RunView) -> list[str]:
    """What was kept for the press, each press once, and what left the browser."""
    say = words()
    kept = [_happened(one, run) for one in told.during]
    presses = [_press(one, told, run) for one in told.claims] or [say("ui.nothing_pressed")]
    sent = [f"{say('ui.requests_sent')}: {', '.join(run.doc['sent'])}"] if run.doc["sent"] else []
    stopped = [f"{say('ui.requests_stopped')}: {', '.join(run.doc['stopped'])}"] if run.doc["stopped"] else []
    return [*kept, *presses, *sent, *stopped]


def _press(claim: Claim, told: Story, run: RunView) -> str:
    key = "ui.looked_up"
    if told.pressed(claim):
        left = told.row and (told.row.outcome is not Outcome.UNKNOWN or run.doc["sent"])
        key = "ui.pressed_once" if left else "ui.pressed_perhaps"
    button = _button(claim.key.kind, by_app=claim.intent in told.by_app)
    moment = show.moment(claim.claimed_at, run.doc["shop"]["zone"])
    return words()(key, moment=moment, button=button, whom=claim.whom, intent=claim.intent, run=claim.run)


def _button(kind: object, *, by_app: bool) -> str:
    name = f"{kind}_app" if by_app else kind
    return words()(f"button.{name}")


def _seen(run: RunView) -> list[str]:
    """What looking showed after a press; without a press, nothing."""
    settled, say = run.doc.get("settled"), words()
    if not settled:
        return []
    state = run.word("claim", settled["state"])
    looked = say("ui.looked", handle=run.handle, count=settled["looks"], state=state)
    return [looked, *(f"{name}: {value}" for name, value in (*run.answered.letter, *run.answered.receipt))]


def _ended(run: RunView) -> list[str]:
    """Why it ended so, what was sent, and what comes next; of a replacement, how far it has come."""
    halves, say = run.parts, words()
    if halves:
        own = [f"{half.handle}: {half.ended}" for half in halves]
        return [run.progress, *own, *(line for half in halves for line in _ended(half) if half.doc.get("code"))]
    note = run.doc.get("note")
    said = [f"{say('ui.portal_says')}: “{note}”"] if note else []
    next_steps = [f"{say('ui.next')}: {one}" for one in run.next_steps]
    until = run.doc.get("not_before")
    healed = [f"{say('ui.not_before')}: {_moment(run, until)}"] if until else []
    return [*run.because, run.state, *said, *next_steps, *healed]


def _happened(event: Event, run: RunView) -> str:
    """One event of the ledger in a sentence."""
    data = event.data
    told = {
        "handle": data.get("handle") or "",
        "state": _state(event, run),
        "by": data.get("decided_by") or data.get("by") or "",
        "note": data.get("note") or "",
        "button": _button(data["kind"], by_app=is_by_app(event)) if event.kind == "claimed" else "",
        "whom": whom(Kind(str(data["kind"])), str(data["handle"])) if event.kind == "claimed" else "",
        "run": event.run or "",
        "count": _count(data.get("items")),
    }
    return f"{show.moment(event.at, run.doc['shop']['zone'])}  {words()(f'event.{event.kind}', **told)}"


def _count(items: object) -> str:
    return str(len(items)) if isinstance(items, list) else ""


def _state(event: Event, run: RunView) -> str:
    kind = {"settled": "claim", "decided": "claim", "invitation_seen": "invitation"}.get(event.kind)
    more = f", {words()('why.done_twice')}" if event.data.get("duplicate") else ""
    return run.word(kind, event.data["state"]) + more if kind else ""


def _advice(told: Story) -> list[str]:
    """The answer to whoever thinks of pressing by hand, for each press of this run."""
    outcome = told.row.outcome if told.row else Outcome.UNKNOWN
    if not told.claims:
        return [words()(f"by_hand.{without_press(outcome)}")]
    return [f"{one.whom}: {words()(f'by_hand.{about(one)}', intent=one.intent)}" for one in told.claims]


def _evidence(run: RunView, *, kept: bool) -> list[str]:
    folder, say = run.doc.get("evidence"), words()
    if not folder:
        return [say("ui.evidence_none")]
    if not kept:
        return [say("ui.evidence_gone", path=folder)]
    return [str(Path(str(folder), "report.html")), *(str(Path(str(folder), one)) for one in run.doc["pictures"])]


def _timing(run: RunView) -> list[str]:
    """How long every step took, its tries together."""
    ms = words()("ui.ms")
    told = [f"{run.word('step', one.name)} {one.ms:.0f} {ms}" + _tries(len(one.tries)) for one in run.timing.steps]
    return [" · ".join(told)] if told else []


def _tries(count: int) -> str:
    return f" (x{count})" if count > 1 else ""
