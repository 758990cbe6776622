"""What the portal's lists show is remembered, and decides when an act of a pair is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from fakes import START
from ledger_bench import ACCOUNT, HOUR, SHOP, Book, a_link, a_permit, an_invitation, settled

from agent.domain.identity import Handle, ShopId
from agent.domain.ledger import ClaimState, InvitationState, LinkState
from agent.domain.permit import Kind

pytestmark = pytest.mark.fast

OTHER_SHOP = ShopId("7495000000000000022")
MINUTE = timedelta(minutes=1)


def pressed(book: Book, kind: Kind) -> None:
    """Claim the pair's press of this kind, and see it done."""
    book.ask.settle(book.claim(a_permit(kind=kind)).claim, settled(ClaimState.DONE))


def shown(book: Book, *, linked: bool, after: timedelta = MINUTE) -> None:
    """Some time later a whole list shows the account linked, or nobody."""
    book.clock.moment += after
    book.ask.see_links(SHOP, [a_link()] if linked else [], complete=True)


def test_an_unchanged_list_leaves_no_event(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation()])
    book.clock.moment += HOUR

    book.ask.see_invitations(SHOP, [replace(an_invitation(), seen_at=book.clock.now())])

    assert book.kinds() == ["invitation_seen"]
    assert book.ask.invitations(SHOP) == [an_invitation()]


def test_the_newest_invitation_comes_first_with_its_present_state(book: Book) -> None:
    later = replace(an_invitation("9002"), sent_at=START + HOUR)
    book.ask.see_invitations(SHOP, [an_invitation(), later])

    book.ask.see_invitations(SHOP, [an_invitation(state=InvitationState.ACCEPTED)])

    told = [(one.invitation_id, one.state) for one in book.ask.invitations(SHOP)]
    assert told == [("9002", InvitationState.PENDING), ("9001", InvitationState.ACCEPTED)]


def test_the_same_number_in_two_shops_is_two_invitations(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation()])

    book.ask.see_invitations(OTHER_SHOP, [replace(an_invitation(), shop=OTHER_SHOP)])

    assert len(book.ask.invitations(SHOP)) == len(book.ask.invitations(OTHER_SHOP)) == 1


def test_an_invitation_that_was_there_before_the_claim_cannot_be_its_effect(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation("9001")])
    book.pressed(ClaimState.OPEN)

    book.ask.see_invitations(SHOP, [an_invitation("9001"), an_invitation("9002")])

    assert book.memory().known_invitations == {"9001"}


def test_an_older_invitation_stays_an_older_one_when_its_state_changes(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation("9001")])
    book.pressed(ClaimState.OPEN)

    book.ask.see_invitations(SHOP, [an_invitation("9001", InvitationState.EXPIRED)])

    assert book.memory().known_invitations == {"9001"}


def test_without_an_open_claim_every_invitation_is_known(book: Book) -> None:
    claim = book.pressed(ClaimState.UNKNOWN)
    book.ask.see_invitations(SHOP, [an_invitation("9002")])

    book.ask.settle(claim, settled(ClaimState.DONE, invitation_id="9002"))

    assert book.memory().known_invitations == {"9002"}
    assert book.memory().open_claim is None


def test_a_pending_invitation_is_remembered_until_its_time_is_up(book: Book) -> None:
    book.ask.see_invitations(SHOP, [an_invitation(expires_at=START + HOUR)])
    before = book.memory().pending

    book.clock.moment = START + HOUR

    assert before == an_invitation(expires_at=START + HOUR)
    assert book.memory().pending is None


@pytest.mark.parametrize("state", [InvitationState.DECLINED, InvitationState.EXPIRED, InvitationState.REVIEW_REJECTED])
def test_an_invitation_that_came_to_nothing_opens_the_next_intention(book: Book, state: InvitationState) -> None:
    book.pressed(ClaimState.DONE, invitation_id="9001")
    before = book.memory().ordinal

    book.ask.see_invitations(SHOP, [an_invitation(state=state)])

    assert (before, book.memory().ordinal) == (0, 1)
    assert book.claim(a_permit(1)).first


def test_an_invitation_that_was_over_before_the_claim_was_settled_counts_too(book: Book) -> None:
    claim = book.pressed(ClaimState.OPEN)
    book.ask.see_invitations(SHOP, [an_invitation(state=InvitationState.DECLINED)])

    book.ask.settle(claim, settled(ClaimState.DONE, invitation_id="9001"))

    assert book.memory().ordinal == 1


