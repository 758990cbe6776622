"""The ledger port on SQL: each call one short transaction on one thread."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from agent.adapters.ledger_sql import (
    adoption,
    copies,
    forgetting,
    leases,
    memory,
    notes,
    presses,
    showcases,
    sightings,
    surveys,
)
from agent.adapters.ledger_sql.agenda_book import AgendaBook
from agent.adapters.ledger_sql.asked import AskedBook
from agent.adapters.ledger_sql.audited import AuditBook
from agent.adapters.ledger_sql.contracts import ContractBook
from agent.adapters.ledger_sql.health_book import HealthShelf
from agent.adapters.ledger_sql.integrity import differences
from agent.adapters.ledger_sql.letter_book import LetterBook
from agent.adapters.ledger_sql.outbox_book import OutboxBook
from agent.adapters.ledger_sql.permissions_book import PermissionBook
from agent.adapters.ledger_sql.series_book import SeriesBook
from agent.adapters.ledger_sql.shelf_book import ShelfBook
from agent.errors import TryLater
from agent.ports import Ledger

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta
    from pathlib import Path

    from agent.domain.adoption import Adopted, Adoption
    from agent.domain.declared import Declaration
    from agent.domain.identity import AccountId, Handle, Intent, LoginId, RunId, ShopId
    from agent.domain.ledger import (
        Claim,
        Claimed,
        ClaimState,
        Event,
        Invitation,
        Lease,
        Link,
        PairMemory,
        RunRow,
        Settled,
    )
    from agent.domain.permit import Kind, Permit
    from agent.domain.roster import Via
    from agent.domain.showcase import KeptShowcase
    from agent.domain.survey import Figure, Survey

_PATIENCE: Final = 11


class SqlLedger(
    SeriesBook,
    AgendaBook,
    AskedBook,
    AuditBook,
    ContractBook,
    HealthShelf,
    LetterBook,
    OutboxBook,
    PermissionBook,
    ShelfBook,
    Ledger,
):
    """The memory of the house in one database; `close` it when the process is done with it."""

    def check(self) -> Sequence[str]:
        """Say where a projection is not what the events say; empty when all is well."""

        def compare() -> Sequence[str]:
            with self._database.reading() as connection:
                return differences(connection)

        return self._thread.submit(compare).result()

    def backup(self, target: Path) -> None:
        """Write a proven copy into a new file; MendInput(E_INPUT) where the file exists."""
        self._thread.submit(copies.backup, self._database, target).result()

    async def lease(self, login: LoginId, holder: str, lasts: timedelta) -> Lease:
        """Take the login for a while."""
        return await self._write(leases.take, login, holder, lasts)

    async def renew(self, lease: Lease, lasts: timedelta) -> Lease:
        """Keep it longer."""
        return await self._write(leases.prolong, lease, lasts)

    async def give_back(self, lease: Lease) -> None:
        """End it."""
        await self._write(leases.end, lease)

    async def claim(self, permit: Permit, lease: Lease, run: RunId) -> Claimed:
        """Claim one press."""
        return await self._write(presses.claim, permit, lease, run)

    async def settle(self, claim: Claim, settled: Settled, note: str = "") -> Claim:
        """Write down how a press ended; it was pressed, so somebody else's long lock is waited for again and again."""
        for _ in range(_PATIENCE):
            with suppress(TryLater):
                return await self._write(presses.settle, claim.intent, settled, note)
        return await self._write(presses.settle, claim.intent, settled, note)

    async def decide(self, intent: Intent, state: ClaimState, by: str, reason: str) -> Claim:
        """Record a named person's decision."""
        return await self._write(presses.decide, intent, state, by, reason)

    async def release(self, intent: Intent, by: str, reason: str) -> Claim:
        """Give back an unlink."""
        return await self._write(presses.release, intent, by, reason)

    async def claims(self, *, shop: ShopId | None = None, unsettled: bool = False) -> Sequence[Claim]:
        """The claims, oldest first."""
        return await self._read(memory.claims, shop, unsettled=unsettled)

    async def memory(self, shop: ShopId, account: AccountId, kind: Kind, item: str = "") -> PairMemory:
        """What is known about one pair."""
        return await self._read(memory.of_pair, memory.Acts(shop, account, kind, item), self.clock.now())

    async def links_since(self, since: datetime, *, account: AccountId | None, shop: ShopId | None) -> int:
        """How many links began since a moment."""
        return await self._read(memory.links_since, since, account, shop)

    async def spent(self, budget: str, scope: str, period: str) -> int:
        """How much of a budget is used."""
        return await self._read(memory.spent, {"budget": budget, "scope": scope, "period": period})

    async def unclaimed_unlinks(self, shop: ShopId) -> int:
        """How many links ended without a press of ours."""
        return await self._read(memory.unclaimed_unlinks, shop)

    async def settled(self, intent: Intent) -> Settled | None:
        """What looking showed last of a press."""
        return await self._read(memory.settled, intent)

    async def unlinks_shown(self, intent: Intent) -> int | None:
        """How many unlinks the portal showed as left before this press."""
        return await self._read(memory.unlinks_shown, intent)

    async def pressed_via(self, intent: Intent) -> Via:
        """On which side of the portal this was pressed."""
        return await self._read(memory.pressed_via, intent)

    async def last_press(self, login: LoginId) -> datetime | None:
        """When this login last pressed."""
        return await self._read(memory.last_press, login)

    async def see_invitations(self, shop: ShopId, seen: Sequence[Invitation]) -> None:
        """Remember what the portal's list of invitations shows."""
        await self._write(sightings.invitations, shop, seen)

    async def see_links(self, shop: ShopId, seen: Sequence[Link], *, complete: bool) -> None:
        """Remember what the portal's list of links shows."""
        await self._write(sightings.links, shop, seen, complete=complete)

    async def invitations(self, shop: ShopId) -> Sequence[Invitation]:
        """The remembered invitations of a shop."""
        return await self._read(notes.invitations, shop)

    async def links(self, shop: ShopId) -> Sequence[Link]:
        """The remembered links of a shop."""
        return await self._read(notes.links, shop)

    async def adopt(self, taken: Adoption) -> None:
        """Take a shop in."""
        await self._write(adoption.adopt, taken)

    async def adopted(self, shop: ShopId) -> Adopted | None:
        """Whether a shop was taken in."""
        return await self._read(adoption.adopted, shop)

    async def declarations(self, shop: ShopId | None = None) -> Sequence[Declaration]:
        """What was declared of the time before the ledger."""
        return await self._read(adoption.declarations, shop)

    async def keep_showcase(self, kept: KeptShowcase) -> None:
        """Keep a complete copy."""
        await self._write(showcases.keep, kept)

    async def kept_showcase(self, account: AccountId, back_at: ShopId | None = None) -> KeptShowcase | None:
        """The newest copy."""
        return await self._read(showcases.newest, account, back_at)

    async def see_showcase(self, shop: ShopId, account: AccountId, products: Collection[str]) -> None:
        """Let what is over be over."""
        await self._write(showcases.see, shop, account, products)

    async def waive_backup(self, shop: ShopId, account: AccountId, by: str, reason: str) -> None:
        """Record who does without a copy, and why."""
        await self._write(showcases.waive, shop, account, by, reason)

    async def pinned(self, handle: Handle) -> AccountId | None:
        """The id that this handle was pinned to."""
        return await self._read(memory.pinned, handle)

    async def challenge(self, login: LoginId, what: str) -> None:
        """Remember that a write met a challenge."""
        await self._write(notes.challenged, login, what)

    async def last_challenge(self, login: LoginId) -> datetime | None:
        """When a write last met a challenge."""
        return await self._read(notes.last_challenge, login)

    async def resume(self, login: LoginId, by: str, reason: str) -> None:
        """Record that a named person ends a login's rest."""
        await self._write(notes.resumed, login, by, reason)

    async def record(self, row: RunRow) -> None:
        """Append a run's record."""
        await self._write(notes.run_ended, row)

    async def runs(self, shop: ShopId | None = None, limit: int = 50) -> Sequence[RunRow]:
        """The newest runs first."""
        return await self._read(notes.runs, shop, limit)

    async def run(self, run: str) -> RunRow | None:
        """One run by its id or an unambiguous beginning of it."""
        return await self._read(notes.run, run)

    async def events(
        self,
        shop: ShopId | None = None,
        limit: int = 200,
        *,
        account: AccountId | None = None,
        run: RunId | None = None,
    ) -> Sequence[Event]:
        """The newest events first."""
        return await self._read(notes.events, shop, limit, account, run)

    async def leases(self) -> Sequence[Lease]:
        """Who holds which login."""
        return await self._read(leases.held, self.clock.now())

    async def survey(self, lately: datetime, budgets: Collection[str], periods: Collection[str]) -> Survey:
        """How all shops stand."""
        return await self._read(surveys.survey, self.clock.now(), lately, budgets, periods)

    async def figures(self, shop: ShopId, name: str) -> Sequence[Figure]:
        """One counter's history."""
        return await self._read(surveys.figures, shop, name)

    async def pulse(self) -> tuple[int, int]:
        """Whether anything has happened."""
        return await self._read(surveys.pulse, self.clock.now())

    async def forget(self, account: AccountId) -> int:
        """Take a creator's name and texts out of every event and row."""
        changed = await self._write(forgetting.forget, account) + await self.forget_readings(account)
        await self._in_turn(self._database.purge)
        return changed
