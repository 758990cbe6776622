"""What a shop sells with: its showcases, the promotions that were made here, and the LIVEs that could be next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from agent.domain.ledger import ClaimState
from agent.domain.live import Going, Traffic, live_account
from agent.domain.live_plan import Wishes, arranged
from agent.domain.offers import Terms
from agent.domain.permit import Kind
from agent.domain.promotion import PromotionState
from agent.domain.shop_days import day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from agent.dashboard.cards import Card, Quota
    from agent.domain.ledger import Event
    from agent.domain.live import Session
    from agent.domain.rules import Rules
    from agent.domain.shelf import Later, ShelfState
    from agent.settings.layout import Lives

_DAYS: Final = 7
_ORDER: Final = (
    *(PromotionState.ONGOING, PromotionState.UPCOMING),
    *(PromotionState.ENDED, PromotionState.DEACTIVATED),
)


@dataclass(frozen=True, slots=True)
class Showcase:
    """One linked account's: today's quota, what it held when it was last seen, and what it is still to get."""

    handle: str
    today: Quota
    seen: ShelfState | None
    later: Later | None


def showcases(card: Card, seen: Iterable[ShelfState], later: Iterable[Later]) -> list[Showcase]:
    """Of every linked account."""
    by_account, to_come = {one.account: one for one in seen}, {one.handle: one for one in later}
    return [
        Showcase(one.handle, card.showcases[one.handle], by_account.get(one.account), to_come.get(one.handle))
        for one in card.linked
    ]


@dataclass(frozen=True, slots=True)
class Made:
    """A promotion that was published by a press of ours, as it stands by the clock."""

    name: str
    percent: str
    starts: datetime
    ends: datetime
    state: PromotionState


def promotions(events: Iterable[Event], now: datetime) -> list[Made]:
    """What the events of a shop, oldest first, tell of its promotions: those that run, the next ones, those over."""
    names, made = dict[str, str](), dict[str, Made]()
    for one in events:
        data = one.data
        if one.kind == "claimed" and data["kind"] == Kind.PROMOTION_CREATE:
            names[str(data["intent"])] = str(data["handle"])
        elif one.kind in {"settled", "decided"} and data["state"] == ClaimState.DONE:
            _settled(data, names, made, now)
    return sorted(made.values(), key=lambda each: (_ORDER.index(each.state), each.starts))


def _settled(data: Mapping[str, Any], names: Mapping[str, str], made: dict[str, Made], now: datetime) -> None:
    shown, name = data.get("receipt", {}), names.get(str(data["intent"]))
    if not {"starts", "ends", "promotion_id"} <= shown.keys():
        return
    starts, ends = (datetime.fromisoformat(shown[key]) for key in ("starts", "ends"))
    number = shown["promotion_id"]
    if name is not None:
        made[number] = Made(name, shown.get("percent", ""), starts, ends, _stands(starts, ends, now))
    elif number in made:  # it was stopped
        made[number] = Made(made[number].name, made[number].percent, starts, ends, PromotionState.DEACTIVATED)


def _stands(starts: datetime, ends: datetime, now: datetime) -> PromotionState:
    if now < starts:
        return PromotionState.UPCOMING
    return PromotionState.ONGOING if now < ends else PromotionState.ENDED


def lives(card: Card, rules: Rules, wishes: Wishes, now: datetime) -> Sequence[Session]:
    """LIVEs of the linked accounts in the shop's best hours; none where the rules leave no hours."""
    linked = {one.handle: one for one in card.linked}
    going = [one for one in card.shop.accounts if one.handle in linked]
    accounts = [live_account(one, linked[one.handle], now, Going(wishes.per_week), rules) for one in going]
    try:
        return arranged(card.shop, rules, wishes, accounts, now).sessions.proposed
    except ValueError:
        return ()


def usual(kept: Lives, zone: str, now: datetime) -> Wishes:
    """The week that comes, as `live plan` takes it where nobody says anything else."""
    terms = Terms(kept.code_percent, kept.code_quota, kept.flash_percent)
    lasts = timedelta(minutes=kept.minutes)
    return Wishes(day_of(now, zone), _DAYS, lasts, kept.per_week, Traffic(kept.traffic), terms)
