from datetime import timedelta

import pytest
from factories.stories import tell_story
from processes.ticker import tick_together
from sqlalchemy import func, select

from jobs.items import Outcome
from jobs.periods import Every, Job
from jobs.schedule import SCHEDULE
from jobs.scheduler import Scheduler, run_due
from webapp import clock
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.job_runs import Heartbeat, JobRun
from webapp.models.mails import OutgoingMail
from webapp.services.runs import beat
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

STORIES = 12


def sweep(now):
    return Outcome(done=1)


def erase(now):
    return Outcome(done=1)


PLAN = (Job(sweep, Every(5), "often"), Job(erase, Every(5), "often", is_final=True))


def runs():
    return sorted(db.session.execute(select(JobRun.job, JobRun.state)).all())


@pytest.mark.concurrent
def test_three_schedulers_started_together_act_once(own_app, nursery):
    with own_app.app_context():
        now = clock.now().replace(hour=9, minute=0)
        for _ in range(STORIES):
            tell_story().accepted(now)
        url = own_app.extensions["settings"].database_url
    barrier = nursery.Barrier(3)
    later = now + timedelta(minutes=31)
    tickers = [nursery.Process(target=tick_together, args=(url, later, barrier), daemon=True) for _ in range(3)]
    for ticker in tickers:
        ticker.start()
    for ticker in tickers:
        ticker.join(100)
    assert [ticker.exitcode for ticker in tickers] == [0, 0, 0]

    with own_app.app_context():
        settled = select(Event.object_id).where(Event.step == "settle")
        mails = select(OutgoingMail.template, func.count()).group_by(OutgoingMail.template)
        assert len(db.session.scalars(settled).all()) == len(set(db.session.scalars(settled))) == STORIES
        assert dict(db.session.execute(mails).all())["place_taken"] == STORIES
        assert runs() == sorted((job.name, "done") for job in SCHEDULE)
        assert list(list_breaches()) == []


@pytest.mark.usefixtures("engine_app", "session", "frozen")
class TestTicks:
    def test_what_is_due_runs_once_a_period(self, frozen):
        run_due(PLAN)
        run_due(PLAN)
        assert runs() == [("erase", "done"), ("sweep", "done")]

        frozen.shift(timedelta(minutes=5))
        run_due(PLAN)
        assert len(runs()) == 4

    def test_nothing_that_ends_or_erases_runs_while_the_clock_is_not_believed(self, caplog):
        run_due(PLAN, is_steady=False)

        assert runs() == [("sweep", "done")]
        assert "job erase waits" in caplog.text
        run_due(PLAN, is_steady=True)
        assert runs() == [("erase", "done"), ("sweep", "done")]

    def test_a_tick_beats_and_runs_the_schedule(self, engine_app):
        Scheduler(engine_app, "jobs:here:1").tick()

        assert db.session.scalars(select(Heartbeat.process)).all() == ["jobs:here:1"]
        assert len(runs()) == len(SCHEDULE)

    def test_a_second_scheduler_only_beats(self, engine_app, now):
        with transaction():
            beat("jobs:here:1", real_now=now)

        Scheduler(engine_app, "jobs:there:2").tick()

        assert runs() == []
        assert len(db.session.scalars(select(Heartbeat.process)).all()) == 2

    def test_a_second_scheduler_takes_over_from_a_dead_one(self, engine_app, now):
        with transaction():
            beat("jobs:here:1", real_now=now - timedelta(minutes=2))

        Scheduler(engine_app, "jobs:there:2").tick()

        assert len(runs()) == len(SCHEDULE)
