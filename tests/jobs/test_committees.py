from datetime import timedelta

import pytest
from factories.committees import tell_committee
from factories.due import at_ten
from sqlalchemy import select

from jobs.committees import convene_sittings, end_consultations, tell_what_lacks
from jobs.items import Outcome
from webapp.clock import local_date
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services import sittings

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_members_are_called_at_hours_at_which_people_work(now):
    committee = tell_committee(now, members=2)
    committee.laid()

    assert convene_sittings(now + timedelta(hours=14)) == Outcome()
    assert convene_sittings(now) == Outcome(skipped=1)
    assert convene_sittings(now + timedelta(days=1)) == Outcome(done=1)
    assert convene_sittings(now + timedelta(days=1)) == Outcome()


def test_after_a_month_without_runs_each_sitting_calls_once_or_not_at_all(now):
    over, ahead = tell_committee(now, members=1), tell_committee(now, members=1)
    for committee in (over, ahead):
        committee.laid()
    ahead.sitting.starts_at += timedelta(days=30)
    ahead.sitting.ends_at += timedelta(days=30)
    db.session.commit()
    back = at_ten(local_date(now) + timedelta(days=35))

    assert tell_what_lacks(back) == Outcome(skipped=1)
    assert convene_sittings(back) == Outcome(done=1)
    assert convene_sittings(back) == Outcome()
    assert db.session.scalars(select(OutgoingMail.recipient)).all() == [ahead.members[0].account.email]


def test_the_coordinator_hears_once_of_what_lacks(now):
    tell_committee(now, members=1)

    assert tell_what_lacks(now + timedelta(hours=14)) == Outcome()
    assert tell_what_lacks(now) == Outcome(done=1)
    assert tell_what_lacks(now + timedelta(hours=1)) == Outcome(skipped=1)


def test_a_consultation_ends_at_any_hour(now):
    committee = tell_committee(now, members=1, kind="written")
    committee.laid()
    committee.act(sittings.convene_sitting, committee.sitting)

    assert end_consultations(now) == Outcome()
    assert end_consultations(committee.sitting.ends_at) == Outcome(done=1)
    assert end_consultations(committee.sitting.ends_at) == Outcome()
