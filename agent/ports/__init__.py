"""What the house needs from outside, as ports: fakes and adapters inherit these; pages are ports too."""

from agent.ports.audits import ContentChecks
from agent.ports.baselines import Baselines
from agent.ports.browser import Gate, Vault, Visit, Visits
from agent.ports.clock import Clock
from agent.ports.days_off import DaysOffBook
from agent.ports.desk import Desk, Waits
from agent.ports.engine import Due, DueShop, Engine, Work
from agent.ports.handover import NOBODY, HandedBack, HandOver, InHand, LiveView
from agent.ports.insights import Compass, Insights, ReportExports
from agent.ports.learning import News, Person, Pointing, Question, Reply, Said, Sign
from agent.ports.ledger import Ledger
from agent.ports.notifier import Notifier
from agent.ports.pages import (
    AppBind,
    AppBound,
    AppSettings,
    CreatorLink,
    CreatorShowcase,
    CreatorSignIn,
    Health,
    Home,
    Invitations,
    LinkedAccounts,
    Page,
    Pressable,
    Promotions,
    SellerSignIn,
    SignIn,
    Walked,
)
from agent.ports.run import Evidence, Frame, Pace, Pick, Picture, Reader, Stage, Trail, Use
from agent.ports.service import Appeals, Messages, Papers, Tickets
from agent.ports.watch import Watchdog

__all__ = [
    "NOBODY",
    "AppBind",
    "AppBound",
    "AppSettings",
    "Appeals",
    "Baselines",
    "Clock",
    "Compass",
    "ContentChecks",
    "CreatorLink",
    "CreatorShowcase",
    "CreatorSignIn",
    "DaysOffBook",
    "Desk",
    "Due",
    "DueShop",
    "Engine",
    "Evidence",
    "Frame",
    "Gate",
    "HandOver",
    "HandedBack",
    "Health",
    "Home",
    "InHand",
    "Insights",
    "Invitations",
    "Ledger",
    "LinkedAccounts",
    "LiveView",
    "Messages",
    "News",
    "Notifier",
    "Pace",
    "Page",
    "Papers",
    "Person",
    "Pick",
    "Picture",
    "Pointing",
    "Pressable",
    "Promotions",
    "Question",
    "Reader",
    "Reply",
    "ReportExports",
    "Said",
    "SellerSignIn",
    "Sign",
    "SignIn",
    "Stage",
    "Tickets",
    "Trail",
    "Use",
    "Vault",
    "Visit",
    "Visits",
    "Waits",
    "Walked",
    "Watchdog",
    "Work",
]
