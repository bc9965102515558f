import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.people import GroupFactory

from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.services import decisions, dossiers, minutes, recusals, sittings, votes
from webapp.services.committee_members import list_members, list_seats
from webapp.services.committee_seats import seat_member, unseat_member

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now, members=2)


def test_a_member_who_leaves_has_no_seat_and_no_right(committee):
    member = committee.members[0]
    committee.act(unseat_member, member)
    db.session.expire_all()

    assert (list_seats(member.account), member.account.grants) == ([], [])
    assert list_members(committee.territory.id, committee.money.today) == [committee.members[1]]


def test_who_is_taken_off_by_mistake_keeps_the_seat(committee):
    member = committee.members[0]
    committee.act(unseat_member, member)

    assert committee.act(seat_member, committee.territory, member.group, member.account) is member
    assert committee.act(seat_member, committee.territory, member.group, member.account) is member
    assert member.left_on is None


def test_who_comes_back_sees_nothing_of_the_time_between_and_has_no_part_in_it(committee):
    gone, item = committee.members[0], committee.laid()
    committee.act(unseat_member, gone)
    committee.held()
    committee.vote(item, " f")
    committee.act(decisions.approve_item, item, minutes=420)
    committee.act(sittings.close_sitting, committee.sitting)
    before = minutes.draw_up_minutes(committee.sitting)
    committee.money.later(days=5)

    back = committee.act(seat_member, committee.territory, gone.group, gone.account)

    assert (back.joined_on, list_seats(gone.account)) == (committee.money.today, [back])
    assert sittings.find_seen_item(back, item.public_id) is None
    assert minutes.draw_up_minutes(committee.sitting) == before


def test_who_sits_for_another_organisation_leaves_their_votes_to_the_first(committee):
    first, item, bank = committee.members[0], committee.laid(), GroupFactory(kind="bank")
    committee.held()
    committee.vote(item, "f")

    second = committee.act(seat_member, committee.territory, bank, first.account)

    committee.act(votes.note_presence, committee.sitting, {second.id})

    assert (item.votes[0].member.group, second.group, first.left_on) == (first.group, bank, committee.money.today)
    with pytest.raises(WrongState):
        committee.act(votes.cast_vote, item, second, "for")


def test_what_somebody_declared_goes_for_the_seat_that_they_take_next(committee):
    first, item = committee.members[0], committee.laid()
    committee.act(recusals.declare_recusal, item, first, "interest")

    second = committee.act(seat_member, committee.territory, GroupFactory(), first.account)

    assert recusals.is_barred(item, second)


def test_who_leaves_on_the_day_of_a_sitting_took_part_in_it(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "ff")
    committee.act(decisions.approve_item, item, minutes=420)
    committee.act(sittings.close_sitting, committee.sitting)
    before = minutes.draw_up_minutes(committee.sitting)

    committee.act(unseat_member, committee.members[0])

    assert minutes.draw_up_minutes(committee.sitting) == before


def test_an_organisation_has_one_seat_and_so_one_vote(committee):
    member, other = committee.members[0], AccountFactory()

    with pytest.raises(Refusal, match="organisation_seated"):
        committee.act(seat_member, committee.territory, member.group, other)
    committee.act(unseat_member, member)
    assert committee.act(seat_member, committee.territory, member.group, other).group is member.group


def test_another_right_of_the_account_stays(committee):
    account = AccountFactory(coordinates=committee.territory)
    member = committee.act(seat_member, committee.territory, GroupFactory(), account)
    committee.act(unseat_member, member)
    db.session.expire_all()

    assert [grant.role for grant in account.grants] == ["coordinator"]


@pytest.mark.parametrize("is_new", [True, False])
def test_who_takes_a_seat_is_kept_out_of_what_lies_there_already(committee, is_new):
    bank = GroupFactory(kind="bank")
    dossier = committee.dossier()
    committee.act(dossiers.set_funding, dossier, {"bank": 100}, bank=bank)
    item, other = committee.laid(dossier), committee.laid()
    account = AccountFactory() if is_new else committee.members[0].account

    member = committee.act(seat_member, committee.territory, bank, account)

    assert recusals.is_barred(item, member)
    assert not recusals.is_barred(other, member)
