"""What the ledger knows about a pair, an account, a shop or a login: reading only."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, func, or_, select

from agent.adapters.ledger_sql import rows, schema
from agent.adapters.ledger_sql.folding import every, found
from agent.adapters.ledger_sql.happened import Happened
from agent.domain.identity import AccountId
from agent.domain.ledger import IN_FORCE, Claim, ClaimState, Invitation, InvitationState, PairMemory, Settled
from agent.domain.permit import ENDS_A_LINK, Kind
from agent.domain.roster import Via

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from agent.domain.identity import Handle, Intent, LoginId, ShopId

# A proven absence too: of an act that does not repeat only a person may say that it is over.
UNLINKS: Final = "unlinks"
UNDECIDED: Final = frozenset({ClaimState.OPEN, ClaimState.UNKNOWN, ClaimState.NOT_DONE})

_CLAIM: Final = schema.claim.c
_ACTS: Final = and_(
    _CLAIM.shop == bindparam("shop"),
    _CLAIM.account == bindparam("account"),
    _CLAIM.kind == bindparam("kind"),
    _CLAIM.item == bindparam("item"),
)
_OVER: Final = select(func.count()).select_from(schema.claim).where(_ACTS, _CLAIM.concluded)
_GOING: Final = (
    select(schema.claim)
    .where(_ACTS, ~_CLAIM.concluded, _CLAIM.state.in_(bindparam("states", expanding=True)))
    .order_by(_CLAIM.seq.desc())
    .limit(1)
)
_ENDED_BY: Final = select(schema.claim).where(
    _CLAIM.shop == bindparam("shop"),
    _CLAIM.account == bindparam("account"),
    _CLAIM.kind.in_(sorted(ENDS_A_LINK)),
    _CLAIM.state == ClaimState.DONE,
    ~_CLAIM.concluded,
)
_INVITATION: Final = schema.invitation.c
_INVITED: Final = and_(_INVITATION.shop == bindparam("shop"), _INVITATION.account == bindparam("account"))
_KNOWN: Final = select(_INVITATION.invitation_id).where(_INVITED)
_KNOWN_BEFORE: Final = _KNOWN.where(
    _INVITATION.first_seq < select(_CLAIM.seq).where(_CLAIM.intent == bindparam("intent")).scalar_subquery()
)
_WAITING: Final = (
    select(schema.invitation)
    .where(_INVITED, _INVITATION.state == InvitationState.PENDING)
    .where(or_(_INVITATION.expires_at.is_(None), _INVITATION.expires_at > bindparam("now")))
    .order_by(_INVITATION.sent_at.desc())
    .limit(1)
)
_EVENT: Final = schema.event.c
_LINK_LIFE: Final = (Happened.RELEASED, Happened.LINKED, Happened.UNLINKED)
_TOLD_OF_LINKS: Final = select(_EVENT.seq, _EVENT.kind, _EVENT.account, _EVENT.intent, _EVENT.data).where(
    _EVENT.shop == bindparam("shop"), _EVENT.kind.in_(_LINK_LIFE)
)
_LINK: Final = schema.link.c
_STANDING: Final = select(_LINK.account).where(
    _LINK.shop == bindparam("shop"),
    _LINK.state.in_(sorted(IN_FORCE)),
    func.coalesce(_LINK.unlinked_seq, 0) <= func.coalesce(_LINK.linked_seq, 0),
)
_OUR_UNLINKS: Final = select(_CLAIM.seq, _CLAIM.account, _CLAIM.intent).where(
    _CLAIM.shop == bindparam("shop"), _CLAIM.kind.in_(sorted(ENDS_A_LINK))
)
_NEWEST_PRESS: Final = (
    select(schema.claim).where(_CLAIM.login == bindparam("login")).order_by(_CLAIM.claimed_at.desc()).limit(1)
)


@dataclass(frozen=True, slots=True)
class Acts:
    """All acts of one kind about one pair, and where there are many at a time about one item."""

    shop: ShopId
    account: AccountId
    kind: Kind
    item: str = ""


def of_pair(connection: Connection, acts: Acts, now: datetime) -> PairMemory:
    """Everything that a decision about one pair asks for."""
    shop, account = acts.shop, acts.account
    link: Mapping[str, Any] = found(connection, schema.link, {"shop": shop, "account": account}) or {}
    unsettled = unconcluded(connection, acts, UNDECIDED)
    return PairMemory(
        ordinal=ordinal(connection, acts),
        last_linked=link.get("linked_at"),
        last_unlinked=link.get("unlinked_at"),
        ended=link["unlinked_at"] if link and has_ended(link) else None,
        ended_by=next(map(rows.claim_of, every(connection, _ENDED_BY, {"shop": shop, "account": account})), None),
        known_invitations=_known(connection, shop, account, unsettled),
        pending=_pending(connection, shop, account, now),
        open_claim=unsettled,
    )


def has_ended(link: Mapping[str, Any]) -> bool:
    """Whether the end of this very link was told, though an old list may have shown it since."""
    return (link["unlinked_seq"] or 0) > (link["linked_seq"] or 0)


def ordinal(connection: Connection, acts: Acts) -> int:
    """How many acts of this kind are over for this pair: the n of the next one."""
    return connection.scalars(_OVER, asdict(acts)).one()


def unconcluded(
    connection: Connection, acts: Acts, states: frozenset[ClaimState] = frozenset(ClaimState)
) -> Claim | None:
    """The pair's act that is not over, if there is one in these states."""
    asked = asdict(acts) | {"states": sorted(states)}
    return next(map(rows.claim_of, every(connection, _GOING, asked)), None)


