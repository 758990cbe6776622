"""What a shop's adoption took in, or would, and what stays unknown: for a person and for a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.declared import Subject
from agent.domain.facts import Known
from agent.domain.identity import legible
from agent.domain.plain import iso, of_invitation
from agent.domain.reason import CODE_OF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.domain.adoption import AdoptAnswer, Adoption, Gap, Shown
    from agent.domain.declared import Declaration
    from agent.domain.ledger import Link
    from agent.domain.roster import Shop


def tell_answer(answer: AdoptAnswer, shop: Shop) -> None:
    """All of it on stdout."""
    if CALL.get().json:
        show.result(_object(answer))
        return
    say, taken = words(), answer.taken
    print(legible(say(f"adopt.{answer.outcome}", shop=shop.name), 600))
    if taken.shown.links or taken.gone:
        heads = [say(f"ui.{key}") for key in ("account", "status", "since", "note")]
        show.table(heads, list(_rows(taken, shop)))
    for line in (*_lines(taken, shop), *_unknown(answer)):
        print(legible(f"  {line}", 600))


def _rows(taken: Adoption, shop: Shop) -> Iterator[tuple[str, ...]]:
    new = {one.account for one in taken.new_links}
    dates = {one.account: one for one in taken.declared if one.current}
    for one in taken.shown.links:
        told = dates.get(one.account)
        since = show.moment(one.since or (told.moment if told else None), shop.zone)
        yield f"@{one.handle}", words()(f"link.{one.state}"), since, _note(one, taken, is_new=one.account in new)
    for one in taken.gone:
        yield f"@{one.handle}", words()("link.unlinked"), "", words()("ui.adopt_gone")


def _note(link: Link, taken: Adoption, *, is_new: bool) -> str:
    if link.account in taken.strangers:
        return words()("origin.adopted")
    return words()("ui.adopt_new") if is_new else words()("ui.adopt_known")


def _lines(taken: Adoption, shop: Shop) -> Iterator[str]:
    say, shown = words(), taken.shown
    count, new = len(shown.invitations), len(taken.new_invitations)
    yield say("ui.adopt_invitations", count=count, number=new)
    left = shown.unlinks_left.value if isinstance(shown.unlinks_left, Known) else "—"
    links = "—" if shown.links_in_window is None else shown.links_in_window
    slots = f"{shown.slots.used}/{shown.slots.most}" if shown.slots else "—"
    yield say("ui.adopt_counters", count=left, number=links, value=slots)
    for one in taken.declared:
        yield f"+ {_declared(one, shop)}"


def _declared(one: Declaration, shop: Shop) -> str:
    if one.subject is Subject.UNLINKS:
        return words()("ui.adopt_said_count", by=one.by, count=one.count)
    moment = show.moment(one.moment, shop.zone)
    return words()(f"declared.{one.subject}", by=one.by, handle=one.handle, moment=moment)


def _unknown(answer: AdoptAnswer) -> Iterator[str]:
    say = words()
    yield say("ui.adopt_unknown") if answer.gaps else say("ui.adopt_all_known")
    for gap in answer.gaps:
        count = gap.count or ""
        what = say(f"gap.{gap.missing}", handle=gap.handle or "", count=count)
        sign, guard = show.SIGNS[gap.verdict.effect], say(f"guard.{gap.verdict.guard}")
        yield f"{sign} {what} → {guard}: {say(f'effect.{gap.verdict.effect}')}. {show.why(gap.verdict)}"


def _object(answer: AdoptAnswer) -> dict[str, Any]:
    taken = answer.taken
    return {
        "shop": taken.shop,
        "outcome": answer.outcome,
        "by": taken.by,
        "links": [_link(one, taken) for one in taken.shown.links],
        "gone": [{"handle": one.handle, "id": one.account} for one in taken.gone],
        "invitations": [of_invitation(one) | {"new": one in taken.new_invitations} for one in taken.shown.invitations],
        "counters": _counters(taken.shown),
        "declared": [_said(one) for one in taken.declared],
        "unknown": [_gap(one) for one in answer.gaps],
    }


def _link(one: Link, taken: Adoption) -> dict[str, Any]:
    told = {"handle": one.handle, "id": one.account, "state": one.state, "since": iso(one.since)}
    return told | {"new": one in taken.new_links, "adopted": one.account in taken.strangers}


def _counters(shown: Shown) -> dict[str, Any]:
    left = shown.unlinks_left.value if isinstance(shown.unlinks_left, Known) else None
    slots = [shown.slots.used, shown.slots.most] if shown.slots else None
    return {"unlinks_left": left, "links_in_window": shown.links_in_window, "slots": slots}


def _said(one: Declaration) -> dict[str, Any]:
    told = {"subject": one.subject, "handle": one.handle, "id": one.account, "moment": iso(one.moment)}
    return told | {"count": one.count, "by": one.by, "current": one.current}


def _gap(one: Gap) -> dict[str, Any]:
    verdict = one.verdict
    told = {"missing": one.missing, "handle": one.handle, "count": one.count, "guard": verdict.guard}
    code = CODE_OF[verdict.reason] if verdict.reason else None
    return told | {"effect": verdict.effect, "reason": verdict.reason, "code": code}
