"""A plan of LIVEs in words and as an object: when, who, with what, why, and what is only a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from agent.adapters.report.zones import city, in_both_zones
from agent.adapters.run_sheet.reasons import claim, clock, reasons, said_by
from agent.cli import show
from agent.cli.call import CALL
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.ledger import Outcome
from agent.domain.live import Pilot
from agent.domain.promotion import Tool
from agent.domain.rules import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from agent.domain.identity import Handle
    from agent.domain.live import LiveAccount
    from agent.domain.live_plan import Live, LivePlan
    from agent.domain.programme import Block
    from agent.domain.promotion import Promotion


def tell(plan: LivePlan, paths: Sequence[Path]) -> None:
    """The plan on stdout."""
    if CALL.get().json:
        show.result(_as_object(plan, paths))
        return
    say = words()
    if plan.lives:
        heads = [say(f"ui.{key}") for key in ("live_begins", "account", "live_traffic", "live_offers", "live_beside")]
        show.table(heads, [_cells(one, plan) for one in plan.lives])
    else:
        print(say("ui.live_none"))
    for line in notes(plan):
        print(legible(f"! {line}", 800))
    for path in paths:
        print(legible(say("ui.written", path=path), 600))


def _cells(live: Live, plan: LivePlan) -> tuple[str, ...]:
    slot, names = live.session.slot, [one.name or one.product_id for one in live.programme.offered]
    return (
        " / ".join(in_both_zones(slot.begins, plan.shop.zone)),
        f"@{live.session.account.handle}",
        " · ".join(names),
        " · ".join(offer(one, plan.shop.zone) for one in live.offers),
        _names(live.session.neighbours),
    )


def offer(one: Promotion, zone: str) -> str:
    """An offer in a few words, with its time on the shop's clock."""
    what = one.code if one.tool is Tool.LIVE_CODE else words()("ui.live_flash")
    begins, ends = (f"{at.astimezone(ZoneInfo(zone)):%H:%M}" for at in (one.starts, one.ends))
    return f"{what} \N{MINUS SIGN}{one.percent} % {begins}\N{EN DASH}{ends}"


def notes(plan: LivePlan) -> list[str]:
    """What holds for all of it: the claim, how the article is read, what limits the accounts, what is not known."""
    say, rules = words(), plan.rules
    minutes = int(rules.live_traffic_lasts.value.total_seconds()) // 60
    return [
        say("ui.live_hours", begins=clock(plan.hours.begins), ends=clock(plan.hours.ends), place=city(plan.shop.zone)),
        claim(plan, say),
        say("ui.live_spread", count=plan.sessions.wished, days=plan.wishes.days),
        say(f"live_traffic.{plan.wishes.traffic}", minutes=minutes),
        *_limits(plan),
        *(say("ui.live_no_room", handle=handle, count=count) for handle, count in plan.sessions.without_room),
        *([say("ui.live_no_place", handles=_names(plan.without_place))] if plan.without_place else []),
        *_unknown(plan),
        say("ui.live_not_published"),
    ]


def _limits(plan: LivePlan) -> Iterator[str]:
    """What a pilot allows to whom, why, and who says so."""
    groups: dict[tuple[Pilot, int], list[Handle]] = {}
    for one in plan.accounts:
        if one.pilot is not Pilot.NONE:
            groups.setdefault((one.pilot, one.most_a_week), []).append(one.handle)
    for (pilot, most), handles in groups.items():
        behind = plan.rules.live_pilot_lasts if pilot is Pilot.JUST_LINKED else plan.rules.live_pilot_followers
        because = words()(f"live_pilot.{pilot}", limit=written(behind.value))
        sources = " / ".join(dict.fromkeys(said_by(one, words()) for one in (plan.rules.live_pilot_lives, behind)))
        yield words()("ui.live_limit", handles=_names(handles), most=most, because=because, source=sources)


def _unknown(plan: LivePlan) -> Iterator[str]:
    """What nobody told, and which accounts it is about."""
    accounts = plan.accounts
    yield words()("ui.live_history")
    if unlinked := _names(one.handle for one in accounts if not one.linked):
        yield words()("ui.live_not_linked", handles=unlinked)
    if empty := _names(one.handle for one in accounts if not one.products):
        yield words()("ui.live_no_products", handles=empty)
    unmarked = (one for one in accounts if one.products and not any(each.traffic for each in one.products))
    if without := _names(one.handle for one in unmarked):
        yield f"{without}: {words()('ui.live_by_priority')}"


def _names(handles: Iterable[Handle]) -> str:
    return ", ".join(f"@{one}" for one in handles)


def _as_object(plan: LivePlan, paths: Sequence[Path]) -> dict[str, Any]:
    gain, hours, wishes = plan.rules.live_prime_gain, plan.hours, plan.wishes
    return {
        "outcome": Outcome.PLANNED if plan.lives else Outcome.NOTHING_TO_DO,
        "shop": plan.shop.id,
        "zone": plan.shop.zone,
        "from": wishes.first.isoformat(),
        "days": wishes.days,
        "hours": {"begins": written(hours.begins), "ends": written(hours.ends)},
        "claim": {"percent": gain.value, "source": gain.chosen.source, "trust": gain.chosen.trust},
        "traffic": wishes.traffic,
        "accounts": [_account(one) for one in plan.accounts],
        "lives": [_live(one, plan) for one in plan.lives],
        "without_room": dict(plan.sessions.without_room),
        "notes": notes(plan),
        "written": [str(one) for one in paths],
    }


def _account(one: LiveAccount) -> dict[str, Any]:
    limits = {"pilot": one.pilot, "most_in_seven_days": one.most_a_week}
    return {"handle": one.handle, "linked": one.linked, "products": len(one.products)} | limits


def _live(one: Live, plan: LivePlan) -> dict[str, Any]:
    slot, zone = one.session.slot, ZoneInfo(plan.shop.zone)
    times = {"opens": slot.opens, "begins": slot.begins, "ends": slot.ends}
    return {
        "handle": one.session.account.handle,
        **{name: at.astimezone(zone).isoformat() for name, at in times.items()},
        "why": reasons(one, plan, words()),
        "programme": [_block(each) for each in one.programme.blocks],
        "offers": [_offer(each, zone) for each in one.offers],
    }


def _block(one: Block) -> dict[str, Any]:
    minutes = [int(each.total_seconds()) // 60 for each in (one.begins, one.ends)]
    product = one.product
    told = {"product": product.product_id, "name": product.name, "price": str(product.price or "")} if product else {}
    return {"part": one.part, "from_minute": minutes[0], "to_minute": minutes[1]} | told


def _offer(one: Promotion, zone: ZoneInfo) -> dict[str, Any]:
    times = {"starts": one.starts.astimezone(zone).isoformat(), "ends": one.ends.astimezone(zone).isoformat()}
    own = {"code": one.code, "quota": one.quota, "per_customer": one.per_customer} if one.code else {}
    return {"tool": one.tool, "name": one.name, "percent": one.percent, "products": one.products} | times | own
