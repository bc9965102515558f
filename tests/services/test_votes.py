import pytest
from factories.committees import tell_committee

from webapp.domain.committees import Ballot
from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.services import recusals, sittings
from webapp.services.votes import (
    ballot_of,
    cast_vote,
    find_vote,
    list_voters_left,
    note_presence,
    present_ids,
    takes_votes,
)

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def test_votes_are_counted_and_an_abstention_is_none(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "fa-")

    assert ballot_of(item) == Ballot(members=4, present=4, in_favour=1, against=1, abstained=1)
    assert find_vote(item, committee.members[1]).choice == "against"
    assert find_vote(item, committee.members[3]) is None


def test_a_member_votes_once(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "f")

    with pytest.raises(WrongState):
        committee.vote(item, "a")


def test_who_is_recused_counts_neither_as_present_nor_as_missing(committee):
    item = committee.laid()
    committee.act(recusals.declare_recusal, item, committee.members[0], "interest")
    committee.held()

    assert ballot_of(item) == Ballot(members=3, present=3)


def test_who_may_vote_and_has_not_is_listed(committee):
    item = committee.laid()
    committee.act(recusals.declare_recusal, item, committee.members[0], "interest")
    committee.held(present=3)
    assert list_voters_left(item) == committee.members[1:3]

    committee.act(cast_vote, item, committee.members[1], "for")
    assert list_voters_left(item) == [committee.members[2]]


def test_who_is_not_in_the_room_does_not_vote(committee):
    item = committee.laid()
    committee.held(present=2)

    with pytest.raises(Refusal, match="not_present"):
        committee.act(cast_vote, item, committee.members[3], "for")


def test_no_vote_before_the_sitting_is_held(committee):
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)

    assert not takes_votes(item, committee.money.now)
    with pytest.raises(WrongState):
        committee.act(cast_vote, item, committee.members[0], "for")


def test_in_writing_members_vote_once_convened_and_who_answers_takes_part(now):
    committee = tell_committee(now, kind="written")
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.vote(item, "ff")

    assert ballot_of(item) == Ballot(members=4, present=2, in_favour=2)


def test_a_member_of_another_committee_and_a_job_do_not_vote(committee, now):
    item, other = committee.laid(), tell_committee(now, members=1)
    committee.held()

    with pytest.raises(NotAllowed):
        committee.act(cast_vote, item, other.members[0], "for")
    with pytest.raises(NotAllowed):
        committee.act(cast_vote, item, committee.members[0], "for", by=JOB)
    with pytest.raises(Refusal, match="unknown_choice"):
        committee.act(cast_vote, item, committee.members[0], "maybe")


def test_who_has_voted_stays_present(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "f")
    committee.act(note_presence, committee.sitting, {committee.members[1].id, 999})

    assert present_ids(committee.sitting) == {committee.members[0].id, committee.members[1].id}
