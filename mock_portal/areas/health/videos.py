"""The self-check of a whole account: which of its videos the check objects to, and for which reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from mock_portal.deeds import Done, RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mock_portal.world import Account, World

# How long the real check looks at an account is not public; a second is enough to be seen waiting.
LOOKING = timedelta(seconds=1)


class Objection(StrEnum):
    """Why a video may stand against its account: the first three are named by the source article."""

    RELIGION = "religion"
    POLITICS = "politics"
    FALSE_ADVERTISING = "false_advertising"
    INFRINGEMENT = "infringement"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Video:
    """One video of an account; `objection` is what the check finds in it, empty where it is clean."""

    id: str
    account: str
    caption: str
    at: datetime
    objection: Objection | None = None
    passage: str = ""
    deleted_at: datetime | None = None

    def public(self, at: datetime) -> bool:
        """Whether it could be seen at that time."""
        return self.at <= at and (self.deleted_at is None or self.deleted_at > at)


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """One check of an account, for one shop; a stalled one never ends."""

    id: str
    shop: str
    account: str
    at: datetime
    stalled: bool = False

    def ready(self, now: datetime) -> bool:
        """Whether its findings can be shown."""
        return not self.stalled and now - self.at >= LOOKING


def objected(world: World, check: AccountCheck) -> list[Video]:
    """The videos that it objects to, newest first, as they were when it began."""
    seen = (one for one in videos_of(world, check.account) if one.public(check.at) and one.objection)
    return sorted(seen, key=lambda one: (one.at, one.id), reverse=True)


def videos_of(world: World, account: str) -> Sequence[Video]:
    """All that an account has ever published."""
    return world.table(Video).about("account", account)


def account_checks(world: World, shop: str) -> list[AccountCheck]:
    """A shop's checks of accounts, newest first."""
    mine = world.table(AccountCheck).about("shop", shop)
    return sorted(mine, key=lambda one: (one.at, one.id), reverse=True)


def begin(world: World, made: AccountCheck) -> Done:
    """The seller lets an account be looked at."""
    return Done(world.with_rows(made), ("account_check",), made.shop, made.account)


def stall(world: World, account: Account) -> Done:
    """The check's machinery hangs: what was begun for this account never ends."""
    hung = [replace(one, stalled=True) for one in world.table(AccountCheck).about("account", account.id)]
    return Done(world.with_rows(*hung), ("account_check_stalled",), "", account.id)


def publish(world: World, made: Video) -> Done:
    """The creator publishes a video."""
    return Done(world.with_rows(made), ("video",), "", made.account)


def delete(world: World, video: Video | None, now: datetime) -> Done:
    """The creator, and nobody else, takes a video away."""
    if video is None or video.deleted_at:
        raise RefusedError(reason="no_video")
    return Done(world.with_rows(replace(video, deleted_at=now)), ("video_deleted",), "", video.account)
