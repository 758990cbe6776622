"""One act at one shop of the mock world: started here, or in a process that is killed; and what must hold of it."""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from importlib.resources import files
from typing import Any

from agent_bench import Agent, until
from command import environment, live, words
from fakes import FakeTrail, Killed
from forked import Forked
from trials import GB, MX, TH, Place, Trial
from victim import Task
from victim import live as live_and_stop

from agent.domain.ledger import ClaimState, LinkState, Outcome
from agent.domain.permit import Kind
from agent.domain.portal import Jump
from agent.domain.record import Record
from agent.errors import EXIT
from agent.flows.run import recorded

LEASE = 600
QUICK_JUMP = Jump("jump_id", timedelta(seconds=1))  # an owner who authorizes does so at once
LINKED = "".join(
    f'\n[[link]]\nshop = "{shop}"\naccount = "{place.linked.handle}"\nlinked_hours_ago = 400\n'
    for shop, place in (("7495000000000000022", GB), ("7495000000000000033", TH))
)
SAID = {True: {(20, "maybe")}, False: {(0, "yes"), (0, "no")}}  # "no" where an earlier run had pressed
DOCUMENTED = {0, *EXIT.values(), 143}


async def _cut_off(run: Callable[[], Awaitable[tuple[Record, str]]]) -> Record | None:
    try:
        return (await run())[0]
    except Killed:
        return None


