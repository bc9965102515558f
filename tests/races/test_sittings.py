import pytest
from conftest import NOW
from factories.committees import tell_committee
from races.conftest import one_inside_the_other
from sqlalchemy import select

from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.committees import AgendaItem, CommitteeMember, Presence, Sitting, Vote
from webapp.services.decisions import adjourn_item
from webapp.services.recusals import declare_recusal
from webapp.services.sittings import Meeting, convene_sitting, move_sitting, take_off
from webapp.services.votes import cast_vote, note_presence

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(300)]


def test_who_votes_at_the_moment_when_the_room_is_noted_stays_noted(own_app):
    with own_app.app_context():
        committee = tell_committee(NOW)
        item_id = committee.laid().id
        sitting_id, now, by = committee.held().id, committee.money.now, committee.money.by
        voter_id, *others = (member.id for member in committee.members)
        db.session.remove()

        def vote():
            item, voter = db.session.get_one(AgendaItem, item_id), db.session.get_one(CommitteeMember, voter_id)
            cast_vote(item, voter, "for", by=by, now=now)

        def note_without_the_voter():
            note_presence(db.session.get_one(Sitting, sitting_id), set(others), by=by, now=now)

        assert one_inside_the_other(own_app, vote, note_without_the_voter) == [None, None]
        assert db.session.scalar(select(Vote.member_id)) == voter_id
        assert set(db.session.scalars(select(Presence.member_id))) == {voter_id, *others}


def test_a_consultation_on_which_somebody_votes_at_that_moment_is_not_moved(own_app):
    with own_app.app_context():
        committee = tell_committee(NOW, kind="written")
        item_id, voter_id = committee.laid().id, committee.members[0].id
        committee.act(convene_sitting, committee.sitting)
        sitting_id, now, by = committee.sitting.id, committee.money.now, committee.money.by
        later = Meeting(committee.sitting.starts_at, committee.sitting.ends_at.replace(month=12, day=24), "", "written")
        db.session.remove()

        def vote():
            item, voter = db.session.get_one(AgendaItem, item_id), db.session.get_one(CommitteeMember, voter_id)
            cast_vote(item, voter, "for", by=by, now=now)

        def move():
            move_sitting(db.session.get_one(Sitting, sitting_id), later, by=by, now=now)

        voted, moved = one_inside_the_other(own_app, vote, move)

        assert voted is None
        assert isinstance(moved, Refusal)
        assert moved.code == "was_voted_on"


# on SQLite the second writer only begins to read once the first is done, and finds nothing
@pytest.mark.parametrize("own_app", ["postgres"], indirect=True)
@pytest.mark.parametrize("act", ["vote", "decide", "stand aside"])
def test_who_acts_on_a_dossier_in_the_moment_it_is_taken_off_learns_it(own_app, act):
    with own_app.app_context():
        committee = tell_committee(NOW)
        item_id = committee.laid().id
        committee.held()
        now, by = committee.money.now, committee.money.by
        voter_id = committee.members[0].id
        db.session.remove()

        def theirs():
            item, voter = db.session.get_one(AgendaItem, item_id), db.session.get_one(CommitteeMember, voter_id)
            if act == "vote":
                cast_vote(item, voter, "for", by=by, now=now)
            elif act == "decide":
                adjourn_item(item, "documents", "", by=by, now=now)
            else:
                declare_recusal(item, voter, "interest", by=by, now=now)

        def remove():
            take_off(db.session.get_one(AgendaItem, item_id), by=by, now=now)

        removed, answer = one_inside_the_other(own_app, remove, theirs)

        assert removed is None
        assert isinstance(answer, WrongState)


def test_a_dossier_on_which_somebody_votes_at_that_moment_stays_on_the_agenda(own_app):
    with own_app.app_context():
        committee = tell_committee(NOW)
        item_id = committee.laid().id
        committee.held()
        now, by, voter_id = committee.money.now, committee.money.by, committee.members[0].id
        db.session.remove()

        def vote():
            item, voter = db.session.get_one(AgendaItem, item_id), db.session.get_one(CommitteeMember, voter_id)
            cast_vote(item, voter, "for", by=by, now=now)

        def remove():
            take_off(db.session.get_one(AgendaItem, item_id), by=by, now=now)

        voted, removed = one_inside_the_other(own_app, vote, remove)

        assert voted is None
        assert removed.code == "was_voted"