@pytest.mark.parametrize("state", [InvitationState.PENDING, InvitationState.ACCEPTED])
def test_an_invitation_under_way_keeps_the_intention(book: Book, state: InvitationState) -> None:
    book.pressed(ClaimState.DONE, invitation_id="9001")

    book.ask.see_invitations(SHOP, [an_invitation(state=state)])

    assert book.memory().ordinal == 0


def test_what_is_over_stays_over_when_a_stale_list_says_otherwise(book: Book) -> None:
    book.pressed(ClaimState.DONE, invitation_id="9001")
    book.ask.see_invitations(SHOP, [an_invitation(state=InvitationState.DECLINED)])

    book.ask.see_invitations(SHOP, [an_invitation(state=InvitationState.PENDING)])

    assert book.memory().ordinal == 1


def test_a_bind_is_over_when_the_link_that_followed_it_has_ended(book: Book) -> None:
    book.pressed(ClaimState.DONE, invitation_id="9001")
    book.ask.see_links(SHOP, [a_link()], complete=True)
    linked = book.memory().ordinal

    book.ask.see_links(SHOP, [], complete=True)

    assert (linked, book.memory().ordinal) == (0, 1)


def test_the_end_of_an_older_link_is_not_the_end_of_a_new_bind(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.pressed(ClaimState.DONE, invitation_id="9001")

    book.ask.see_links(SHOP, [], complete=True)

    assert book.memory().ordinal == 0


def test_a_second_link_keeps_the_first_bind_over(book: Book) -> None:
    book.pressed(ClaimState.DONE, invitation_id="9001")
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_links(SHOP, [], complete=True)

    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    assert book.memory().ordinal == 1


def test_a_linked_account_that_was_unlinked_may_be_unlinked_again_once_relinked(book: Book) -> None:
    claim = book.claim(a_permit(kind=Kind.UNLINK)).claim
    book.ask.settle(claim, settled(ClaimState.DONE))
    before = book.memory(Kind.UNLINK).ordinal

    book.ask.see_links(SHOP, [a_link()], complete=True)

    assert (before, book.memory(Kind.UNLINK).ordinal) == (0, 1)


def test_a_link_missing_from_a_complete_list_is_unlinked_now(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.clock.moment += HOUR

    book.ask.see_links(SHOP, [], complete=True)

    (link,) = book.ask.links(SHOP)
    assert (link.state, link.since, link.until) == (LinkState.UNLINKED, START, START + HOUR)
    assert book.memory().last_unlinked == START + HOUR


def test_a_link_missing_from_an_incomplete_list_stays(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)

    book.ask.see_links(SHOP, [], complete=False)

    assert book.ask.links(SHOP) == [a_link()]


def test_another_shops_list_unlinks_nothing_here(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)

    book.ask.see_links(OTHER_SHOP, [], complete=True)

    assert book.ask.links(SHOP) == [a_link()]


def test_the_last_unlink_is_remembered_after_the_next_link(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_links(SHOP, [], complete=True)

    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    memory = book.memory()
    assert (memory.last_linked, memory.last_unlinked) == (START + 30 * HOUR, START)
    assert book.ask.links(SHOP)[0].until is None


def test_links_are_counted_by_account_and_by_shop_and_each_time_anew(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_links(SHOP, [], complete=True)
    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)
    book.ask.see_links(OTHER_SHOP, [a_link(shop=OTHER_SHOP)], complete=True)

    assert book.ask.links_since(START, account=ACCOUNT, shop=None) == 3
    assert book.ask.links_since(START, account=None, shop=SHOP) == 2
    assert book.ask.links_since(START + HOUR, account=ACCOUNT, shop=SHOP) == 1


def test_another_beginning_of_a_link_is_another_link(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)

    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    assert book.ask.links_since(START, account=ACCOUNT, shop=SHOP) == 2


def test_an_ended_link_in_an_old_list_opens_no_next_intention(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.settle(book.claim(a_permit(kind=Kind.UNLINK)).claim, settled(ClaimState.DONE))
    book.ask.see_links(SHOP, [], complete=True)

    book.ask.see_links(SHOP, [a_link()], complete=True)

    assert book.memory(Kind.UNLINK).ordinal == 0
    assert not book.claim(a_permit(kind=Kind.UNLINK)).first
    assert book.ask.links_since(START, account=ACCOUNT, shop=SHOP) == 1


@pytest.mark.parametrize("kind", [Kind.UNLINK, Kind.UNLINK_APPROVE])
def test_the_end_that_our_press_made_is_told_once_whatever_an_old_list_shows_later(book: Book, kind: Kind) -> None:
    shown(book, linked=True)
    pressed(book, kind)
    shown(book, linked=False)
    ended = book.clock.now()

    shown(book, linked=True, after=20 * MINUTE)
    shown(book, linked=False, after=30 * HOUR)

    assert book.kinds()[-3:] == ["unlinked", "link_seen", "link_seen"]
    assert book.memory().last_unlinked == book.ask.links(SHOP)[0].until == ended
    assert book.ask.links(SHOP)[0].state is LinkState.UNLINKED


def test_where_others_ended_it_the_wait_begins_with_the_later_of_two_ends(book: Book) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)

    shown(book, linked=False, after=30 * HOUR)

    assert book.memory().last_unlinked == book.ask.links(SHOP)[0].until == book.clock.now()
    assert book.ask.unclaimed_unlinks(SHOP) == 1


def test_a_list_that_shows_a_link_after_its_end_was_told_begins_none(book: Book) -> None:
    for linked in (True, False):
        shown(book, linked=linked)
    ended = book.clock.now()

    shown(book, linked=True)

    assert (book.memory().ended, book.memory().last_linked) == (ended, START)


@pytest.mark.parametrize("kind", [Kind.UNLINK, Kind.UNLINK_APPROVE, Kind.UNLINK_REQUEST])
def test_a_link_that_one_list_missed_ends_when_our_press_ends_it(book: Book, kind: Kind) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)
    pressed(book, kind)

    shown(book, linked=False, after=20 * MINUTE)

    assert book.kinds()[-1] == "unlinked"
    assert book.memory().last_unlinked == book.ask.links(SHOP)[0].until == book.clock.now()


def test_what_one_list_missed_and_our_press_ended_is_no_unlink_of_somebody_else(book: Book) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)
    pressed(book, Kind.UNLINK)

    shown(book, linked=False)

    assert book.ask.unclaimed_unlinks(SHOP) == 0


def test_a_link_that_is_listed_long_after_its_end_had_not_ended(book: Book) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)
    missed = book.ask.unclaimed_unlinks(SHOP)

    shown(book, linked=True, after=2 * HOUR)

    assert (missed, book.ask.unclaimed_unlinks(SHOP)) == (1, 0)


