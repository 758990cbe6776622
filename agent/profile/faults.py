"""What is wrong between the lines of a profile that are each right."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

from agent.domain.identity import legible
from agent.domain.portal import Surface
from agent.domain.roster import Via
from agent.domain.seen import Jumped
from agent.typed import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from agent.profile.shape import Profile

REQUIRED: Final = MappingProxyType(
    {
        "login": "heading use_email email password submit error",
        "two_step": "heading",
        "shell": "shop_context switch_shop shop_list menu my_account linked_accounts",
        "home": "heading credit_score unlinks_left links_in_window dismiss",
        "links": "heading tab_marketing slots table total next_page loading open_dialog",
        "col": "username nickname account_id status linked_since sent expires invitation_no note product shop added "
        "stock",
        "dialog": "itself keyword search results total next_page next cancel card category checks passed failed back "
        "send alert success",
        "invitations": "heading table total next_page loading",
        "unlink": "open itself card left sure done",
        "approval": "section requests open itself sure done",
        "creator": "login_heading username password submit context",
        "creator_showcase": "heading your_shop",
        "your_shop": "heading view_info",
        "link_info": "heading send sheet sure sent withdraw no_link",
        "showcase": "heading table total next_page today add remove",
        "showcase_add": "itself tab link fetch fetched sure over",
        "showcase_remove": "itself sure over",
    }
)
APP: Final = MappingProxyType(  # wanted where a profile says that the Seller app's pages can be opened
    {
        "app_settings": "heading bind bound",
        "app_bind": "heading form username leave waiting state",
        "app_bound": "heading slots accounts",
    }
)
OPTIONAL: Final = MappingProxyType(
    {
        "home": "health_rating violation_points",
        "maintenance": "heading",
        "suspended": "heading",
        "no_right": "heading hint shop",
        **APP,
        "shell": "find_shop",
        "kicked": "heading",
        "marketing": "join",
        "col": "promotion discount starts ends applies state offered price name category sold views followers "
        "violation blamed enforcement points issued deadline appeal actions "
        "checked_account checked_id check_began check_state post_link post_published post_reason post_passage "
        "question opened last_said ticket_state",
        "tabcut": "heading creators videos goods goods_of creators_of customer signed_in country total next_page "
        "updated log_in email password submit",
        "compass": "heading first_day last_day loading days_table accounts_table lives_table day_column account_column "
        "began_column on_air fans_heading whose whose_text industry_of industry_day",
        "export": "bar ask history asked record none yesterday last_7_days last_28_days products_table name_creators "
        "name_lives name_products account_id live_id product_id title",
        "measure": "gmv live_gmv video_gmv card_gmv items sku_orders orders customers visitors impressions "
        "unique_impressions ctr cvr dwell gpm lives commission minutes viewers click_rate industry_gpm",
        "fans": "by_gender by_age by_place by_category by_price gender_women gender_men gender_unknown category_home "
        "category_beauty category_electronics category_fashion category_food category_sports price_above",
        "tool": "product_discount flash_sale live_flash live_code",
        "promotion_state": "upcoming ongoing ended deactivated",
        "promotions": "heading table total next_page loading create stop sheet sure done",
        "health": "heading credit_score health_rating violation_points barred near table total next_page loading open "
        "appeal",
        "violation_kind": "false_promotion infringement sensitive off_platform prohibited",
        "enforcement": "frozen",
        "appeal_state": "to_appeal in_progress success failed closed",
        "violation": "heading facts note whole appeal",
        "appeal": "file reason remove submit done",
        "tickets": "heading table total next_page loading view thread create sheet subject linking text file remove "
        "send done",
        "ticket_state": "open answered resolved",
        "messages": "heading news",
        "promotion": "heading zone name percent starts ends panel day previous_month next_month hour minute apply "
        "choose picker products chosen finish code account option quota per_customer publish question sure done",
        "account_check": "heading form username find card sure done table total next_page loading open itself "
        "found owner",
        "account_check_state": "running ended",
        "objection": "religion politics false_advertising infringement other",
    }
)
LANGUAGES: Final = ("en", "zh", "es", "pt", "id", "ms", "th", "vi", "de", "fr", "it", "ja", "tr", "pl", "ru")
ROLES: Final = frozenset(
    """
    alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox
    complementary contentinfo definition deletion dialog directory document emphasis feed figure form generic grid
    gridcell group heading img insertion link list listbox listitem log main marquee math menu menubar menuitem
    menuitemcheckbox menuitemradio meter navigation none note option paragraph presentation progressbar radio
    radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong
    subscript superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid
    treeitem
    """.split()  # noqa: SIM905 - a list to read, not code
)


_PATHS: Final = frozenset({"login", "home", "links", "invitations", "creator_login", "creator_showcase", "showcase"})
# Of pages that not every portal has been read for.
_MORE_PATHS: Final = frozenset(
    {
        *(
            "promotions",
            "health",
            "account_check",
            "tickets",
            "messages",
            "compass_overview",
            "compass_creators",
            "compass_lives",
            "compass_fans",
        ),
        *("export_creators", "export_lives", "export_products", "export_file"),
    }
)
_APP_PATHS: Final = frozenset({"app_settings", "app_bind", "app_bound"})
_SURFACES: Final = frozenset({"seller", "creator"})
_RETIRED: Final = frozenset({("unlink", "obstacles")})  # what older profiles name, and nobody asks for any more

T = TypeVar("T")


def contradictions(row: Profile, name: str) -> Iterator[Problem]:
    """Everything that is wrong, in the order of the file's tables."""
    if row.name != name:
        yield Problem(("name",), "not_the_files_name", {"value": name})
    for key in sorted(row.surfaces.keys() - _SURFACES - {"app"}):
        yield Problem(("surfaces", key), "no_such_surface")
    for key in sorted(row.speaks.words.keys() - set(LANGUAGES)) if row.speaks else ():
        yield Problem(("speaks", "words", key), "no_such_part", {"value": key})
    for key, way in row.ways.items():
        yield from (Problem(("ways", key), why, {"value": legible(value, 60)}) for why, value in _astray(key, way, row))
    yield from _twice("words", row.words)
    yield from _twice("checks", row.checks)
    yield from _twice("obstacles", row.obstacles)
    yield from _twice("refusals", row.refusals)
    yield from _twice("answers", row.answers)
    yield from _twice("markets", row.markets)
    known = _keys(REQUIRED) | _keys(OPTIONAL) | _RETIRED
    for element, parts in _found(row).items():
        if element not in known:
            yield Problem(("elements", *element), "no_such_element")
        yield from (Problem(("elements", *element), *fault) for fault in _element_faults(parts))


