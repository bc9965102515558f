from datetime import timedelta

import pytest
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.money import DossierFactory
from factories.people import GroupFactory
from sqlalchemy import select

from webapp.domain.errors import Refusal, WrongState
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services import decisions, recusals, sittings
from webapp.services.committee_seats import seat_member
from webapp.services.notes import list_notes
from webapp.services.votes import note_presence

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def test_an_incomplete_dossier_is_laid_for_a_stated_reason_only(committee):
    dossier = committee.dossier(complete=False)

    with pytest.raises(Refusal, match="incomplete") as refused:
        committee.laid(dossier, reason="  ")
    assert "accounts" in refused.value.details["missing"]
    item = committee.laid(dossier, reason="Les comptes arrivent vendredi.")
    assert (dossier.state, item.is_complete) == ("laid", False)
    assert [note.text for note in list_notes(dossier)] == ["Les comptes arrivent vendredi."]


def test_a_dossier_lies_before_one_sitting_at_a_time(committee):
    item = committee.laid()

    with pytest.raises(WrongState):
        committee.laid(item.dossier)
    with pytest.raises(Refusal, match="other_territory"):
        committee.laid(DossierFactory())


def test_the_agenda_is_in_the_order_of_laying(committee):
    first, second = committee.laid(), committee.laid()

    assert [item.id for item in committee.sitting.items] == [first.id, second.id]
    assert (first.position, second.position) == (1, 2)


def test_what_is_taken_off_can_be_laid_again(committee):
    item = committee.laid()
    dossier = item.dossier
    committee.act(recusals.declare_recusal, item, committee.members[0], "interest")
    committee.act(sittings.take_off, item)

    assert (dossier.state, committee.sitting.items) == ("submitted", [])
    assert committee.laid(dossier).recusals == []


def test_what_was_voted_on_stays_on_the_agenda(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "f")

    with pytest.raises(Refusal, match="was_voted"):
        committee.act(sittings.take_off, item)


def test_without_a_quorum_a_dossier_that_was_voted_on_is_carried_over(now):
    committee = tell_committee(now, kind="written")
    sitting, item = committee.sitting, committee.laid()
    committee.act(sittings.convene_sitting, sitting)
    committee.vote(item, "f")
    committee.money.now = sitting.ends_at
    with pytest.raises(Refusal, match="was_voted"):
        committee.act(sittings.take_off, item)
    committee.act(sittings.open_sitting, sitting)
    committee.act(sittings.take_off, item)

    assert (item.is_carried_over, item.dossier.state, len(item.votes)) == (True, "submitted", 1)
    with pytest.raises(WrongState):
        committee.act(decisions.adjourn_item, item, "documents", "")
    committee.act(sittings.close_sitting, sitting)
    assert sitting.state == "closed"


def test_what_was_carried_over_stays_before_the_sitting_to_which_it_went(committee):
    item = committee.laid()
    committee.held(present=1)
    committee.vote(item, "f")
    committee.act(sittings.take_off, item)
    at = committee.money.now + timedelta(days=30)
    following = committee.act(sittings.plan_sitting, committee.territory, sittings.Meeting(at, at + timedelta(hours=2)))
    committee.act(sittings.lay_dossier, following, item.dossier)

    with pytest.raises(WrongState):
        committee.act(sittings.take_off, item)

    assert item.dossier.state == "laid"


def test_a_consultation_is_not_counted_while_somebody_may_still_vote(now):
    committee = tell_committee(now, kind="written")
    item = committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.vote(item, "fff")

    with pytest.raises(Refusal, match="still_voting"):
        committee.act(sittings.open_sitting, committee.sitting)
    committee.vote(item, "   f")
    committee.act(sittings.open_sitting, committee.sitting)
    assert committee.sitting.state == "held"


def test_a_sitting_is_convened_opened_and_closed_in_that_order(committee):
    sitting = committee.sitting
    with pytest.raises(Refusal, match="nothing_on_agenda"):
        committee.act(sittings.convene_sitting, sitting)
    committee.laid()
    for step in (sittings.open_sitting, lambda *a, **k: note_presence(*a, set(), **k)):
        with pytest.raises(WrongState):
            committee.act(step, sitting)
    committee.held()
    with pytest.raises(Refusal, match="items_undecided"):
        committee.act(sittings.close_sitting, sitting)
    with pytest.raises(WrongState):
        committee.act(sittings.cancel_sitting, sitting)


def test_a_cancelled_sitting_frees_its_dossiers(committee):
    item = committee.laid()
    dossier = item.dossier
    committee.act(sittings.cancel_sitting, committee.sitting)

    assert (committee.sitting.state, dossier.state) == ("cancelled", "submitted")
    with pytest.raises(WrongState):
        committee.laid(dossier)
    assert db.session.scalars(select(OutgoingMail.template)).all() == []


