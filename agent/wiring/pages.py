"""Which class stands for which page, and how its tab is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.adapters.visit import MakeTab
    from agent.domain.portal import Portal
    from agent.ports import Clock, Pace, Page


def tabs(portal: Portal, clock: Clock, pace: Pace, action_ms: float, word_ms: float) -> MakeTab:
    """How a visit makes the tab that its pages are given."""
    from agent.pages.tab import Tab  # noqa: PLC0415 - playwright is heavy

    return lambda page, mark: Tab(page, portal, clock, pace, mark, action_ms=action_ms, word_ms=word_ms)


def pages() -> Mapping[type[Page], type[Page]]:
    """Which class stands for which page."""
    from agent import ports  # noqa: PLC0415 - the page classes bring playwright
    from agent.pages.app.bind import AppBindPage  # noqa: PLC0415
    from agent.pages.app.settings import AppBoundPage, AppSettingsPage  # noqa: PLC0415
    from agent.pages.creator.link_info import LinkInfoPage  # noqa: PLC0415
    from agent.pages.creator.showcase import CreatorShowcasePage  # noqa: PLC0415
    from agent.pages.seller.account_check import AccountCheckPage  # noqa: PLC0415
    from agent.pages.seller.appeals import AppealsPage  # noqa: PLC0415
    from agent.pages.seller.compass import CompassPage  # noqa: PLC0415
    from agent.pages.seller.exports import ExportsPage  # noqa: PLC0415
    from agent.pages.seller.health import HealthPage  # noqa: PLC0415
    from agent.pages.seller.home import HomePage  # noqa: PLC0415
    from agent.pages.seller.invitations import InvitationsPage  # noqa: PLC0415
    from agent.pages.seller.linked_accounts import LinkedAccountsPage  # noqa: PLC0415
    from agent.pages.seller.messages import MessagesPage  # noqa: PLC0415
    from agent.pages.seller.promotions import PromotionsPage  # noqa: PLC0415
    from agent.pages.seller.tickets import TicketsPage  # noqa: PLC0415
    from agent.pages.sign_in import CreatorSignInPage, SellerSignInPage  # noqa: PLC0415
    from agent.pages.tabcut.rankings import TabcutRankingsPage  # noqa: PLC0415
    from agent.pages.tabcut.sign_in import TabcutSignInPage  # noqa: PLC0415
    from agent.ports.tabcut import TabcutRankings, TabcutSignIn  # noqa: PLC0415

    return {
        ports.Home: HomePage,
        ports.LinkedAccounts: LinkedAccountsPage,
        ports.Invitations: InvitationsPage,
        ports.Promotions: PromotionsPage,
        ports.Appeals: AppealsPage,
        ports.Tickets: TicketsPage,
        ports.Messages: MessagesPage,
        ports.Compass: CompassPage,
        ports.ReportExports: ExportsPage,
        ports.Health: HealthPage,
        ports.ContentChecks: AccountCheckPage,
        ports.SellerSignIn: SellerSignInPage,
        ports.CreatorSignIn: CreatorSignInPage,
        ports.CreatorLink: LinkInfoPage,
        ports.CreatorShowcase: CreatorShowcasePage,
        ports.AppSettings: AppSettingsPage,
        ports.AppBind: AppBindPage,
        ports.AppBound: AppBoundPage,
        TabcutSignIn: TabcutSignInPage,
        TabcutRankings: TabcutRankingsPage,
    }


def anywhere() -> Mapping[type[Page], type[Page]]:
    """The same for what has no address of its own: the page at which a person points, or that a person has in hand."""
    from agent import ports  # noqa: PLC0415 - as above
    from agent.pages.in_hand import InHandPage  # noqa: PLC0415
    from agent.pages.pointing import PointingPage  # noqa: PLC0415

    return {ports.Pointing: PointingPage, ports.InHand: InHandPage}
