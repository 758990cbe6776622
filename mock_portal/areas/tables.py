"""What every area adds to a world: the name of its table in a world file, and the record that a row becomes."""

from __future__ import annotations

from typing import Final

from mock_portal.areas.compass.model import Export
from mock_portal.areas.greetings.model import HomeModal, ModalHidden, TourSeen
from mock_portal.areas.health.check import ContentCheck
from mock_portal.areas.health.model import Appeal, AppealFile, Violation
from mock_portal.areas.health.videos import AccountCheck, Video
from mock_portal.areas.help.model import Chat, Notice, NoticeRead, Post, Ticket, TicketFile
from mock_portal.areas.promotions.model import Claimed, Promotion
from mock_portal.areas.seller_app.model import Jump, Owner
from mock_portal.areas.showcase.model import Product, ShowcaseItem
from mock_portal.areas.tabcut.model import TabcutUser, TabcutVisit
from mock_portal.areas.unlinking.model import OpenOrder, UnlinkRequest

TABLES: Final[dict[str, type]] = {
    "account_check": AccountCheck,
    "app_jump": Jump,
    "app_owner": Owner,
    "appeal": Appeal,
    "appeal_file": AppealFile,
    "chat": Chat,
    "content_check": ContentCheck,
    "export": Export,
    "help_post": Post,
    "home_modal": HomeModal,
    "home_modal_hidden": ModalHidden,
    "notice": Notice,
    "notice_read": NoticeRead,
    "open_order": OpenOrder,
    "product": Product,
    "promotion": Promotion,
    "promotion_claim": Claimed,
    "showcase_item": ShowcaseItem,
    "tabcut_user": TabcutUser,
    "tabcut_visit": TabcutVisit,
    "ticket": Ticket,
    "ticket_file": TicketFile,
    "tour_seen": TourSeen,
    "unlink_request": UnlinkRequest,
    "video": Video,
    "violation": Violation,
}
