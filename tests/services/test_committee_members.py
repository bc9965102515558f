import pytest
from factories.committees import tell_committee

from webapp.services.committee_members import find_scoped_member, list_members, list_seats

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now, members=2)


def test_a_member_sits_for_an_organisation_and_may_sign_in(committee):
    member, territory = committee.members[0], committee.territory

    assert [(grant.role, grant.object_id) for grant in member.account.grants] == [("member", territory.id)]
    assert list_seats(member.account) == [member]
    assert list_members(territory.id, committee.money.today) == committee.members
    assert find_scoped_member({territory.id}, member.id) is member
    assert find_scoped_member(set(), member.id) is None
