"""What Tabcut's pages can be asked."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Literal

from agent.ports.pages import Page, SignIn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.domain.rankings import Ranking, RankRow


class TabcutSignIn(SignIn):
    """The rankings with their login form, which comes up where a stranger wants more."""


class TabcutRankings(Page):
    """The rankings by country, and what a creator sold."""

    @abstractmethod
    async def read(self, kind: Literal["creators", "videos", "goods"], market: str, most: int) -> Ranking:
        """The first rows of a ranking for a market; AskPerson(E_SESSION_EXPIRED) where nobody is signed in.

        MendInput(E_INPUT) for a market that the site does not offer.
        """

    @abstractmethod
    async def sold_by(self, creator: str, market: str) -> Sequence[RankRow]:
        """The goods that the creator with this id sold."""

    @abstractmethod
    async def sellers_of(self, product: str, market: str) -> Sequence[RankRow]:
        """The creators who sold the product with this id."""
