"""What is said before a step: what happens, why, by which rule and whose, and what would go wrong otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from agent.domain.rules import written

if TYPE_CHECKING:
    from agent.domain.rules import Rule, Rules
    from agent.words import Words

# Each step that has something to say, and the rule that stands behind it, if one does.
CAPTIONS: Final = MappingProxyType(
    {
        "challenge": "challenge_pause",
        "home.unlinks_left": "showcase_adds_per_day",
        "shell.switch_shop": "",
        "shell.shop_list": "",
        "links.table": "channel_slots",
        "links.open_dialog": "links_per_window",
        "dialog.keyword": "",
        "dialog.search": "",
        "choose": "one_shop_per_account",
        "dialog.next": "account_region_is_shop_region",
        "dialog.checks": "",
        "dialog.send": "invitation_lifetime",
        "invitations.table": "",
        "app_settings.bind": "",
        "app_bind.username": "one_shop_per_account",
        "app_bind.leave": "consent_required",
        "app_bind.state": "",
        "approval.requests": "requests_answered",
        "unlink.itself": "",
        "unlink.left": "unlink_wait",
        "unlink.sure": "lifetime_unlinks",
        "approval.itself": "requests_answered",
        "approval.sure": "lifetime_unlinks",
        "showcase.table": "showcase_kept_first",
        "creator_showcase.your_shop": "",
        "your_shop.view_info": "",
        "link_info.send": "unlink_wait",
        "link_info.sure": "rebind_cooldown",
        "showcase.add": "",
        "showcase_add.link": "",
        "showcase_add.fetch": "",
        "showcase_add.sure": "showcase_adds_per_day",
        "promotions.create": "",
        "promotion.percent": "flash_most_percent",
        "promotion.choose": "lowest_price_window",
        "promotion.publish": "promotion_names_unique",
        "promotion.sure": "",
        "export.ask": "",
        "export.record": "",
        "health.table": "penalties_joint",
        "violation.facts": "appeal_working_days",
        "account_check.username": "",
        "account_check.find": "",
        "account_check.sure": "",
        "account_check.open": "content_audit_lasts",
        "appeal.file": "proof_files",
        "appeal.reason": "letter_length",
        "appeal.submit": "appeal_tries",
        "tickets.create": "one_ticket_per_matter",
        "tickets.file": "proof_files",
        "tickets.text": "letter_length",
        "tickets.send": "",
    }
)

# What is only looked at and shown all the same; else a look goes before a click at the same step, which tells it.
LOOKED_AT: Final = frozenset(
    {
        *("app_bind.state", "appeal.file", "approval.requests", "challenge", "dialog.checks", "home.unlinks_left"),
        "tickets.file",
        "export.record",
        *("invitations.table", "links.table", "showcase.table", "unlink.left", "health.table", "violation.facts"),
    }
)


def caption(step: str, say: Words, rules: Rules | None) -> list[str]:
    """The lines of a step's caption, its heading first; none where there is nothing to say about it."""
    if step not in CAPTIONS:
        return []
    lines = [say(f"caption.{step}.{part}") for part in ("what", "why", "otherwise")]
    name = CAPTIONS[step]
    return [*lines[:2], *([sourced(getattr(rules, name), say)] if rules and name else []), *lines[2:]]


def sourced(rule: Rule[object], say: Words) -> str:
    """A rule with its value, and whose it is."""
    told = {"rule": say(f"rule.{rule.name}.name"), "value": _value(rule.value), "source": rule.chosen.source}
    return say("ui.caption_rule", trust=say(f"trust.{rule.chosen.trust}"), **told)


def _value(value: object) -> str:
    return {True: "✓", False: "✗"}[value] if isinstance(value, bool) else written(value)
