"""How the pages ask for each element, so that somebody who points at one is offered a description that would do."""

from __future__ import annotations

from typing import Final

from agent.domain.pointing import Wanted
from agent.profile.faults import OPTIONAL, REQUIRED

_ELSEWHERE: Final = frozenset(  # not to be seen in a seller's session while all is well
    """
    login two_step creator creator_showcase your_shop link_info showcase showcase_add showcase_remove
    maintenance suspended kicked marketing
    tool promotion_state promotions promotion account_check account_check_state objection
    compass measure fans export
    app_settings app_bind app_bound tabcut
    violation_kind enforcement appeal_state violation
    appeal tickets ticket_state messages
    """.split()  # noqa: SIM905 - a list to read, not code
)
_PASSING: Final = frozenset(
    {
        *("col.product", "col.shop", "col.added", "col.stock", "dialog.alert", "links.loading", "invitations.loading"),
        *(f"col.{name}" for name in OPTIONAL["col"].split()),
    }
)
_ROLES: Final = {
    "button": (
        "switch_shop my_account dismiss next_page open_dialog search next cancel back send open sure submit use_email"
        " withdraw add remove fetch stop day previous_month next_month apply choose finish publish leave log_in find"
    ),
    "heading": "heading login_heading",
    "table": "table results products fetched creators videos goods goods_of creators_of found",
    "dialog": "itself sheet panel picker question",
    "group": "credit_score health_rating violation_points unlinks_left links_in_window slots left today",
    "list": "checks accounts thread",
    "img": "passed failed",
    "link": "linked_accounts join your_shop view_info create bind bound appeal",
    "tab": "tab_marketing tab",
    "listbox": "shop_list",
    "navigation": "menu",
    "textbox": "keyword email username link name percent starts ends code quota per_customer reason text",
    "combobox": "hour minute account country subject",
    "option": "option linking",
}
_ROLE_OF_GROUP: Final = {
    "col": "columnheader",
    "tool": "heading",
    **dict.fromkeys(("violation_kind", "enforcement", "account_check_state", "objection"), "cell"),
    **dict.fromkeys(("promotion_state", "appeal_state", "ticket_state"), "option"),
}
_ALSO: Final = {
    "columnheader": ("rowheader",),  # what a browser calls a lonely th
    "button": ("link", "menuitem"),
    "link": ("menuitem", "button"),
    "textbox": ("searchbox", "combobox"),
    "group": ("region",),
}
_PLACED: Final = frozenset(
    {
        *("shop_context", "context", "error", "total", "loading", "card", "category", "section", "requests", "alert"),
        *("zone", "chosen", "form", "state", "over", "customer", "signed_in", "updated", "barred", "near", "whole"),
        *("owner", "file", "news", "view"),
    }
)
_WORDED: Final = frozenset({"success", "done", "waiting"})
_NAMED: Final = frozenset({"heading", "columnheader", "list", "img"})
_READ: Final = frozenset({"table", "dialog", "group", "list"})
_FILLS: Final = {
    "unlink.open": ("handle",),
    "approval.open": ("handle",),
    "promotions.create": ("tool",),
    "promotions.stop": ("name",),
    "health.appeal": ("number",),
    "appeal.remove": ("name",),
    "tickets.remove": ("name",),
    "promotion.panel": ("field",),
    "promotion.day": ("day",),
    "promotion.option": ("handle",),
}
_OPENERS: Final = frozenset({"itself", "open", "section", "requests"})
_IN_DIALOGS: Final = frozenset({"dialog", "unlink", "approval", "showcase_add", "showcase_remove"})


def wanted(key: str) -> Wanted:
    """How the pages ask for the element with this key."""
    group, _, name = key.partition(".")
    role = "" if name in _PLACED | _WORDED else _role(group, name)
    return Wanted(
        key,
        roles=(role, *_ALSO.get(role, ())) if role else (),
        placed=name in _PLACED,
        named=role in _NAMED or name == "left",
        within=_within(group, name),
        fills=_FILLS.get(key, ()),
        read=role in _READ or name in {"send", "sure"},
        worded=name in _WORDED,
    )


def every_key() -> tuple[str, ...]:
    """All elements that a profile can name, those of one page together."""
    tables = ((group, f"{names} {OPTIONAL.get(group, '')}") for group, names in REQUIRED.items())
    rest = ((group, names) for group, names in OPTIONAL.items() if group not in REQUIRED)
    return tuple(f"{group}.{name}" for group, names in (*tables, *rest) for name in names.split())


def shown_keys() -> tuple[str, ...]:
    """Those that a seller comes to see without pressing what sends: the others are asked for by name alone."""
    rare = (wanted(key).worded or key in _PASSING or key.partition(".")[0] in _ELSEWHERE for key in every_key())
    return tuple(key for key, hidden in zip(every_key(), rare, strict=True) if not hidden)


def _role(group: str, name: str) -> str:
    if group in _ROLE_OF_GROUP:
        return _ROLE_OF_GROUP[group]
    return next((role for role, names in _ROLES.items() if name in names.split()), "")


def _within(group: str, name: str) -> str:
    if group == "col":
        return "table"
    if name in {"passed", "failed"}:
        return "listitem"
    return "dialog" if group in _IN_DIALOGS and name not in _OPENERS else ""
