import os
import signal
import subprocess
import sys
import time
from threading import Event

import pytest
from conftest import app_on
from loaded import environment
from sqlalchemy import select

from jobs import commands, process
from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun


@pytest.fixture
def stop():
    stop = Event()
    yield stop
    stop.set()


def wait_for(condition, seconds=30):
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at
        time.sleep(0.05)


def test_a_turn_that_fails_does_not_end_its_loop(app, stop, monkeypatch, caplog):
    monkeypatch.setattr(process, "PAUSE_SECONDS", 0.01)
    turns = []

    def act():
        turns.append(len(turns))
        if turns[-1] == 0:
            raise OSError("the database is away")

    loop = process._loop(app, stop, "mails", act)
    wait_for(lambda: len(turns) > 2)
    stop.set()
    loop.join(5)

    assert not loop.is_alive()
    assert "the next one will try again" in caplog.text


@pytest.mark.concurrent
def test_the_process_runs_what_is_due_and_leaves_no_heartbeat_when_it_is_stopped(own_sqlite, tmp_path):
    settings = {
        "DATABASE_URL": own_sqlite,
        "PUBLIC_BASE_URL": "http://localhost:8000",
        "SECRET_KEYS": "k" * 32,
        "SMTP_URL": "smtp://127.0.0.1:1",
        "MAIL_FROM": "alize@exemple.fr",
    }
    running = subprocess.Popen([sys.executable, "-m", "jobs"], env=environment(tmp_path, **settings))
    for app in app_on(own_sqlite):
        with app.app_context():

            def count(table):
                db.session.rollback()
                return len(db.session.scalars(select(table)).all())

            wait_for(lambda: count(Heartbeat) == 1 and count(JobRun) > 0)
            os.kill(running.pid, signal.SIGTERM)

            assert running.wait(30) == 0
            assert count(Heartbeat) == 0
            assert db.session.scalars(select(JobRun.state).where(JobRun.state == "claimed")).all() == []


def test_the_process_begins_with_no_read_left_open(engine_app, monkeypatch):
    reads = []
    monkeypatch.setattr(commands, "run_until_stopped", lambda _app: reads.append(db.session().in_transaction()))

    result = engine_app.test_cli_runner().invoke(commands.jobs, ["start"])

    assert result.exit_code == 0, result.output
    assert reads == [False]


class Interrupted(Event):
    """While it is set another signal arrives; its own lock is not one that may be asked for twice."""

    is_busy = False

    def set(self):
        assert not self.is_busy, "set within set waits for itself, for ever"
        self.is_busy = True
        os.kill(os.getpid(), signal.SIGTERM)
        super().set()
        self.is_busy = False


def test_the_process_stops_also_when_it_is_told_twice(app, session, monkeypatch):
    class Told:
        def __init__(self, *_arguments):
            pass

        def start(self):
            os.kill(os.getpid(), signal.SIGTERM)

        def stop(self):
            pass

        def join(self):
            pass

    monkeypatch.setattr(process, "Event", Interrupted)
    monkeypatch.setattr(process, "Scheduler", Told)
    monkeypatch.setattr(process, "_loop", lambda *_arguments: Told())
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        process.run_until_stopped(app)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
