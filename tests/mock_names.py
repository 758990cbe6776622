"""What the mock calls the things that the agent's profile names: only tests know both.

A name is a role and the key of the mock's text, or a test id, or a CSS place of the first skin. With it a scripted
person points at an element (`World.skin().find`), and a profile of a skin is written.
"""

from __future__ import annotations

import json
import re
from typing import Any

from mock_portal.client_screens import Screens
from mock_portal.texts import texts

OBJECTIONS = ("religion", "politics", "false_advertising", "infringement", "other")
TOOLS = ("product_discount", "flash_sale", "live_flash", "live_code")
MEASURED = {"live_gmv": "live", "video_gmv": "video", "card_gmv": "card"} | {
    name: name
    for name in (
        *("gmv", "items", "sku_orders", "orders", "customers", "visitors", "impressions", "unique_impressions"),
        *("ctr", "cvr", "dwell", "gpm"),
    )
}
COLUMNS = ("lives", "commission", "minutes", "viewers", "click_rate")
FIGURES = ("credit_score", "health_rating", "violation_points")
NAMES = {
    "login.heading": "heading login.heading",
    "login.use_email": "button login.with_email",
    "login.email": "textbox login.email",
    "login.password": "#TikTok_Ads_SSO_Login_Pwd_Input",
    "login.submit": "button login.submit",
    "two_step.heading": "heading two_step.heading",
    "maintenance.heading": "heading maintenance.heading",
    "kicked.heading": "heading stop.kicked.heading",
    "suspended.heading": "heading stop.suspended.heading",
    "shell.shop_context": "shop.context",
    "shell.switch_shop": "button shell.switch_shop",
    "shell.shop_list": "listbox shell.switch_shop",
    "shell.menu": "navigation shell.menu",
    "shell.my_account": "button shell.my_account",
    "shell.linked_accounts": "link shell.linked.menu",
    "home.heading": "heading home.heading",
    "home.credit_score": "group home.credit_score",
    "home.health_rating": "group home.health_rating",
    "home.violation_points": "group home.violation_points",
    "home.unlinks_left": "group home.unlinks",
    "home.links_in_window": "group home.links",
    "home.dismiss": "button shell.got_it",
    "links.heading": "heading links.heading",
    "links.tab_marketing": "tab links.marketing",
    "links.slots": "group links.slots",
    "links.table": "table links.marketing",
    "links.total": "m4b_pagination_total",
    "links.next_page": "button table.next",
    "links.loading": "m4b_loading",
    "links.open_dialog": "button dialog.open",
    "col.username": "columnheader col.username",
    "col.nickname": "columnheader col.nickname",
    "col.account_id": "columnheader col.account_id",
    "col.status": "columnheader col.status",
    "col.linked_since": "columnheader col.linked_since",
    "col.sent": "columnheader col.sent",
    "col.expires": "columnheader col.expires",
    "col.invitation_no": "columnheader col.number",
    "col.note": "columnheader col.note",
    "col.product": "columnheader showcase.product",
    "col.shop": "columnheader showcase.shop",
    "col.added": "columnheader showcase.added",
    "dialog.itself": "dialog dialog.open",
    "dialog.keyword": "textbox dialog.keyword",
    "dialog.search": "button dialog.search",
    "dialog.results": "table dialog.results",
    "dialog.total": "m4b_pagination_total",
    "dialog.next_page": "button table.next",
    "dialog.next": "button dialog.next",
    "dialog.cancel": "button dialog.cancel",
    "dialog.card": "account.card",
    "dialog.category": "account.category",
    "dialog.checks": "list dialog.checks",
    "dialog.passed": "img dialog.passed",
    "dialog.failed": "img dialog.failed",
    "dialog.back": "button dialog.back",
    "dialog.send": "button dialog.send",
    "dialog.success": "status dialog.sent",
    "invitations.heading": "heading invitations.heading",
    "invitations.table": "table invitations.heading",
    "invitations.total": "m4b_pagination_total",
    "invitations.next_page": "button table.next",
    "invitations.loading": "m4b_loading",
    "unlink.open": "button unlinking.action",
    "unlink.itself": "dialog unlinking.dialog",
    "unlink.card": "account.card",
    "unlink.left": "group home.unlinks",
    "unlink.sure": "button unlinking.confirm",
    "unlink.done": "status unlinking.done",
    "approval.section": ".unlink-asked",
    "approval.requests": ".unlink-requests",
    "approval.open": "button unlinking.approve",
    "approval.itself": "dialog unlinking.approve.title",
    "approval.sure": "button unlinking.approve",
    "approval.done": "status unlinking.approve.done",
    "col.promotion": "columnheader promotions.name",
    "col.discount": "columnheader promotions.discount",
    "col.starts": "columnheader promotions.starts",
    "col.ends": "columnheader promotions.ends",
    "col.applies": "columnheader promotions.for",
    "col.state": "columnheader promotions.filter.state",
    **{f"tool.{tool}": f"heading promotions.tool.{tool}" for tool in TOOLS},
    "promotions.heading": "heading promotions.heading",
    "promotions.table": "table promotions.mine",
    "promotions.total": "m4b_pagination_total",
    "promotions.next_page": "button table.next",
    "tickets.heading": "heading help.tickets",
    "tickets.table": "table help.tickets",
    "tickets.total": "m4b_pagination_total",
    "tickets.next_page": "button table.next",
    "tickets.create": "button help.ticket.new",
    "tickets.sheet": "dialog help.ticket.new",
    "tickets.subject": "combobox help.ticket.category",
    "tickets.linking": "option help.category.linking",
    "tickets.text": "textbox help.ticket.text",
    "tickets.send": "button help.ticket.send",
    "tickets.done": "status help.ticket.sent",
    "tickets.thread": "list help.chat.log",
    "col.question": "columnheader help.ticket.question",
    "col.opened": "columnheader help.ticket.at",
    "col.last_said": "columnheader help.ticket.last",
    "col.ticket_state": "columnheader help.ticket.state",
    "messages.heading": "heading help.messages",
    "compass.heading": "heading compass.heading",
    "compass.first_day": "textbox compass.first",
    "compass.last_day": "textbox compass.last",
    "compass.days_table": "table compass.days",
    "compass.accounts_table": "table compass.tab.creators",
    "compass.lives_table": "table compass.tab.lives",
    "compass.day_column": "columnheader compass.date",
    "compass.account_column": "columnheader compass.handle",
    "compass.began_column": "columnheader compass.starts_at",
    "compass.industry_of": "group compass.industry.category",
    "compass.industry_day": "group compass.industry.as_of",
    "measure.industry_gpm": "group compass.industry.gpm",
    "compass.fans_heading": "heading compass.fans",
    **{f"measure.{key}": f"group compass.{name}" for key, name in MEASURED.items()},
    **{f"measure.{key}": f"columnheader compass.{key}" for key in COLUMNS},
    **{f"export.{key}": f"button compass.{key}" for key in ("history", "yesterday", "last_7_days", "last_28_days")},
    "export.ask": "button compass.export",
    **{f"fans.by_{trait}": f"list compass.fans.{trait}" for trait in ("gender", "age", "place", "category", "price")},
    "col.violation": "columnheader health.kind",
    "col.blamed": "columnheader health.account",
    "col.enforcement": "columnheader health.action",
    "col.points": "columnheader health.points",
    "col.issued": "columnheader health.at",
    "col.deadline": "columnheader health.deadline",
    "col.appeal": "columnheader health.state",
    "col.actions": "columnheader health.actions",
    "health.heading": "heading health.heading",
    **{f"health.{figure}": f"group health.{figure}" for figure in FIGURES},
    "health.table": "table health.records",
    "health.total": "m4b_pagination_total",
    "health.next_page": "button table.next",
    "health.loading": "m4b_loading",
    "violation.heading": "heading health.violation",
    "violation.facts": "table health.violation",
    "violation.note": "columnheader health.note",
    "appeal.reason": "textbox health.appeal.reason",
    "appeal.submit": "button health.appeal.submit",
    "appeal.done": "status health.appeal.sent",
    "col.checked_account": "columnheader health.account_check.account",
    "col.checked_id": "columnheader health.account_check.account_id",
    "col.check_began": "columnheader health.account_check.began",
    "col.check_state": "columnheader health.account_check.state",
    "col.post_link": "columnheader health.account_check.link",
    "col.post_published": "columnheader health.account_check.published",
    "col.post_reason": "columnheader health.account_check.reason",
    "col.post_passage": "columnheader health.check.passage",
    "account_check.heading": "heading health.account_check.heading",
    "account_check.username": "textbox health.account_check.username",
    "account_check.find": "button health.account_check.find",
    "account_check.sure": "button health.account_check.begin",
    "account_check.done": "status health.account_check.begun",
    "account_check.table": "table health.account_check.list",
    "account_check.total": "m4b_pagination_total",
    "account_check.next_page": "button table.next",
    "account_check.loading": "m4b_loading",
    "account_check.itself": "dialog health.account_check.found",
    "account_check.found": "table health.account_check.found",
    "account_check_state.running": "cell health.check.checking",
    "account_check_state.ended": "cell health.account_check.ended",
    **{f"objection.{one}": f"cell health.objection.{one}" for one in OBJECTIONS},
    "creator_showcase.heading": "heading unlinking.showcase",
    "creator_showcase.your_shop": "link unlinking.your_shop",
    "your_shop.heading": "heading unlinking.your_shop",
    "your_shop.view_info": "link unlinking.view_info",
    "link_info.heading": "heading unlinking.info",
    "link_info.send": "button unlinking.send",
    "link_info.sheet": "dialog unlinking.send",
    "link_info.sure": "button unlinking.send.yes",
    "link_info.sent": "paragraph unlinking.state.pending",
    "link_info.withdraw": "button unlinking.withdraw",
    "link_info.no_link": "paragraph unlinking.no_shop",
    "showcase.heading": "heading showcase.heading",
    "showcase.table": "table showcase.heading",
    "showcase.total": "m4b_pagination_total",
    "showcase.next_page": "button table.next",
    "col.stock": "columnheader showcase.stock",
    "showcase.today": "group showcase.today",
    "showcase.add": "button showcase.add",
    "showcase_add.itself": "dialog showcase.add",
    "showcase_add.tab": "tab showcase.by.link",
    "showcase_add.link": "textbox showcase.link",
    "showcase_add.fetch": "button showcase.by.link",
    "showcase_add.fetched": "table showcase.found",
    "showcase_add.sure": "button showcase.add",
    "showcase_remove.itself": "dialog showcase.remove",
    "showcase_remove.sure": "button showcase.remove.yes",
    "app_settings.heading": "heading app.settings",
    "app_settings.bind": "link app.bind",
    "app_settings.bound": "link app.bound",
    "app_bind.heading": "heading app.bind",
    "app_bind.username": "textbox app.handle",
    "app_bind.leave": "button app.to_tiktok",
    "app_bind.waiting": "link app.open_tiktok",
    "app_bound.heading": "heading app.bound",
    "app_bound.slots": "group links.slots",
    "app_bound.accounts": "list app.bound",
    "tabcut.heading": "heading tabcut.creators",
    **{f"tabcut.{kind}": f"table tabcut.{kind}" for kind in ("creators", "videos", "goods")},
    **{f"tabcut.{of}_of": f"table tabcut.{of}.of" for of in ("goods", "creators")},
    "tabcut.next_page": "button tabcut.next",
    **{f"col.{name}": f"columnheader tabcut.{name}" for name in ("name", "category", "sold", "views", "followers")},
    "creator.login_heading": "heading creator.login",
    "creator.username": "textbox creator.username",
    "creator.submit": "button creator.login",
    "creator.context": "creator.context",
}
# Words of a list rather than elements: what the mock calls the lines and states that a profile knows.
WORDS = {
    "words": {
        "pending": "stage.pending",
        "accepted": "stage.identity_check stage.in_review stage.linked",
        "declined": "stage.declined",
        "expired": "stage.expired",
        "review_rejected": "stage.review_rejected",
    },
    "checks": {
        "owner_adult": "check.adult",
        "status_normal": "check.status",
        "region_matches": "check.region",
        "no_violation": "check.violations",
        "not_elsewhere": "check.other_shop",
        "not_official": "check.official",
        "cooled_down": "check.cooldown",
        "link_rate_kept": "check.link_limit",
        "network_accepted": "check.egress",
        "slot_available": "check.slots",
        "no_open_invitation": "check.invitation",
    },
    "answers": {
        "open": "app.state.open",
        "authorized": "app.state.authorized",
        "declined": "app.state.declined",
        "timed_out": "app.state.timed_out",
    },
    "obstacles": {
        "linked_long_enough": "refused.unlink_too_early",
        "unlinks_left": "refused.unlink_limit",
        "network_accepted": "refused.egress",
        "status_normal": "refused.unlink_restricted",
        "no_violation": "refused.unlink_violations",
        "no_open_orders": "refused.unlink_orders",
    },
    "refusals": {
        "no_answer": "refused.system refused.not_logged_in refused.kicked refused.suspended",
        "not_eligible": "refused.adult refused.status refused.region refused.violations refused.official "
        "refused.promo_credit_score refused.promo_health_rating refused.promo_violation_points refused.promo_stars "
        "refused.not_listed refused.sold_out refused.not_affiliate refused.not_your_shop refused.no_product",
        "conflict": "refused.other_shop refused.unlink_asked refused.unlink_gone refused.not_linked refused.invitation "
        "refused.promo_name_twice refused.promo_overlap refused.promo_code_twice refused.promo_account "
        "refused.in_showcase refused.not_in_showcase",
        "rejected": "refused.promo_name refused.promo_percent refused.promo_start refused.promo_length "
        "refused.promo_products refused.promo_not_lower refused.promo_code refused.promo_quota refused.promo_over "
        "refused.promo_gone refused.no_account refused.check_running "
        "refused.no_violation refused.appeal_reason refused.appeal_no_file "
        "refused.appeal_failed refused.appeal_closed refused.appeal_file_type refused.appeal_file_size "
        "refused.appeal_file_doubled refused.appeal_files refused.help_text",
    },
}
LANGUAGES = {"en": "en", "zh": "zh-CN", "es": "es"}


