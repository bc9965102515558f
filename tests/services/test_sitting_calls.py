from datetime import timedelta

import pytest
from factories.committees import tell_committee
from factories.territories import LocalRuleFactory
from sqlalchemy import select

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services import sitting_calls, sittings
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    """A sitting in nine days."""
    return tell_committee(now, members=2)


def mails():
    return db.session.scalars(select(OutgoingMail.template).order_by(OutgoingMail.id)).all()


def done(act, sitting, now):
    with transaction():
        return act(sitting, by=JOB, now=now)


def test_members_are_called_eight_days_before_and_once(committee, now):
    committee.laid()
    assert not done(sitting_calls.call_members, committee.sitting, now)

    assert done(sitting_calls.call_members, committee.sitting, now + timedelta(days=1))
    assert not done(sitting_calls.call_members, committee.sitting, now + timedelta(days=2))
    assert (committee.sitting.state, mails()) == ("convened", ["sitting_convened"] * 2)


def test_a_territory_says_how_long_its_members_read(committee, now):
    committee.laid()
    LocalRuleFactory(territory=committee.territory, code="packet_days", value=9)

    assert done(sitting_calls.call_members, committee.sitting, now)


def test_nobody_is_called_for_nothing_or_too_late(committee, now):
    assert not done(sitting_calls.call_members, committee.sitting, now + timedelta(days=8))
    committee.laid()

    assert not done(sitting_calls.call_members, committee.sitting, committee.sitting.starts_at)
    assert sitting_calls.list_planned_sittings(now) == [committee.sitting.id]
    assert sitting_calls.list_planned_sittings(committee.sitting.starts_at) == []


def test_the_coordinator_is_told_once_what_lacks(committee, now):
    committee.laid(committee.dossier(complete=False), reason="Les comptes arrivent.")
    committee.dossier()
    early = now - timedelta(days=6)
    assert not done(sitting_calls.warn_of_what_lacks, committee.sitting, early)

    assert done(sitting_calls.warn_of_what_lacks, committee.sitting, now)
    assert not done(sitting_calls.warn_of_what_lacks, committee.sitting, now + timedelta(hours=1))
    (mail,) = db.session.scalars(select(OutgoingMail))
    assert (mail.template, mail.recipient) == ("sitting_to_prepare", committee.territory.contact_email)
    assert mail.parameters == {"leaves_on": "2026-11-25", "waiting": 1}


def test_a_sitting_on_another_date_is_prepared_anew(committee, now):
    assert done(sitting_calls.warn_of_what_lacks, committee.sitting, now)
    later = now + timedelta(days=12)
    committee.act(sittings.move_sitting, committee.sitting, sittings.Meeting(later, later + timedelta(hours=2)))

    assert done(sitting_calls.warn_of_what_lacks, committee.sitting, now)
    assert not done(sitting_calls.warn_of_what_lacks, committee.sitting, now)


def test_nothing_is_told_where_nothing_lacks(committee, now):
    committee.laid()

    assert not done(sitting_calls.warn_of_what_lacks, committee.sitting, now)


def test_an_empty_agenda_lacks_everything(committee, now):
    assert done(sitting_calls.warn_of_what_lacks, committee.sitting, now)


def test_a_consultation_in_writing_ends_by_itself(now):
    committee = tell_committee(now, members=2, kind="written")
    item, sitting = committee.laid(), committee.sitting
    committee.act(sittings.convene_sitting, sitting)
    committee.vote(item, "f")
    assert sitting_calls.list_consultations_over(sitting.ends_at - timedelta(seconds=1)) == []
    assert not done(sitting_calls.end_consultation, sitting, sitting.ends_at - timedelta(seconds=1))

    assert sitting_calls.list_consultations_over(sitting.ends_at) == [sitting.id]
    assert done(sitting_calls.end_consultation, sitting, sitting.ends_at)
    assert not done(sitting_calls.end_consultation, sitting, sitting.ends_at)
    assert (sitting.state, mails()[2:]) == ("held", ["consultation_over"])
