import pytest
from sqlalchemy import func, select

from jobs.schedule import SCHEDULE
from webapp.models.conventions import Convention
from webapp.models.mails import OutgoingMail
from webapp.services.outbox import count_due
from webapp.services.tallies import figures_of
from webapp.services.verify import list_breaches


def test_every_invariant_holds(loaded):
    assert list(list_breaches()) == []


@pytest.mark.parametrize("code", ["tdl-2022", "longwy-2021"])
def test_a_past_convention_has_given_the_days_of_its_files(loaded, programme, now, code):
    missions = {row.code for row in programme.past_missions if row.convention == code}
    minutes = sum(row.minutes for row in programme.past_visits if row.mission in missions)
    convention = loaded.scalars(select(Convention).where(Convention.code == code)).one()

    figures = figures_of(convention, now=now)

    assert figures["delivered_minutes"] == minutes
    assert (figures["reserved_minutes"], figures["disputed_minutes"]) == (0, 0)


#: all but the one that compares every pledge each time
JOBS = [job for job in SCHEDULE if job.name != "recompute_counters"]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_no_job_finds_anything_left_to_do_at_ten_o_clock(loaded, now, job):
    outcome = job.run(now)

    assert (outcome.done, outcome.failed) == (0, 0)


def test_no_mail_of_the_past_leaves_again(loaded, now):
    states = dict(loaded.execute(select(OutgoingMail.state, func.count()).group_by(OutgoingMail.state)).all())

    assert count_due(now=now) == 0
    assert set(states) <= {"sent", "waiting", "cancelled"}