def profile_of(screens: Screens, plain: dict[str, Any], name: str) -> dict[str, Any]:
    """The profile of a skin: the first one's, with everything called as this skin calls it."""
    own: dict[str, Any] = {**plain, "name": name}
    own["paths"] = {key: screens.path(path) for key, path in plain["paths"].items()}
    own["traffic"] = _traffic(screens, plain["traffic"])
    own["elements"] = {
        group: {key: _element(screens, NAMES.get(f"{group}.{key}", ""), parts) for key, parts in table.items()}
        for group, table in plain["elements"].items()
    }
    for table, rows in WORDS.items():
        own[table] = {key: _said(screens, keys.split(), plain[table][key]) for key, keys in rows.items()}
    return own


def _said(screens: Screens, keys: list[str], plain: list[str]) -> list[str]:
    """What is said in every language, and what no key says."""
    keyless = [one for one in plain if not any(one in texts(lang).table.values() for lang in LANGUAGES.values())]
    return list(dict.fromkeys([*(screens.text(key, lang) for key in keys for lang in LANGUAGES.values()), *keyless]))


def _element(screens: Screens, name: str, parts: dict[str, str]) -> dict[str, str]:
    own = dict(parts)
    if "css" in own:
        own["css"] = _place(screens, own["css"])
    _, _, key = name.partition(" ")
    for short, lang in LANGUAGES.items():
        if short in own and key:
            tail = " @{handle}" if "{handle}" in own[short] else ""
            own[short] = screens.text(key, lang) + tail
    return own


