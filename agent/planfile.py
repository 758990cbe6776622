"""A plan as a file: written for people and `apply`, and read back with every doubt about it."""

from __future__ import annotations

import json
from datetime import datetime  # noqa: TC003 - pydantic reads the annotation at run time
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from agent.domain import plain
from agent.domain.jobs import Task  # noqa: TC001 - pydantic reads the annotation at run time
from agent.domain.planning import Step  # noqa: TC001 - same
from agent.errors import Code, MendInput

if TYPE_CHECKING:
    from pathlib import Path

    from agent.domain.planning import Plan, Planned, ShopPlan
    from agent.domain.shelf import Later

VERSION: Final = 1
_MOST = 50_000_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class KeptLine(_Part):
    """One account of a saved plan."""

    handle: str
    task: Task
    step: Step
    due_at: AwareDatetime | None


class KeptShop(_Part):
    """One shop of a saved plan, and how it stood then."""

    id: str
    state: str
    rules: str
    accounts: list[KeptLine]


class KeptPlan(_Part):
    """A saved plan, as far as `apply` asks."""

    schema_version: Literal[1]
    kind: Literal["plan"]
    made_at: AwareDatetime
    roster: str
    shops: list[KeptShop] = Field(max_length=100_000)


def as_object(plan: Plan) -> dict[str, Any]:
    """The whole plan as JSON-able data."""
    return {
        "schema_version": VERSION,
        "kind": "plan",
        "made_at": _iso(plan.made_at),
        "roster": plan.roster,
        "shops": [shop_object(one) for one in plan.shops],
        "sharing_a_line": [[one.id for one in group] for group in plan.sharing_a_line],
    }


def shop_object(one: ShopPlan) -> dict[str, Any]:
    """One shop of it."""
    cost = one.cost
    return {
        "id": one.shop.id,
        "name": one.shop.name,
        "state": one.digest,
        "rules": one.rules,
        "accounts": [_line_object(line) for line in one.lines],
        "equal_positions": [{"position": position, "handles": same} for position, same in one.equal_positions],
        "shared_products": [{"handles": list(pair), "count": count} for pair, count in (one.shared or {}).items()],
        "changed_outside": [
            {"change": each.change, "handle": each.handle, "id": each.account, "at": _iso(each.at)}
            for each in one.outside
        ],
        "showcases": [later_object(each) for each in one.later],
        "cost": None
        if cost is None
        else {
            "slots_used": cost.slots.used if cost.slots else None,
            "slots": cost.slots.most if cost.slots else None,
            "links_in_window": cost.links_in_window,
            "links_per_window": cost.links_per_window,
            "invites": cost.invites,
            "unlinks_left": cost.unlinks_left,
            "unlinks": cost.unlinks,
        },
        "error": None if one.error is None else {"code": one.error.code, "exit": one.error.exit} | one.error.params,
    }


def later_object(one: Later) -> dict[str, Any]:
    """What one showcase is still to get."""
    return {
        "handle": one.handle,
        "products": one.count,
        "due_at": _iso(one.due_at),
        "state": one.state,
        "code": one.code,
    }


def _line_object(one: Planned) -> dict[str, Any]:
    told = plain.flat(plain.of_record(one.record))
    kept = ("code", "exit", "not_before", "link", "invitation", "verdicts")
    line = one.line
    own: dict[str, Any] = {"position": line.position, "format": line.format, "wanted": line.wanted, "via": line.via}
    own |= {"showcase": line.showcase, "id": line.account_id}
    step = {"handle": line.handle, "task": one.task, "step": one.step, "due_at": _iso(one.due_at)}
    return step | own | {name: told[name] for name in kept}


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def read_plan(path: Path) -> KeptPlan:
    """A saved plan; raises MendInput(E_INPUT) for what is none."""
    try:
        if path.stat().st_size > _MOST:
            raise MendInput(Code.E_INPUT, file=path, why="not_a_plan", trouble="too long")
        return KeptPlan.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        told = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise MendInput(Code.E_INPUT, file=path, why="not_a_plan", trouble=told[:120]) from None
    except OSError as error:
        raise MendInput(Code.E_INPUT, file=path, why="unreadable", trouble=error.strerror or "") from None


def as_text(plan: Plan) -> str:
    """The file."""
    return json.dumps(as_object(plan), indent=1, ensure_ascii=False, default=str) + "\n"
