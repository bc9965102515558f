from datetime import timedelta

import pytest
from factories.due import at_ten
from factories.stories import tell_story
from sqlalchemy import select

from jobs.commands import jobs
from jobs.schedule import SCHEDULE
from webapp import clock
from webapp.extensions import db
from webapp.models.job_runs import JobRun


@pytest.fixture
def alize(app, session):
    yield lambda *words: app.test_cli_runner().invoke(jobs, words)
    clock.set_offset(timedelta(0))


def periods():
    return db.session.execute(select(JobRun.job, JobRun.period)).all()


def test_a_job_runs_now_whatever_its_rhythm_and_says_what_it_did(alize, now):
    first, _second = tell_story().send(now)
    at = at_ten(first.answer_by + timedelta(days=1))

    said = alize("run", "expire_proposals", "--now", f"{at:%Y-%m-%dT%H:%M}")

    assert said.output == "expire_proposals: 2 done, 0 skipped, 0 failed\n"
    ((job, period),) = periods()
    assert (job, period.startswith("manual:")) == ("expire_proposals", True)


def test_it_may_run_twice_in_a_day(alize, frozen):
    for _ in range(2):
        assert alize("run", "log_days").exit_code == 0
        frozen.shift(1)

    assert len(periods()) == 2


def test_a_name_that_is_no_job_is_answered_by_the_jobs_there_are(alize):
    said = alize("run", "make_coffee")

    assert said.exit_code == 1
    assert all(job.name in said.output for job in SCHEDULE)


@pytest.mark.parametrize("typed", ["tomorrow", "2027-13-01", "12:00"])
def test_a_moment_that_cannot_be_read_runs_nothing(alize, typed):
    said = alize("run", "log_days", "--now", typed)

    assert said.exit_code == 1
    assert "is no moment" in said.output
    assert periods() == []


def test_the_list_shows_each_job_with_its_last_period(alize, now):
    lines = alize("list").output.splitlines()

    assert [line.split()[0] for line in lines] == [job.name for job in SCHEDULE]
    assert all("never" in line for line in lines)
