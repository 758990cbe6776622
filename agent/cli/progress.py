"""How a round goes on: a line for each shop on a terminal, plain lines as things end, or JSON Lines for a machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Self

from agent.cli import show
from agent.cli.acts import tell_error
from agent.cli.call import CALL
from agent.cli.jobs import job_object
from agent.cli.speech import words
from agent.domain.identity import legible
from agent.domain.jobs import OF_A_SHOP
from agent.domain.ledger import Outcome
from agent.flows.ends import Told

if TYPE_CHECKING:
    from rich.live import Live
    from rich.table import Table

    from agent.domain.identity import Handle, ShopId
    from agent.domain.record import Record
    from agent.domain.roster import Roster, Shop
    from agent.flows.ends import Ended


class Progress(Told):
    """Tells a round: on a terminal a table that lives as long as the block, and what ended above it."""

    def __init__(self, roster: Roster) -> None:
        """Nothing is drawn yet."""
        self._names = {one.id: one.name for one in roster.shops}
        self._zones = {one.id: one.zone for one in roster.shops}
        self._rows: dict[ShopId, str] = {}
        self._live: Live | None = None

    def __enter__(self) -> Self:
        """Draw on a terminal; elsewhere nothing moves."""
        if sys.stderr.isatty() and not CALL.get().json:
            from rich.console import Console  # noqa: PLC0415 - only a terminal pays for it
            from rich.live import Live  # noqa: PLC0415 - same

            self._live = Live(
                console=Console(file=sys.stderr),
                transient=True,
                redirect_stdout=sys.stdout.isatty(),
                get_renderable=self._table,
            )
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave no half-drawn table behind."""
        if self._live:
            self._live.stop()
            self._live = None

    def begins(self, shop: Shop, handle: Handle) -> None:
        """A visit begins."""
        self._rows[shop.id] = f"@{handle} …" if handle else "…"

    def ended(self, one: Ended) -> None:
        """Something ended: it is told, and the table goes on."""
        lines = self._lines(one)
        self._rows[one.job.shop] = lines[0]
        show.result(_as_object(one), lines)
        if not CALL.get().json:
            tell_error(one.record)

    def _lines(self, one: Ended) -> list[str]:
        say, job = words(), one.job
        name = self._names.get(job.shop, job.shop)
        calm = job.task in OF_A_SHOP and not job.code and one.record.outcome is not Outcome.NOTHING_TO_DO
        state = say(f"task.{job.task}") if calm else say(f"job.{job.state}")
        head = f"{state}: {f'@{job.handle} → ' if job.handle else ''}{name}{_stands(one.record)}"
        due = show.moment(job.due_at, self._zones.get(job.shop, ""))
        told = not due or job.due_at == one.record.not_before or calm
        again = [] if told else [f"  {say('ui.due_again', moment=due)}"]
        trouble = [f"  {line}" for line in show.because(one.record)]
        return [head, *trouble, *again]

    def _table(self) -> Table:
        from rich.table import Table  # noqa: PLC0415 - only a terminal pays for it
        from rich.text import Text  # noqa: PLC0415 - same

        drawn = Table(box=None, pad_edge=False, show_header=False)
        for shop, row in self._rows.items():
            drawn.add_row(Text(legible(self._names.get(shop, shop), 60)), Text(legible(row, 200)))
        return drawn


def _stands(record: Record) -> str:
    """How the link stands after this, else the invitation."""
    invited = f" · {words()(f'invitation.{record.invitation.state}')}" if record.invitation else ""
    return show.linked(record) or invited


def _as_object(one: Ended) -> dict[str, Any]:
    """A job and what became of it, as the public JSON object."""
    return {"job": job_object(one.job), **show.as_object(one.record, one.run or "", one.folder)}