def test_whoever_ends_a_link_that_one_list_missed_ends_it_once_and_then(book: Book) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)

    shown(book, linked=True, after=2 * HOUR)
    shown(book, linked=False, after=24 * HOUR)

    assert book.memory().last_unlinked == book.clock.now()
    assert book.ask.unclaimed_unlinks(SHOP) == 1


def test_a_link_that_had_not_ended_is_told_so_once(book: Book) -> None:
    for linked in (True, False, True):
        shown(book, linked=linked)

    shown(book, linked=True, after=2 * HOUR)
    shown(book, linked=True, after=2 * HOUR)

    assert book.kinds() == ["linked", "unlinked", "link_seen", "link_seen"]


@pytest.mark.parametrize(("ours", "others"), [(True, 0), (False, 1)])
def test_before_a_later_link_the_earlier_one_has_ended_though_nobody_saw_it(
    book: Book, *, ours: bool, others: int
) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)
    pressed(book, Kind.UNLINK) if ours else None

    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    assert book.ask.unclaimed_unlinks(SHOP) == others


def test_two_links_that_others_ended_are_two(book: Book) -> None:
    for hours, state in ((0, LinkState.LINKED), (30, LinkState.UNLINK_REQUESTED)):
        book.ask.see_links(SHOP, [a_link(START + hours * HOUR, state)], complete=True)
        shown(book, linked=False)

    assert book.ask.unclaimed_unlinks(SHOP) == 2


def test_a_link_whose_end_is_asked_for_when_it_is_first_seen_has_begun_too(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link(state=LinkState.UNLINK_REQUESTED)], complete=True)

    assert (book.kinds(), book.memory().last_linked) == (["linked"], START)
    assert book.ask.links(SHOP)[0].state is LinkState.UNLINK_REQUESTED


