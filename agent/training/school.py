"""One go through a lesson: its world, its scenes one after the other, and what is told at the end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from agent.domain.content_audit import AuditRequest
from agent.domain.identity import principal_of_creator
from agent.domain.insight import Span
from agent.domain.ledger import LinkState
from agent.domain.lesson import Exercise
from agent.domain.permit import Kind
from agent.domain.promotion import Promotion
from agent.domain.record import BindRequest, CheckRequest, PromotionRequest, ShowcaseRequest, UnlinkRequest
from agent.domain.roster import Via
from agent.domain.shop_days import day_of
from agent.domain.unlinking import Way
from agent.flows.run import recorded
from agent.ports import CreatorSignIn
from agent.training.captions import sourced
from agent.training.letters import sent
from agent.training.pace import Wish
from agent.training.practice import CREATORS_PASSWORD, SELLERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from agent.domain.identity import Target
    from agent.domain.lesson import Deal, Lesson, Scene
    from agent.domain.record import Record
    from agent.domain.roster import Shop
    from agent.ports import Desk
    from agent.training.pace import TrainingPace
    from agent.training.practice import Practice
    from agent.wiring import Desks

_WAYS = {Exercise.UNLINK: Way.SELLER, Exercise.ASK: Way.CREATOR, Exercise.APPROVE: Way.APPROVE}
_LINKS = {
    "invite": LinkState.INVITED,
    "app_authorize": LinkState.LINKED,
    "link": LinkState.LINKED,
    "unlink": LinkState.UNLINKED,
    "unlink_request": LinkState.UNLINK_REQUESTED,
    "unlink_approve": LinkState.UNLINKED,
}
_VIA = {Exercise.BIND: Via.WEB, Exercise.BIND_APP: Via.APP}
_MADE = {  # by what the practice portal calls it
    "promotion_create": "ui.train_published",
    "showcase_add": "ui.train_added",
    "export": "ui.train_exported",
    "account_check": "ui.train_checked",
    "appeal": "ui.train_appealed",
    "ticket_open": "ui.train_asked",
}
_PATIENCE = timedelta(minutes=5)
_IN_PASSING = frozenset({"app_jump", "app_decline", "app_time_out", "appeal_upload"})  # nothing stays of these
_MADE_WITHIN = timedelta(minutes=1)


@dataclass
class School:
    """A lesson on its practice world."""

    lesson: Lesson
    practice: Practice
    pace: TrainingPace

    async def teach(self, made: Desks) -> list[Record]:
        """Every scene until the end, or until the trainee leaves or begins again; answers how each run ended."""
        await self._let_in(made)
        say, name = self.pace.words, self.lesson.name
        self.pace.lesson, self.pace.harmed = name, self._done_so_far
        await self.pace.room.show([say(f"train.{name}.title"), say(f"train.{name}.about")])
        ended: list[Record] = []
        try:
            for scene in self.lesson.scenes:
                record = await self._scene(scene, made)
                ended += [record] if record else []
        except asyncio.CancelledError:
            unless_ended_from_outside()
        return ended

    async def _let_in(self, made: Desks) -> None:
        from agent.flows.sign_in import Credentials, sign_in_creator, sign_in_seller  # noqa: PLC0415 - only here

        roster, language = made.house.roster, self.pace.words.language
        shops = {made.house.shop(one.shop) for one in self.lesson.scenes}
        for login in {roster.login_of(shop).id: shop for shop in shops}.values():
            desk = await made.desk(login)
            await sign_in_seller(Credentials(*SELLERS[desk.login.id]), desk, language)
        if (who := self.lesson.creator) and who.account_id:
            desk = await made.desk(made.house.shop(self.lesson.scenes[0].shop))
            typed = Credentials(who.handle, CREATORS_PASSWORD)
            await sign_in_creator(principal_of_creator(who.account_id), CreatorSignIn, typed, desk, language)

    async def _scene(self, scene: Scene, made: Desks) -> Record | None:
        """One run; None where the trainee's own click took its place."""
        say, pace = self.pace.words, self.pace
        pace.scene = scene
        for deed in scene.before:
            self.practice.do(deed.call, deed.told)
        await pace.room.show([say(f"scene.{self.lesson.name}.{scene.name}.goal")])
        for question in scene.asked():
            await pace.ask(question)
        shop = made.house.shop(scene.shop)
        made.house.hand_over = None if scene.hand_over else timedelta()
        desk = await made.desk(shop)
        before = len(self.practice.effects())
        try:
            record = await run(scene, shop, scene.account, desk, last=True)
        except asyncio.CancelledError:
            unless_ended_from_outside()
            if pace.trainee.wants is not Wish.ON:
                raise
            return None
        await self._tell(scene, record, before)
        return record

    async def _tell(self, scene: Scene, record: Record, before: int) -> None:
        """How it ended and why, and what it changed at the portal: all that came after the effects before it."""
        say = self.pace.words
        stays = [one for one in self.practice.effects()[before:] if one.get("kind") not in _IN_PASSING]
        effects = dict.fromkeys(map(self._effect, stays))
        changed = list(effects) or [say("ui.train_no_effect")]
        told = [say(f"scene.{self.lesson.name}.{scene.name}.end"), *self._because(record), *changed]
        self.pace.trainee.ended[scene.name] = told
        lines = [say(f"outcome.{record.outcome}"), *told]
        await self.pace.room.show(lines)
        await self.pace.wait(lines)

    def _because(self, record: Record) -> list[str]:
        """Each objection with the rule behind it, and when time heals it; else what stood in the way."""
        say, refusals = self.pace.words, record.decision.refusals if record.decision else ()
        if record.code and not refusals:
            return [say(f"error.{record.code}.what", **record.error)]
        told = [(say(f"reason.{one.reason}.why", measured=one.measured), one.rule) for one in refusals]
        lines = [line for why, rule in told for line in (why, *([sourced(rule, say)] if rule else []))]
        if record.not_before:
            moment = record.not_before.astimezone(ZoneInfo(record.shop.zone))
            lines.append(f"{say('ui.not_before')}: {moment:%Y-%m-%d %H:%M} ({record.shop.zone})")
        return lines

    async def _done_so_far(self) -> Sequence[str]:
        return [self._effect(one) for one in self.practice.effects()[-1:]]

    def _effect(self, told: dict[str, object]) -> str:
        say, name = self.pace.words, str(told.get("kind", ""))
        if name in _MADE:
            return say(_MADE[name])
        kind = say(f"link.{_LINKS[name]}") if name in _LINKS else name
        return say("ui.train_effect", kind=kind, account=told.get("account", ""))


