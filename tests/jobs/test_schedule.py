import re
from datetime import timedelta
from pathlib import Path

import pytest
from factories import due
from sqlalchemy import func, select

from jobs.items import Outcome
from jobs.schedule import SCHEDULE, find_job
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.verify import list_breaches

DOCS = Path(__file__).parents[2] / "docs/jobs.md"

#: they act on no thing of its own that could fail alone
WITHOUT_ITEMS = {"recompute_counters", "erase_traces", "seal_events", "look_up_firms"}
ACTING = [job for job in SCHEDULE if job.name not in WITHOUT_ITEMS]
MAILING = {
    "ask_about_jobs",
    "ask_about_visits",
    "ask_for_census",
    "ask_what_it_was_worth",
    "convene_sittings",
    "end_consultations",
    "make_exports",
    "release_waiting_advances",
    "remind_firms_of_instalments",
    "remind_silent_experts",
    "send_alerts",
    "send_group_reports",
    "send_waves",
    "tell_what_lacks",
    "warn_idle_accounts",
}

each_job = pytest.mark.parametrize("job", ACTING, ids=lambda job: job.name)


def arrange(job, now):
    return getattr(due, job.name)(now)


def count_mails():
    return db.session.scalar(select(func.count(OutgoingMail.id)))


@each_job
def test_a_job_run_twice_acts_and_mails_once(engine_app, session, now, job):
    things = arrange(job, now)
    before = count_mails()

    assert job.run(things.at) == Outcome(done=2)
    after = count_mails()
    again = job.run(things.at)

    assert again.done == again.failed == 0
    assert count_mails() == after
    assert after == before + (2 if job.name in MAILING else 0)


@each_job
def test_a_week_without_runs_is_caught_up_once(engine_app, session, now, job):
    things = arrange(job, now)
    a_week_later = due.at_ten((things.at + timedelta(days=5 if job.name == "remind_silent_experts" else 7)).date())

    first, second = job.run(a_week_later), job.run(a_week_later + timedelta(minutes=30))

    assert first == Outcome(done=2)
    assert second.done == second.failed == 0


@each_job
def test_a_failing_item_does_not_stop_the_next(engine_app, session, now, job, caplog):
    things = arrange(job, now)
    mend = due.refuse_to_write_about(things.kind, things.first_id)

    broken = job.run(things.at)
    mend()
    mended = job.run(things.at)

    assert broken == Outcome(done=1, failed=1)
    assert mended.done == 1
    assert [record.item_id for record in caplog.records if record.message == "item failed"] != []


@each_job
def test_a_job_leaves_every_invariant_standing(engine_app, session, now, job):
    things = arrange(job, now)
    job.run(things.at)

    assert list(list_breaches()) == []


def test_every_job_that_acts_has_its_arrangement():
    assert all(hasattr(due, job.name) for job in ACTING)


def test_no_two_jobs_have_the_same_name():
    assert len({job.name for job in SCHEDULE}) == len(SCHEDULE)
    assert find_job("settle_answers") is SCHEDULE[[job.name for job in SCHEDULE].index("settle_answers")]
    assert find_job("nothing") is None


def test_the_documentation_lists_the_jobs_as_they_are():
    rows = re.findall(
        r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert rows == [(job.name, str(job.beat), job.missed.value, job.why) for job in SCHEDULE]
