"""Everything that a command may need around its work: configuration, state, ledger, vault, evidence."""

from __future__ import annotations

import secrets
import sys
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from agent.adapters.clocks import PortalClock, SystemClock
from agent.adapters.places import require_own_place, state_folder
from agent.domain.identity import RunId
from agent.errors import Code, MendInput
from agent.ports import Clock, Pace, Stage
from agent.tomlfile import default_folder, find, need, read, search_path
from agent.wiring.lines import with_a_secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import timedelta
    from pathlib import Path

    from agent.adapters.ledger_sql import SqlLedger
    from agent.adapters.vault import FileVault, SealedSessions
    from agent.domain.identity import AccountId, Handle
    from agent.domain.ledger import Choice
    from agent.domain.portal import Portal
    from agent.domain.record import Record
    from agent.domain.roster import Login, Roster, Shop
    from agent.domain.rules import Rules
    from agent.ports import Baselines, Evidence, Watchdog
    from agent.settings import EffectiveWaits, Origin, Settings
    from agent.words import Words

SETTINGS, ROSTER = "companion.toml", "shops.toml"


class NoPace(Pace):
    """Nobody follows along."""

    def begin(self, rules: Rules | None) -> None:
        """Nothing to forget."""

    async def before(self, stage: Stage) -> None:
        """Go on at once."""


