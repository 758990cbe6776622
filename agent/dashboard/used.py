"""What of a shop's limits is used up, as pictures show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.wiring.numbers import Quota

if TYPE_CHECKING:
    from agent.dashboard.cards import Card
    from agent.words import Words


def quotas_of(card: Card, say: Words) -> list[Quota]:
    """Its places, its unlinks, and today's additions to each account's showcase."""
    own = [Quota(say("dash.places"), card.places.used, card.places.most)]
    own.append(Quota(say("dash.unlinks_used"), card.unlinks.used, card.unlinks.most))
    adds = [(f"{say('dash.adds')} @{handle}", one) for handle, one in card.showcases.items() if handle]
    return own + [Quota(name, one.used, one.most) for name, one in adds]