async def run(scene: Scene, shop: Shop, target: Target, desk: Desk, *, last: bool) -> Record:
    """What a scene does, by the flow that an operator runs; `last` allows a shop's last unlink."""
    from agent.flows.audit import audit  # noqa: PLC0415 - flows are loaded by those who need them
    from agent.flows.bind import bind  # noqa: PLC0415
    from agent.flows.check import check  # noqa: PLC0415
    from agent.flows.showcase import fill  # noqa: PLC0415
    from agent.flows.unlink import unlink  # noqa: PLC0415

    if scene.deal:
        return await _promote(scene.deal, shop, desk)
    if scene.does is Exercise.EXPORT:
        return await _export(shop, desk)
    if scene.does is Exercise.HEALTH:
        return await _read_health(shop, desk)
    if scene.letter:
        return await sent(scene.does, scene.letter, shop, target, desk)
    flow: Callable[[], Awaitable[Record]]
    if way := _WAYS.get(scene.does):
        kind = way.kind
        flow = partial(unlink, UnlinkRequest(shop, target, way, last_confirmed=last), desk)
    elif via := _VIA.get(scene.does):
        kind = Kind.BIND
        flow = partial(bind, BindRequest(shop, target, shop.wanted(target.handle), via=via), desk)
    elif scene.does is Exercise.AUDIT:
        kind = Kind.CONTENT_CHECK
        flow = partial(audit, AuditRequest(shop, target, _PATIENCE), desk)
    elif scene.products:
        kind = Kind.SHOWCASE_ADD
        flow = partial(fill, ShowcaseRequest(shop, target, tuple(scene.products)), desk)
    else:
        kind = Kind.SHOWCASE_ADD
        flow = partial(check, CheckRequest(shop, target, None, kind, full=True), desk)
    record, _ = await recorded(shop, target, kind, desk, flow)
    return record


async def _read_health(shop: Shop, desk: Desk) -> Record:
    from agent.flows.health import read_health  # noqa: PLC0415 - as above

    record, _ = await recorded(shop, None, None, desk, partial(read_health, shop, desk))
    return record


async def _promote(deal: Deal, shop: Shop, desk: Desk) -> Record:
    """Tomorrow at this time, for ten minutes, as long as every tool allows."""
    from agent.flows.promote import promote  # noqa: PLC0415 - as above

    starts = (desk.clock.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    wanted = Promotion(
        tool=deal.tool,
        name=deal.name,
        percent=deal.percent,
        starts=starts,
        ends=starts + timedelta(minutes=10),
        products=(deal.product,),
    )
    flow = partial(promote, PromotionRequest(shop, wanted), desk)
    record, _ = await recorded(shop, None, Kind.PROMOTION_CREATE, desk, flow)
    return record


async def _export(shop: Shop, desk: Desk) -> Record:
    """The LIVEs of the last 28 full days."""
    from agent.domain.compass import window  # noqa: PLC0415 - as above
    from agent.domain.exporting import ExportRequest, Module  # noqa: PLC0415
    from agent.flows.exporting import export  # noqa: PLC0415

    asked = window(Span.LAST_28, day_of(desk.clock.now(), shop.zone))

    async def flow() -> Record:
        return (await export(ExportRequest(shop, Module.LIVES, asked), desk, _MADE_WITHIN)).record

    record, _ = await recorded(shop, None, Kind.EXPORT, desk, flow)
    return record


def unless_ended_from_outside() -> None:
    """A trainee who ends a run ends no more than that; a signal ends everything."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