@dataclass
class House:
    """Everything that a command may need, each opened when it is first asked for."""

    config: Path | None = None
    chosen_state: Path | None = None
    flags: Mapping[str, object] = field(default_factory=dict)
    example: bool = False
    language: str = "en"
    headed: bool = False
    ask_first: bool = False  # a named person agrees to each press of this call
    hand_over: timedelta | None = None  # how long a person is waited for at a page; None: as the settings say
    pace: Pace = field(default_factory=NoPace)
    notice: Callable[[str, Mapping[str, str]], None] = lambda *_: None  # what a person should read before a run begins

    @cached_property
    def folders(self) -> tuple[Path, ...]:
        """Where configuration files are looked up; roster and settings never come from the defaults but in `demo`."""
        return (default_folder(),) if self.example else search_path(self.config)

    @cached_property
    def settings(self) -> Settings:
        """The settings, from every source."""
        from agent.settings import load_settings  # noqa: PLC0415 - pydantic is heavy

        path = find(SETTINGS, self.folders)
        return load_settings(read(path) if path else None, self.flags)

    @cached_property
    def state(self) -> Path:
        """The folder of ledger, vault and runs; raises MendInput(E_STATE_PLACE) where a ledger would not last."""
        from platformdirs import PlatformDirs  # noqa: PLC0415 - only where none was chosen

        folder = self.chosen_state or state_folder(PlatformDirs("channel-companion", appauthor=False))
        require_own_place(folder)
        return folder

    @property
    def roster_file(self) -> Path:
        """The file of logins and shops; raises MendInput(E_CONFIG) where there is none."""
        return need(ROSTER, self.folders)

    @cached_property
    def roster(self) -> Roster:
        """Logins and shops."""
        from agent.roster import load_roster  # noqa: PLC0415 - pydantic is heavy

        return load_roster(self.roster_file, with_a_secret())

    def shop(self, word: str) -> Shop:
        """The shop with this id or name; raises MendInput(E_INPUT)."""
        shop = self.roster.shop(word)
        if shop is None:
            known = ", ".join(one.name for one in self.roster.shops)
            raise MendInput(Code.E_INPUT, why="not_in_roster", value=word, known=known)
        return shop

    def portal(self, login: Login) -> Portal:
        """The profile of the login's portal."""
        from agent.profile import load_portal  # noqa: PLC0415 - pydantic is heavy

        other = self.settings.portals.get(login.portal)
        override = {side: url for side, url in other.model_dump().items() if url} if other else {}
        return load_portal((*self.folders, default_folder()), login.portal, override)

    @cached_property
    def ledger_url(self) -> str:
        """Where the ledger is; SQLite in the state folder unless the settings say otherwise."""
        from agent.adapters.ledger_sql import on_server, place  # noqa: PLC0415 - sqlalchemy is heavy

        url = self.settings.ledger.url
        if url and not on_server(url):
            require_own_place(place(url).parent)
        return url or self.own_ledger

    @property
    def own_ledger(self) -> str:
        """Where the ledger of one machine is, unless the settings say otherwise."""
        return f"sqlite:///{self.state / 'ledger.db'}"

    @property
    def shares_ledger(self) -> bool:
        """Whether other machines can work with the same ledger; only then they may share a queue."""
        from agent.adapters.ledger_sql import on_server  # noqa: PLC0415 - sqlalchemy is heavy

        return on_server(self.ledger_url)

    @cached_property
    def key_file(self) -> Path:
        """Where the vault's key is: beside the configuration, never in the state folder."""
        from platformdirs import user_config_path  # noqa: PLC0415 - only where none was chosen

        chosen = self.settings.vault.key_file
        return chosen or (self.config or user_config_path("channel-companion", appauthor=False)) / "vault.key"

    @property
    def own_folder(self) -> Path:
        """Where `init` puts the operator's own configuration."""
        from platformdirs import user_config_path  # noqa: PLC0415 - only where none was chosen

        return self.config or user_config_path("channel-companion", appauthor=False)

    def clock_portal(self) -> Portal | None:
        """The loopback portal whose clock is followed, where the roster's logins have one."""
        of_each = {one.portal: one for one in self.roster.logins}  # a thousand logins have one portal, or a few
        followed = (self.portal(one) for one in of_each.values())
        return next((one for one in followed if one.follows_portal_clock), None)

    def origins(self) -> dict[str, Origin]:
        """Every setting with its value and where it came from."""
        from agent.settings import origins  # noqa: PLC0415 - pydantic is heavy

        path = find(SETTINGS, self.folders)
        return origins(self.settings, read(path) if path else None, self.flags)

    @property
    def high_water(self) -> Path:
        """Where the highest event ever written is told: beside the vault, so that an older ledger is found out."""
        return self.state / "vault" / "high-water"

    def create_state(self) -> list[str]:
        """Make the ledger and the vault's key where there are none; answers what was made."""
        from agent.adapters.keyfile import create_key  # noqa: PLC0415 - cryptography is heavy
        from agent.adapters.ledger_sql import create_ledger, ledger_exists, where  # noqa: PLC0415 - sqlalchemy is heavy

        made = []
        if not self.key_file.exists():
            create_key(self.key_file)
            made.append(str(self.key_file))
        if not ledger_exists(self.ledger_url):
            create_ledger(self.ledger_url, self.high_water)
            made.append(where(self.ledger_url))
        return made

    def restore_ledger(self, source: Path) -> str:
        """Put a verified copy in the ledger's place; answers where the present one was kept."""
        from agent.adapters.ledger_sql import restore_ledger  # noqa: PLC0415 - sqlalchemy is heavy

        return str(restore_ledger(self.ledger_url, source, self.high_water) or "")

    def forget_evidence(self, account: AccountId, handle: Handle) -> int:
        """Take a creator out of every run's folder; answers how many changed."""
        from agent.adapters.baselines import forget_pictures  # noqa: PLC0415 - only here
        from agent.adapters.evidence import forget  # noqa: PLC0415 - jinja2 is heavy

        forget_pictures(self.state / "walks")
        return forget(self.runs, account, handle, self.words)

    def baselines(self, portal: Portal) -> Baselines:
        """How the portal's pages were laid out when they were last found right."""
        from agent.adapters.baselines import FileBaselines  # noqa: PLC0415 - only where pages are walked over

        return FileBaselines(self.state / "walks" / portal.name)

    def batch_report(self, told: Sequence[tuple[Record, str]], clock: Clock) -> Path:
        """One report about many runs."""
        from agent.adapters.evidence import keep_batch  # noqa: PLC0415 - jinja2 is heavy

        return keep_batch(self.runs, f"batch-{new_run()}", told, self.words, clock.now())

    @property
    def runs(self) -> Path:
        """The folder of all runs."""
        return self.state / "runs"

    @cached_property
    def words(self) -> Words:
        """The texts of reports."""
        from agent.words import Words  # noqa: PLC0415 - only where something is written for people

        return Words.load(self.folders, self.language)

    def vault(self) -> SealedSessions:
        """The sealed sessions: where several machines share a ledger, in its database."""
        from agent.adapters.ledger_sql.sealed import TableVault  # noqa: PLC0415 - sqlalchemy is heavy

        return TableVault(self.ledger_url, self.key_file) if self.shares_ledger else self.own_vault()

    def own_vault(self) -> FileVault:
        """The sealed sessions of this machine's own."""
        from agent.adapters.vault import FileVault  # noqa: PLC0415 - cryptography is heavy

        return FileVault(self.state / "vault", self.key_file)

    def watchdog(self) -> Watchdog:
        """Who is told that a round began and how it ended; nobody, unless the settings name one."""
        from agent.wiring.watch import watchdog  # noqa: PLC0415 - only a round pays for it

        return watchdog(self.settings)

    def start_log(self, *, verbose: bool) -> None:
        """Log to people what they must see, with `verbose` everything, and all of it to a file in the state folder."""
        from agent.adapters import logs  # noqa: PLC0415 - loguru is heavy

        kept = self.settings.logs
        to_file = self.state / "logs" / "companion.jsonl" if kept.file and self.state.exists() else None
        logs.configure(kept.level, to_file, sys.stderr, aloud=kept.level if verbose else "WARNING")

    def waits(self, portal: Portal) -> EffectiveWaits:
        """How patient to be with a portal."""
        from agent.settings import effective_waits  # noqa: PLC0415 - pydantic is heavy

        path = find(SETTINGS, self.folders)
        return effective_waits(self.settings, read(path) if path else None, loopback=portal.loopback)

    def clock(self, portal: Portal | None = None) -> Clock:
        """The machine's clock, or on loopback the portal's where the profile says so."""
        return PortalClock(portal.seller) if portal and portal.follows_portal_clock else SystemClock()

    @asynccontextmanager
    async def ledger(self, clock: Clock | None = None) -> AsyncIterator[SqlLedger]:
        """The ledger, opened and closed; never created here."""
        from agent.adapters.ledger_sql import open_ledger  # noqa: PLC0415 - sqlalchemy is heavy

        ledger = open_ledger(self.ledger_url, clock or self.clock(), self.high_water)
        try:
            yield ledger
        finally:
            ledger.close()

    async def rules(self, shop: Shop, ledger: SqlLedger, *, trying: Choice | None = None) -> Rules:
        """The rule set of a shop with the operator's recorded choices; one that is tried stands for its rule's own."""
        from agent.rulebook import Place, load_rules  # noqa: PLC0415 - pydantic is heavy

        login = self.roster.login_of(shop)
        waits = self.waits(self.portal(login))
        pacing: dict[str, bool | int | timedelta] = {
            "press_pause": waits.press_pause,
            "presses_per_day": waits.presses_per_day,
        }
        folders = (*self.folders, default_folder())
        choices = await ledger.choices(shop.id)
        if trying:
            choices = [*(one for one in choices if one.rule != trying.rule), trying]
        return load_rules(folders, Place.of(shop, login), choices, pacing, waits.paced_by)

    def roster_digest(self) -> str:
        """The fingerprint of the roster's file as it is now."""
        return sha256(need(ROSTER, self.folders).read_bytes()).hexdigest()[:32]

    def evidence(self, clock: Clock, rules: Rules) -> Evidence:
        """A run's folder to be, or nothing where evidence is switched off."""
        from agent.adapters.evidence import FolderEvidence, NullEvidence  # noqa: PLC0415 - jinja2 is heavy

        if not self.settings.evidence.enabled:
            return NullEvidence()
        return FolderEvidence(self.runs, self.words, clock, rules)

    def sweep(self, clock: Clock) -> None:
        """Delete the evidence that is older than the settings keep."""
        from agent.adapters.evidence import sweep  # noqa: PLC0415 - jinja2 is heavy

        sweep(self.runs, self.settings.evidence.retention_days, clock.now())


def new_run() -> RunId:
    """A run id that sorts by time and says nothing."""
    return RunId(f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(5)}")