def test_who_was_called_is_told_that_it_is_off(committee):
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.act(sittings.cancel_sitting, committee.sitting)

    told = select(OutgoingMail.recipient).where(OutgoingMail.template == "sitting_cancelled")
    assert set(db.session.scalars(told)) == {member.account.email for member in committee.members}


def test_a_meeting_opens_on_its_day_and_not_before(committee):
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.money.now = committee.sitting.starts_at - timedelta(days=1)

    with pytest.raises(Refusal, match="too_early"):
        committee.act(sittings.open_sitting, committee.sitting)
    committee.money.now = committee.sitting.starts_at.replace(hour=0)
    committee.act(sittings.open_sitting, committee.sitting)
    assert committee.sitting.state == "held"


def test_who_was_called_is_told_of_another_date(committee, now):
    sitting = committee.sitting
    committee.laid()
    later = sittings.Meeting(now + timedelta(days=20), now + timedelta(days=20, hours=1), "Nancy")
    committee.act(sittings.move_sitting, sitting, later)
    assert (sitting.starts_at, sitting.place, sitting.kind) == (later.starts_at, "Nancy", "meeting")
    assert db.session.scalars(select(OutgoingMail.template)).all() == []

    committee.act(sittings.convene_sitting, sitting)
    committee.act(sittings.move_sitting, sitting, later)
    told = select(OutgoingMail).where(OutgoingMail.template == "sitting_moved")
    assert {mail.recipient for mail in db.session.scalars(told)} == {each.account.email for each in committee.members}
    assert {mail.parameters["planned_on"] for mail in db.session.scalars(told)} == {later.starts_at.date().isoformat()}
    assert sittings.count_moves(sitting) == 2


def test_who_has_come_to_the_committee_since_is_told_of_the_new_date(committee, now):
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)
    committee.money.now = now + timedelta(days=10)
    newcomer = committee.act(seat_member, committee.territory, GroupFactory(kind="bank"), AccountFactory())
    later = sittings.Meeting(now + timedelta(days=20), now + timedelta(days=20, hours=1))
    committee.act(sittings.move_sitting, committee.sitting, later)

    told = db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.template == "sitting_moved")).all()
    assert sorted(told) == sorted(member.account.email for member in [*committee.members, newcomer])


def test_the_date_stays_once_somebody_has_voted_or_come(now):
    committee = tell_committee(now, kind="written")
    item, sitting = committee.laid(), committee.sitting
    later = sittings.Meeting(now + timedelta(days=20), now + timedelta(days=21))
    with pytest.raises(Refusal, match="ends_before_it_starts"):
        committee.act(sittings.move_sitting, sitting, sittings.Meeting(now, now))
    committee.act(sittings.convene_sitting, sitting)
    committee.vote(item, "f")

    with pytest.raises(Refusal, match="was_voted_on"):
        committee.act(sittings.move_sitting, sitting, later)
    committee.money.now = sitting.ends_at
    committee.act(sittings.open_sitting, sitting)
    with pytest.raises(WrongState):
        committee.act(sittings.move_sitting, sitting, later)


def test_a_sitting_ends_after_it_starts(committee, now):
    with pytest.raises(Refusal, match="ends_before_it_starts"):
        committee.act(sittings.plan_sitting, committee.territory, sittings.Meeting(now, now))


def test_a_desk_sees_the_sittings_of_its_territories(committee, now):
    ids, item = {committee.territory.id}, committee.laid()
    later = sittings.Meeting(now + timedelta(days=40), now + timedelta(days=41), kind="written")
    second = committee.act(sittings.plan_sitting, committee.territory, later)

    assert sittings.list_sittings(ids) == [second, committee.sitting]
    assert sittings.list_open_sittings(committee.territory.id) == [committee.sitting, second]
    assert sittings.find_scoped_sitting(ids, second.id) is second
    assert sittings.find_scoped_sitting(set(), second.id) is None
    assert sittings.find_scoped_item(ids, item.id) is item
    assert sittings.find_scoped_item(set(), item.id) is None


def test_a_member_sees_a_sitting_once_called(committee):
    item, seat = committee.laid(), committee.members[0]
    assert sittings.find_seen_sitting(seat, committee.sitting.public_id) is None
    committee.act(sittings.convene_sitting, committee.sitting)

    assert sittings.find_seen_sitting(seat, committee.sitting.public_id) is committee.sitting
    assert sittings.find_item_of(item.dossier) is item


def test_who_takes_a_seat_sees_nothing_of_before(committee):
    item = committee.laid()
    committee.held()
    committee.money.now += timedelta(days=1)
    newcomer = committee.act(seat_member, committee.territory, GroupFactory(), AccountFactory())

    assert sittings.list_seen_sittings(newcomer) == []
    assert sittings.find_seen_sitting(newcomer, committee.sitting.public_id) is None
    assert sittings.find_seen_item(newcomer, item.public_id) is None
    assert sittings.list_seen_sittings(committee.members[0]) == [committee.sitting]