def _known(connection: Connection, shop: ShopId, account: AccountId, claim: Claim | None) -> frozenset[str]:
    """The invitations that cannot be the effect of the claim, because they were seen before it."""
    pair = {"shop": shop, "account": account}
    if claim:
        return frozenset(connection.scalars(_KNOWN_BEFORE, pair | {"intent": claim.intent}))
    return frozenset(connection.scalars(_KNOWN, pair))


def _pending(connection: Connection, shop: ShopId, account: AccountId, now: datetime) -> Invitation | None:
    """The newest invitation that still waits; one whose time is up does not, whenever it was last looked at."""
    asked = {"shop": shop, "account": account, "now": now}
    return next(map(rows.invitation_of, every(connection, _WAITING, asked)), None)


def links_since(connection: Connection, since: datetime, account: AccountId | None, shop: ShopId | None) -> int:
    """How many links began since a moment, counting one account linked twice as two."""
    of = schema.link_start.c
    began = select(func.count()).select_from(schema.link_start).where(of.began_at >= since)
    began = began.where(of.account == account) if account is not None else began
    began = began.where(of.shop == shop) if shop is not None else began
    return connection.scalars(began).one()


def claims(connection: Connection, shop: ShopId | None, *, unsettled: bool) -> list[Claim]:
    """The claims, oldest first; those that looking or a person still has to settle."""
    of = schema.claim.c
    wanted = select(schema.claim).order_by(of.seq)
    wanted = wanted.where(of.shop == shop) if shop is not None else wanted
    wanted = wanted.where(of.state.in_(UNDECIDED), ~of.concluded) if unsettled else wanted
    return [rows.claim_of(row) for row in every(connection, wanted)]


def spent(connection: Connection, scope: Mapping[str, str]) -> int:
    """How much of a budget is used."""
    row = found(connection, schema.budget, scope)
    return row["used"] if row else 0


def spends(connection: Connection, intent: Intent) -> list[dict[str, Any]]:
    """What a claim spent when it was made."""
    return [spend for told in _claimed(connection, intent) for spend in told["spends"]]


def pressed_via(connection: Connection, intent: Intent) -> Via:
    """On which side of the portal a claim was made for; on the web, where that is not told."""
    return next((Via(told.get("via", Via.WEB)) for told in _claimed(connection, intent)), Via.WEB)


def _claimed(connection: Connection, intent: Intent) -> list[dict[str, Any]]:
    of = schema.event.c
    made = select(schema.event).where(of.intent == intent, of.kind == Happened.CLAIMED)
    return [row["data"] for row in every(connection, made)]


def settled(connection: Connection, intent: Intent) -> Settled | None:
    """What looking showed last of a press, as it was written down."""
    of = schema.event.c
    told = select(schema.event).where(of.intent == intent, of.kind == Happened.SETTLED).order_by(of.seq.desc()).limit(1)
    seen = [row["data"] for row in every(connection, told)]
    return next((_looked(intent, one) for one in seen), None)


def _looked(intent: Intent, seen: Mapping[str, Any]) -> Settled:
    return Settled(intent, ClaimState(seen["state"]), seen["receipt"], seen["looks"], seen["duplicate"])


def unlinks_shown(connection: Connection, intent: Intent) -> int | None:
    """What the portal's counter showed when this was claimed; older ledgers did not keep it."""
    spent_ = (one for one in spends(connection, intent) if one["budget"] == UNLINKS)
    return next((one.get("shown") for one in spent_), None)


def unclaimed_unlinks(connection: Connection, shop: ShopId) -> int:
    """How many links of a shop ended without a press of ours that counts: what was given back counts no more.

    A link ends once: of two ends the first was one that a list had missed, and one that still stands has not ended; one
    after which the next began has ended, though nobody saw it. An end that the portal has undone is none.
    """
    pressed = [one | {"kind": Happened.CLAIMED} for one in every(connection, _OUR_UNLINKS, {"shop": shop})]
    told = [*pressed, *every(connection, _TOLD_OF_LINKS, {"shop": shop})]
    ours, lives, ended = defaultdict[str, set[str]](set), Counter[str](), dict[tuple[str, int], set[str]]()
    for row in sorted(told, key=itemgetter("seq")):
        account, intent = row["account"], row["intent"]
        match row["kind"]:
            case Happened.CLAIMED:
                ours[account].add(intent)
            case Happened.LINKED:
                if lives[account]:
                    ended.setdefault((account, lives[account]), set(ours[account]))
                ours.pop(account, None)
                lives[account] += 1
            case Happened.UNLINKED:
                ended[account, lives[account]] = set(ours[account])
            case _ if row["data"].get("undone"):
                ended = {life: presses for life, presses in ended.items() if intent not in presses}
            case _:
                for presses in (*ended.values(), ours[account]):
                    presses.discard(intent)
    for account in connection.scalars(_STANDING, {"shop": shop}):
        ended.pop((account, lives[account]), None)
    return sum(not presses for presses in ended.values())


def last_press(connection: Connection, login: LoginId) -> datetime | None:
    """When this login last claimed a press."""
    return next((row["claimed_at"] for row in every(connection, _NEWEST_PRESS, {"login": login})), None)


def pinned(connection: Connection, handle: Handle) -> AccountId | None:
    """The account that this handle meant when it was last claimed."""
    row = found(connection, schema.pin, {"handle": handle})
    return AccountId(row["account"]) if row else None
