"""A plan as a workbook: a sheet of accounts, a sheet of shops, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.cli import show
from agent.cli.speech import words
from agent.domain.cells import Heading, NewSheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from agent.domain.planning import Plan, Planned, ShopPlan
    from agent.domain.record import Record

_ACCOUNTS = (
    *("ui.shop", "ui.account", "head.id", "ui.position", "ui.format", "ui.step", "ui.due", "ui.why"),
    "head.showcase",
)
_SHOPS = ("ui.shop", "ui.note")


def as_sheets(plan: Plan, why: Callable[[Record], str], notes: Callable[[ShopPlan], list[str]]) -> list[NewSheet]:
    """Everything that the plan says, one account or one remark a row."""
    say = words()
    accounts = [_account(one, line, why) for one in plan.shops for line in one.lines]
    remarks = [(one.shop.name, text) for one in plan.shops for text in notes(one)]
    return [
        NewSheet(say("sheet.accounts"), _heads(_ACCOUNTS), tuple(accounts)),
        NewSheet(say("sheet.shops"), _heads(_SHOPS), (*remarks, *_lines(plan))),
    ]


def _heads(keys: tuple[str, ...]) -> tuple[Heading, ...]:
    return tuple(Heading(words()(key)) for key in keys)


def _account(one: ShopPlan, planned: Planned, why: Callable[[Record], str]) -> tuple[str, ...]:
    line, record = planned.line, planned.record
    known = record.target.account_id if record.target else None
    return (
        one.shop.name,
        line.handle,
        line.account_id or known or (record.invitation.account if record.invitation else ""),
        line.position,
        line.format,
        words()(f"plan_step.{planned.step}"),
        show.moment(planned.due_at, one.shop.zone),
        why(record),
        line.showcase,
    )


def _lines(plan: Plan) -> Iterator[tuple[str, str]]:
    say = words()
    for group in plan.sharing_a_line:
        names, line = ", ".join(one.name for one in group), group[0].line or say("ui.line_of_its_own")
        yield "", say("ui.plan_line", logins=names, line=line)
