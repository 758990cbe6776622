"""What stays unknown of the time before the ledger, and what the guards will say to each of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agent.domain.adoption import Gap, Missing
from agent.domain.declared import Subject, counted, dated, speaks_of_unlinks, unlinks_declared
from agent.domain.facts import BindFacts, Known, Source, Unknown, UnlinkFacts
from agent.domain.reason import Reason
from agent.domain.roster import operating_countries
from agent.domain.unlinking import Way
from agent.errors import AskPerson, Code
from agent.flows.observe_unlink import since_when, used
from agent.guards.cooldown import cooldown
from agent.guards.link_rate import link_rate
from agent.guards.unlink_wait import unlink_wait
from agent.guards.unlinks_left import unlinks_left

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.domain.adoption import Adoption
    from agent.domain.saying import Statements
    from agent.domain.verdict import Verdict
    from agent.ports import Desk

_NOT_SHOWN = Unknown("not shown")


async def gaps(taken: Adoption, heard: Statements, desk: Desk) -> tuple[Gap, ...]:
    """All that is unknown once everything is taken in; AskPerson(E_EFFECT_MISMATCH) where the portal counts otherwise.

    `heard` knows everything ever declared of the shop, what is taken in now among it.
    """
    shop = heard.request.shop
    ours = await desk.ledger.spent("unlinks", shop.id, "ever") + sum(one.adds for one in taken.declared)
    seen = await desk.ledger.unclaimed_unlinks(shop.id) + len(taken.gone)
    window = desk.clock.now() - desk.rules.link_window.value
    recorded = await desk.ledger.links_since(window, account=None, shop=shop.id)
    after = _After(taken, heard, ours, seen, recorded, desk)
    left = after.unlinks()
    if left.reason is Reason.UNLINK_COUNTERS_DISAGREE:
        raise AskPerson(Code.E_EFFECT_MISMATCH, shop=shop.name, detail="counters_disagree", value=left.measured)
    untold = [Gap(Missing.UNLINKS_LEFT, left)] if left.reason is Reason.UNLINKS_NOT_TOLD else []
    return (*after.undated_links(), *untold, *after.undated_unlinks(), *after.uncounted_links())


@dataclass(frozen=True, slots=True)
class _After:
    """The shop as the ledger will know it: `ours` unlinks count as used, `seen` are those that others made since.

    `recorded` is how many links of the window it counted before.
    """

    taken: Adoption
    heard: Statements
    ours: int
    seen: int
    recorded: int
    desk: Desk

    def unlinks(self) -> Verdict:
        """What the guard of the last unlink says to both counts."""
        source = Source.DECLARATION if speaks_of_unlinks(self.heard.said) else Source.LEDGER
        used_ = used(Known(self.ours, source), counted(self.heard.said), self.desk)
        facts = replace(self._unlink_facts(), unlinks_used=used_, unlinks_left=self.taken.shown.unlinks_left)
        return unlinks_left(facts, self.desk.rules).by("unlinks_left")

    def undated_links(self) -> Iterator[Gap]:
        """Links of which nobody knows since when they stand."""
        for link in self.taken.shown.links:
            since = since_when(link.since, self.heard.begun(link.account))
            if isinstance(since, Unknown):
                facts = replace(self._unlink_facts(), last_linked=since)
                yield Gap(Missing.LINK_DATE, unlink_wait(facts, self.desk.rules).by("unlink_wait"), link.handle, 1)

    def undated_unlinks(self) -> Iterator[Gap]:
        """Earlier unlinks whose account and day nobody knows: the wait after them cannot be counted here."""
        told, total = len(dated(self.heard.said, Subject.UNLINK)), counted(self.heard.said)
        untold = total is None and not isinstance(self.taken.shown.unlinks_left, Known)
        match self.taken.shown.unlinks_left:
            case Known(left):
                since_then = self.ours - unlinks_declared(self.heard.said)
                count = self.desk.rules.lifetime_unlinks.value - left - since_then - self.seen - told
            case _:
                count = (total or 0) - told
        if count > 0 or untold:
            facts = replace(self._bind_facts(), last_unlinked=_NOT_SHOWN, cooled_down=_NOT_SHOWN)
            yield Gap(Missing.UNLINK_DATES, cooldown(facts, self.desk.rules).by("cooldown"), count=max(count, 0))

    def uncounted_links(self) -> Iterator[Gap]:
        """Links of the window that the portal counts, and of which nobody has told the day."""
        since = self.desk.clock.now() - self.desk.rules.link_window.value
        standing = [self.heard.begun(one.account) for one in self.taken.new_links]
        earlier = [one.moment for one in self.taken.declared if one.subject is Subject.LINK and not one.current]
        fresh = sum(one is None or one >= since for one in standing) + sum(one >= since for one in earlier if one)
        ours = self.recorded + fresh
        theirs = self.taken.shown.links_in_window
        if theirs is not None and theirs > ours:
            counts = Known(ours, Source.LEDGER)
            facts = replace(
                self._bind_facts(),
                links_of_shop=counts,
                links_of_account=Known(0, Source.LEDGER),
                link_rate_kept=_NOT_SHOWN,
            )
            yield Gap(Missing.LINKS, link_rate(facts, self.desk.rules).by("link_rate"), count=theirs - ours)

    def _unlink_facts(self) -> UnlinkFacts:
        return UnlinkFacts(
            shop=self.heard.request.shop,
            target=None,
            at=self.desk.clock.now(),
            operating_countries=operating_countries(self.heard.request.shop, self.desk.login),
            way=Way.SELLER,
            last_confirmed=True,
            unlinks_seen=Known(self.seen, Source.LEDGER),
            linked_long_enough=_NOT_SHOWN,
        )

    def _bind_facts(self) -> BindFacts:
        where = operating_countries(self.heard.request.shop, self.desk.login)
        return BindFacts(shop=self.heard.request.shop, target=None, at=self.desk.clock.now(), operating_countries=where)