def test_without_a_date_a_link_that_ended_is_no_new_one_because_its_request_is_listed(book: Book) -> None:
    asked = a_link(None, LinkState.UNLINK_REQUESTED)
    book.ask.see_links(SHOP, [asked], complete=True)
    pressed(book, Kind.UNLINK_APPROVE)
    shown(book, linked=False)

    book.ask.see_links(SHOP, [asked], complete=True)

    assert book.memory(Kind.UNLINK_APPROVE).ordinal == 0


def test_without_a_date_nobody_can_say_that_a_link_had_not_ended(book: Book) -> None:
    asked = a_link(None, LinkState.UNLINK_REQUESTED)
    book.ask.see_links(SHOP, [asked], complete=True)
    shown(book, linked=False)
    book.clock.moment += 2 * HOUR

    book.ask.see_links(SHOP, [asked], complete=True)

    assert book.ask.unclaimed_unlinks(SHOP) == 1


@pytest.mark.parametrize(("after", "ordinal"), [(MINUTE, 0), (HOUR, 0), (HOUR + MINUTE, 1)])
def test_a_request_is_over_once_a_list_without_it_cannot_be_an_old_one(
    book: Book, after: timedelta, ordinal: int
) -> None:
    shown(book, linked=True)
    pressed(book, Kind.UNLINK_REQUEST)

    shown(book, linked=True, after=after)

    state = LinkState.LINKED if ordinal else LinkState.UNLINK_REQUESTED
    assert (book.memory(Kind.UNLINK_REQUEST).ordinal, book.ask.links(SHOP)[0].state) == (ordinal, state)


def test_a_link_that_began_after_the_request_is_seen_at_once(book: Book) -> None:
    shown(book, linked=True)
    pressed(book, Kind.UNLINK_REQUEST)

    book.ask.see_links(SHOP, [a_link(START + 2 * MINUTE)], complete=True)

    assert (book.memory(Kind.UNLINK_REQUEST).ordinal, book.ask.links(SHOP)[0].state) == (1, LinkState.LINKED)


def test_the_beginning_of_an_older_link_does_not_come_back(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    book.ask.see_links(SHOP, [a_link()], complete=True)
    book.ask.see_links(SHOP, [a_link(START + 30 * HOUR)], complete=True)

    assert book.kinds() == ["linked"]


def test_learning_when_a_link_began_makes_no_second_link(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link(None)], complete=True)

    book.ask.see_links(SHOP, [a_link(START)], complete=True)
    book.ask.see_links(SHOP, [a_link(None)], complete=True)

    assert book.ask.links_since(START - HOUR, account=ACCOUNT, shop=SHOP) == 1
    assert book.ask.links(SHOP)[0].since == START


def test_a_requested_unlink_is_still_a_link(book: Book) -> None:
    book.ask.see_links(SHOP, [a_link()], complete=True)

    book.ask.see_links(SHOP, [a_link(state=LinkState.UNLINK_REQUESTED)], complete=True)
    book.ask.see_links(SHOP, [a_link()], complete=True)

    assert book.kinds() == ["linked", "link_seen", "link_seen"]


def test_text_that_no_database_takes_is_kept_escaped(book: Book) -> None:
    odd = replace(an_invitation(), handle=Handle("a\x00b\ud800"), note="\udfff🦊")

    book.ask.see_invitations(SHOP, [odd])
    book.ask.see_invitations(SHOP, [odd])

    (kept,) = book.ask.invitations(SHOP)
    assert (kept.handle, kept.note) == ("a\\x00b\\ud800", "\\udfff🦊")
    assert book.kinds() == ["invitation_seen"]


@pytest.mark.parametrize(("after", "ordinal"), [(HOUR, 0), (HOUR + MINUTE, 1)], ids=["an old list", "linked again"])
def test_a_link_without_a_date_began_anew_once_no_list_can_be_that_old(
    book: Book, after: timedelta, ordinal: int
) -> None:
    book.ask.see_links(SHOP, [a_link(None)], complete=True)
    pressed(book, Kind.UNLINK)
    book.ask.see_links(SHOP, [], complete=True)
    book.ask.see_links(SHOP, [a_link(None)], complete=True)

    book.clock.moment += after
    book.ask.see_links(SHOP, [a_link(None)], complete=True)

    assert book.memory(Kind.UNLINK).ordinal == ordinal
    assert bool(book.memory(Kind.UNLINK).ended_by) is not bool(ordinal)