def _place(screens: Screens, css: str) -> str:
    if css == "button" and "button" in screens.tags:
        return '[role="button"]'
    for old, new in screens.names.items():
        css = re.sub(rf"(?<![\w-]){re.escape(old)}(?!\w)", new, css)
    return css


def _traffic(screens: Screens, plain: dict[str, Any]) -> dict[str, Any]:
    def line(text: str) -> str:
        method, _, path = text.partition(" ")
        return f"{method} {screens.path(path)}"

    own = {kind: [line(one) for one in plain[kind]] for kind in ("reads", "logins", "uploads")}
    return {**own, "commits": [{**one, "request": line(one["request"])} for one in plain["commits"]]}


def as_toml(profile: dict[str, Any], above: str = "") -> str:
    """The text of a profile's file."""
    tables = {key: one for key, one in profile.items() if isinstance(one, dict) and not _flat(one)}
    lines = [f"{json.dumps(key)} = {_value(one)}" for key, one in profile.items() if key not in tables]
    return "\n".join([*lines, *(f"[{above}{key}]\n{as_toml(one, f'{above}{key}.')}" for key, one in tables.items())])


def _flat(one: dict[str, Any]) -> bool:
    """An element: a few short texts, all on one line."""
    return bool(one.keys() & {"role", "css"})


def _value(one: object) -> str:
    if isinstance(one, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(value)}" for key, value in one.items()) + " }"
    if isinstance(one, list):
        return "[" + ", ".join(map(_value, one)) + "]"
    return json.dumps(one, ensure_ascii=False)