class Scene:
    """An operator, a world and an act, as the flow under trial finds them."""

    def __init__(self, agent: Agent, world: Any, trial: Trial, place: Place = MX, counting: str | None = None) -> None:
        self.agent, self.world, self.trial, self.place = agent, world, trial, place
        self.deed, self.target = trial.deed, trial.deed.target(place)
        self.request = self.deed.request(agent.shop(place.market), self.target)
        self.noted = 0
        text = files("mock_portal").joinpath("worlds/example.toml").read_text("utf-8")
        world.reset(world=text + LINKED * self.deed.of_a_link, counting=counting)
        self.let_in()
        if self.deed.asked:
            world.creator(self.target.handle).request_unlink()
        if self.deed.owner:
            world.person({"who": "app", "handle": self.target.handle, "do": "authorize"})
            agent.jump = QUICK_JUMP

    def let_in(self) -> None:
        """Everybody whose session the act needs."""
        self.agent.let_in(self.place.market)
        if self.deed.of_a_link:
            self.agent.let_creator_in(self.target, self.place.market)

    def start(self) -> Record:
        """One run of the act, to its end."""
        desk = self.agent.desk(self.place.market)
        return self.agent.recorded(self.trial.kind, self.request, self.deed.flow, desk)

    def cut_off_at(self, point: str) -> Record | None:
        """The same run, cut off at a point: of what comes after it nothing is done but closing; None if it was."""
        desk = replace(self.agent.desk(self.place.market), trail=FakeTrail(point))
        flow = partial(self.deed.flow, self.request, desk)
        run = partial(recorded, self.request.shop, getattr(self.request, "target", None), self.trial.kind, desk, flow)
        return self.agent.call(_cut_off, run)

    def caught_up(self) -> None:
        """A person looks: what is not settled is looked up, and the lists are read once more."""
        market = self.place.market
        if self.agent.ledger("claims", shop=self.agent.shop(market).id, unsettled=True):
            self.agent.reconcile(market)
        if self.trial.kind is Kind.BIND:
            self.agent.invitations(market)
        elif self.deed.of_a_link and self.done() and self._seems_linked():
            self.agent.check(self.target.handle, market, self.trial.kind)

    def _seems_linked(self) -> bool:
        """Whether the last list of links that was read was an old one."""
        return self.remembered("links")[self.target.handle] == LinkState.LINKED

    def victim(self, point: str, *, lease: float = LEASE) -> Forked:
        """The same run in a process of its own, which stops at a point."""
        state, origin = self.agent.folder_of_all, self.agent.origin
        return Forked(live_and_stop, Task(state, origin, str(self.trial), self.place.market, point, lease))

    def words(self) -> list[str]:
        """The command line of the same run."""
        shop = self.agent.shop(self.place.market).id
        return words(self.agent, *self.deed.command(shop, self.place))

    def command(self, *gate: Any) -> Forked:
        """`companion` with these words; it goes through the gate first, if there is one."""
        return Forked(live, self.words(), environment(self.agent), self.agent.folder_of_all / "told", *gate)

    def told(self) -> str:
        """What all commands have said so far, on stdout and stderr."""
        return (self.agent.folder_of_all / "told").read_text("utf-8")

    def recovers(self, record: Record, *, free: bool) -> None:
        """It happened once; only where a claim stands and nothing was sent may it be left to a person."""
        happened = self.effects()
        left_to_a_person = not (happened or free or self.trial.kind.repeats)
        ends = {Outcome.UNKNOWN} if left_to_a_person else {Outcome.DONE, Outcome.ALREADY}
        assert (happened, record.outcome in ends) == (0 if left_to_a_person else 1, True), record
        assert (record.exit, record.submitted) in SAID[left_to_a_person]
        assert self.done() == happened
        assert free or self.looked_first()
        self.holds()

    def killed_at(self, point: str) -> None:
        """A run that is killed there, its browser with it: what that had sent has come by then."""
        victim = self.victim(point)
        victim.stops()
        victim.signalled(signal.SIGKILL)
        assert victim.ended() == -signal.SIGKILL
        until(lambda: not victim.left(), 5)
        self.note()

    def note(self) -> None:
        """What the portal sees from now on belongs to later runs."""
        self.noted = len(self.world.requests())

    def after_the_lease(self, seconds: float = LEASE + 60) -> Record:
        """The next run, once the lease of the one before is over."""
        self.world.advance(seconds=seconds)
        self.agent.follow_clock()
        return self.start()

    def effects(self) -> int:
        """How often it really happened."""
        return int(self.world.effects(self.deed.effect))

    def asked(self, path: str) -> bool:
        """Whether the portal was asked at this address."""
        return bool(self.world.requests(path=path))

    def presses(self) -> int:
        """How often the portal was asked to do it."""
        return len(self.world.requests("POST", self.deed.press))

    def claims(self) -> list[Any]:
        """The claims of this act."""
        return [one for one in self.agent.ledger("claims") if one.key.kind is self.trial.kind]

    def states(self) -> list[str]:
        """How the ledger holds each of them."""
        return [one.state for one in self.claims()]

    def looked_first(self) -> bool:
        """Whether later runs looked it up before they pressed again, if they did."""
        paths = [one["path"] for one in self.world.requests()[self.noted :]]
        before = paths[: paths.index(self.deed.press)] if self.deed.press in paths else self.deed.looks
        return any(one in self.deed.looks for one in before)

    def done(self) -> int:
        """How many of its claims the ledger holds for done."""
        return sum(one.state is ClaimState.DONE for one in self.claims())

    def holds(self) -> None:
        """The invariants that hold of every act, whatever happened, and then those of this one."""
        claims = self.claims()
        assert self.presses() <= len(claims), "a press without a claim of its own"
        assert self.done() <= self.effects() <= len(claims), f"{self.done()} done, {self.effects()} effects, {claims}"
        assert not [one for one in claims if one.state is ClaimState.OPEN], "an open claim nobody looked up"
        assert self.agent.made.ledger.check() == [], "events and projections disagree"
        self.deed.holds(self)

    def remembered(self, kind: str) -> Mapping[str, str]:
        """The states of the shop's invitations or links in the ledger, by handle."""
        return {one.handle: one.state for one in self.agent.ledger(kind, self.agent.shop(self.place.market).id)}

    def spent(self) -> int:
        """How many of the shop's unlinks the ledger counts as used."""
        return int(self.agent.ledger("spent", "unlinks", self.agent.shop(self.place.market).id, "ever"))

    def told_truly(self, record: Record, presses: int) -> None:
        """A run ends with a documented code and never says that nothing was sent where something was."""
        assert record.exit in DOCUMENTED
        assert record.submitted != "no" or presses == 0, "it says that nothing was sent"
        assert record.outcome is not Outcome.DONE or self.effects(), "a phantom success"
