"""Who is greeted with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mock_portal.areas.greetings.model import HomeModal, ModalHidden, TourSeen

if TYPE_CHECKING:
    from mock_portal.world import Login, Shop, World


def greetings(world: World, login: Login, shop: Shop) -> dict[str, Any]:
    """What the home page of a login in a shop opens with, in plain data."""
    return {
        "announcement": shop.announcement,
        "modals": [_told(one) for one in world.table(HomeModal).values() if _is_for(world, one, login, shop)],
        "tour": login.tour and login.id not in world.table(TourSeen),
    }


def hidden(login: str, modal: str) -> ModalHidden:
    """The record that a login has done with an announcement."""
    return ModalHidden(f"{login}/{modal}", login, modal)


def _is_for(world: World, modal: HomeModal, login: Login, shop: Shop) -> bool:
    asked = modal.shop in ("", shop.id) and modal.login in ("", login.id)
    return asked and hidden(login.id, modal.id).id not in world.table(ModalHidden)


def _told(modal: HomeModal) -> dict[str, Any]:
    return {
        "modal_id": modal.id,
        "kind": modal.kind,
        "title": modal.title,
        "text": modal.text,
        "link": modal.link,
        "late_ms": modal.late_ms,
    }
