"""What stands side by side: accounts, LIVEs, GPM and the industry's mean, whom the accounts reach, what is used up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from agent.adapters.pictures.axes import FRAME, ROW, Picture, across, bars, intervals, named
from agent.adapters.pictures.drawing import BLUE, COLOURS, GREEN, INK, PURPLE, VERMILLION, drawn
from agent.adapters.pictures.wording import part
from agent.domain.comparing import daily
from agent.domain.insight import Metric, Of, Trait, Unit
from agent.domain.series import MONTH, WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from agent.adapters.pictures.drawing import Spec
    from agent.adapters.report.told import Say
    from agent.domain.gpm import Gpm
    from agent.domain.ranking import Session
    from agent.domain.shop_insight import ShopInsight

BEST: Final = 10
_PREFERENCES: Final = (Trait.CATEGORY, Trait.PRICE)
_BAR: Final = 11  # how thick one of several bars of a name is


@dataclass(frozen=True, slots=True)
class Quota:
    """So many of so many, of what."""

    name: str
    used: int
    most: int


def session_name(session: Session, zone: str) -> str:
    """Whose LIVE it was, and when it began on the shop's clock."""
    return dated(f"@{session.reading.subject.name}", session.began, zone)


def dated(name: str, began: datetime | None, zone: str) -> str:
    """A name after the moment at which its LIVE began, as the end of what is too long is cut off."""
    return f"{began.astimezone(ZoneInfo(zone)):%m-%d %H:%M} {name}" if began else name


def lives(insight: ShopInsight, say: Say) -> Iterator[Picture]:
    """The best LIVEs by their conversion."""
    best = insight.ranking.sessions[:BEST]
    if best:
        shares = [(session_name(one, insight.shop.zone), one.bought) for one in best]
        title = say("picture.lives", count=len(best))
        spec = intervals(shares, say("picture.of_viewers"), _legend(say), PURPLE)
        yield Picture(title, drawn(spec, title, high=ROW * len(best) + FRAME), say("picture.lives_note"))


def _legend(say: Say) -> tuple[str, str]:
    return say("picture.seen"), say("picture.interval")


def accounts(insight: ShopInsight, say: Say) -> Iterator[Picture]:
    """GMV for a day in both windows, and conversion, of account beside account."""
    some = insight.accounts
    if not some:
        return
    windows = ((say("picture.of_week"), WEEK), (say("picture.of_month"), MONTH))
    levels = [(one.name, name, daily(one, length, Metric.GMV)) for one in some for name, length in windows]
    rows = [(name, window, _known(value)) for name, window, value in levels]
    axis = across("value", named(Metric.GMV, some[0].currency, say), Unit.MONEY)
    colours = {windows[0][0]: VERMILLION, windows[1][0]: GREEN}
    title, high = say("picture.accounts_gmv"), len(some) * (2 * _BAR + 12) + FRAME + 14
    yield Picture(title, drawn(bars(rows, axis, colours), title, high=high))
    shares = [(one.name, share) for one in some if (share := one.share_over(MONTH, Metric.CVR))]
    if shares:
        title = say("picture.accounts_cvr")
        spec = intervals(shares, named(Metric.CVR, "", say), _legend(say), BLUE)
        yield Picture(title, drawn(spec, title, high=ROW * len(shares) + FRAME), say("picture.interval_note"))


def gpm(insight: ShopInsight, say: Say) -> Iterator[Picture]:
    """Accounts over 7 days, and the newest LIVEs, with the industry's mean as a line through them."""
    for of, title in ((Of.ACCOUNT, say("picture.gpm_accounts")), (Of.LIVE, say("picture.gpm_lives"))):
        some = [one for one in insight.gpms if one.subject.of is of][:BEST]
        if some:
            spec = _against_the_mean(some, insight, say)
            note = _mean_note(insight, some[0], say)
            yield Picture(title, drawn(spec, title, high=ROW * len(some) + FRAME + 14), note)


def _against_the_mean(some: Sequence[Gpm], insight: ShopInsight, say: Say) -> Spec:
    mean, zone = some[0].mean, insight.shop.zone
    above, below, line = say("picture.gpm_above"), say("picture.gpm_below"), say("picture.gpm_mean")
    colours = {above: BLUE, below: VERMILLION, line: INK} if mean else {say("metric.gpm"): BLUE}
    plain = above if mean else say("metric.gpm")
    rows = [(dated(one.name, one.subject.began, zone), below if one.below else plain, float(one.value)) for one in some]
    axis = across("value", named(Metric.GPM, some[0].currency, say), Unit.MONEY)
    drawn_bars = bars(rows, axis, colours, beside=False)
    if mean is None:
        return drawn_bars
    colour = drawn_bars["encoding"]["color"]
    rule: Spec = {
        "mark": {"type": "rule", "strokeDash": [5, 3], "strokeWidth": 2},
        "data": {"values": [{"series": line, "value": float(mean.value)}]},
        "encoding": {"x": axis, "color": colour},
    }
    return {"layer": [drawn_bars, rule]}


def _mean_note(insight: ShopInsight, one: Gpm, say: Say) -> str:
    """Who says what the industry makes; or that nobody does, or not in this money."""
    if mean := one.mean:
        return say(
            "picture.mean_source", value=f"{mean.value:,f} {mean.currency}", source=mean.source, day=mean.read_on
        )
    return say("picture.mean_other_money") if insight.mean else say("picture.no_mean")


def fans(insight: ShopInsight, say: Say) -> Iterator[Picture]:
    """What the followers of each account buy, and at which prices."""
    accounts_of = list(insight.portraits)[: len(COLOURS)]
    for trait in _PREFERENCES:
        names = list(dict.fromkeys(name for one in insight.portraits.values() for name in one.get(trait, {})))
        if not names:
            continue
        shares = {account: insight.portraits[account].get(trait, {}) for account in accounts_of}
        said = {name: part(trait, name, say) for name in names}
        rows = [(said[name], account, _known(one.get(name))) for account, one in shares.items() for name in names]
        colours = dict(zip(accounts_of, COLOURS, strict=False))
        high = len(names) * (len(accounts_of) * _BAR + 12) + FRAME + 14 * len(accounts_of)
        title = say(f"fans.{trait}", money=insight.money)
        yield Picture(title, drawn(bars(rows, across("value", say("picture.of_followers")), colours), title, high=high))


def _known(share: Decimal | None) -> float | None:
    return None if share is None else float(share)


def quotas(some: Sequence[Quota], say: Say) -> Iterator[Picture]:
    """How much of what is limited is used up."""
    told = [one for one in some if one.most]
    if not told:
        return
    names = [f"{one.used}/{one.most} {one.name}" for one in told]
    used, full = say("picture.used"), say("picture.used_up")
    rows = [
        (name, full if one.used >= one.most else used, one.used / one.most)
        for name, one in zip(names, told, strict=True)
    ]
    axis = across("value", say("picture.of_limit")) | {"scale": {"domain": [0, 1], "clamp": True}}
    spec = bars(rows, axis, {used: BLUE, full: VERMILLION}, beside=False)
    title = say("picture.quotas")
    yield Picture(title, drawn(spec, f"{title}: {'; '.join(names)}", high=ROW * len(told) + FRAME))