def gaps(row: Profile) -> Iterator[Problem]:
    """Everything that is not told yet: forgiven in a draft, which then stops where it is needed."""
    found, languages = _found(row), _languages(row)
    yield from (Problem(("paths", key), "missing") for key in sorted(_PATHS - row.paths.keys() - row.ways.keys()))
    yield from (Problem(("surfaces", key), "missing") for key in sorted(_SURFACES - row.surfaces.keys()))
    yield from (Problem(("elements", *key), "missing") for key in sorted(_keys(REQUIRED) - found.keys()))
    yield from _app_gaps(row) if row.surfaces.get("app", Surface.PHONE) is not Surface.PHONE else ()
    for key, parts in found.items():
        named = parts.keys() & languages
        if named and named != languages:
            yield Problem(("elements", *key), "no_name", {"value": ", ".join(sorted(languages - named))})


def _app_gaps(row: Profile) -> Iterator[Problem]:
    """What a profile must tell of the Seller app where its pages can be opened."""
    yield from (Problem(("paths", key), "missing") for key in sorted(_APP_PATHS - row.paths.keys()))
    yield from (Problem(("elements", *key), "missing") for key in sorted(_keys(APP) - _found(row).keys()))
    yield from (Problem(("answers", key), "missing") for key in sorted(set(Jumped) - row.answers.keys()))
    if row.jump is None:
        yield Problem(("jump",), "missing")
    if not any(one.via is Via.APP for one in row.traffic.commits):
        yield Problem(("traffic", "commits"), "missing")


def _astray(key: str, way: Sequence[str], row: Profile) -> Iterator[tuple[str, str]]:
    """What is wrong with a way through the menu: it leads nowhere, or over something that is not there."""
    if key not in _PATHS | _MORE_PATHS:
        yield "no_such_page", key
    if key in row.paths:
        yield "way_and_path", key
    yield from (("no_such_element", one) for one in way if tuple(one.split(".")) not in _found(row))


def _twice(table: str, words: Mapping[T, list[str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for name, texts in words.items():
        for text in texts:
            if text in seen:
                yield Problem((table, str(name)), "twice", {"value": legible(text, 60)})
            seen.add(text)


def _found(row: Profile) -> dict[tuple[str, str], Mapping[str, str]]:
    return {(group, name): parts for group, table in row.elements.items() for name, parts in table.items()}


def _languages(row: Profile) -> set[str]:
    return {key for parts in _found(row).values() for key in parts if key in LANGUAGES}


def _element_faults(parts: Mapping[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    if unknown := parts.keys() - set(LANGUAGES) - {"role", "css"}:
        yield "no_such_part", {"value": legible(", ".join(sorted(unknown)))}
    if not parts.keys() & {"role", "css"}:
        yield "no_place", {}
    if parts.get("role", "button") not in ROLES:
        yield "not_a_role", {"value": legible(parts["role"], 40)}


def _keys(groups: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(group, name) for group, names in groups.items() for name in names.split()}
