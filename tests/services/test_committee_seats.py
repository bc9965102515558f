import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.people import GroupFactory

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.services import dossiers, recusals
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


def test_who_comes_back_takes_the_same_seat(committee):
    member, bank = committee.members[0], GroupFactory(kind="bank")
    committee.act(unseat_member, member)

    assert committee.act(seat_member, committee.territory, bank, member.account) is member
    assert (member.group, member.left_on) == (bank, None)


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
