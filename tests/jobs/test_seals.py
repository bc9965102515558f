import threading

import pytest
from conftest import app_on
from factories.stories import tell_story
from sqlalchemy import select, text

from jobs.items import Outcome
from jobs.seals import seal_events
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.seals import AuditSeal
from webapp.services import seals


def numbers():
    return db.session.scalars(select(AuditSeal.number).order_by(AuditSeal.number)).all()


def test_the_history_is_sealed_once_however_often_the_job_runs(engine_app, session, now, caplog):
    tell_story().send(now)

    with caplog.at_level("INFO", logger="jobs.seals"):
        assert seal_events(now) == Outcome(done=1)
    assert seal_events(now) == Outcome()

    (seal,) = db.session.scalars(select(AuditSeal))
    assert seal.digest in caplog.text


def test_a_week_without_seals_is_caught_up_in_batches(engine_app, session, now, monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 2)
    tell_story().send(now)
    tell_story().send(now)

    done = seal_events(now).done

    assert numbers() == list(range(1, done + 1))
    assert done > 1


@pytest.fixture
def postgres(own_postgres):
    yield from app_on(own_postgres)


@pytest.mark.concurrent
def test_an_event_whose_smaller_id_comes_later_is_in_the_seal(postgres, now):
    columns = "at, actor_kind, object_kind, object_id, step, from_state, to_state, reason"
    insert = text(f"INSERT INTO event ({columns}) VALUES (now(), 'job', 'need', 1, :step, '', '', '')")
    with postgres.app_context():
        slow = db.engine.connect()
        slow.begin()
        slow.execute(insert, {"step": "first"})
        with db.engine.begin() as quick:
            quick.execute(insert, {"step": "second"})
        threading.Timer(0.5, slow.commit).start()

        assert seal_events(now) == Outcome(done=1)

        (seal,) = db.session.scalars(select(AuditSeal))
        assert db.session.scalars(select(Event.step).order_by(Event.id)).all() == ["first", "second"]
        assert seal.event_count == 2
        assert list(seals.list_broken()) == []
        slow.close()
