from contextlib import contextmanager
from datetime import timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import func, select, text

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.seals import AuditSeal
from webapp.services import seals
from webapp.services.erasure import erase_contact
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def seal(now):
    with transaction():
        return seals.seal_next(seals.find_settled_id(), now=now)


def last_id():
    return db.session.scalar(select(func.max(Event.id)))


def first_id():
    return db.session.scalar(select(func.min(Event.id)))


def free_mails_of_their_events():
    """Let the mails rest on the first event, so that the database lets another one go."""
    db.session.execute(text("UPDATE outgoing_mail SET event_id = :id"), {"id": first_id()})


@contextmanager
def around_the_triggers(table="event"):
    """As somebody with the keys of the database would: the guards down, then up again."""
    is_sqlite = db.session.connection().dialect.name == "sqlite"
    found = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    triggers = db.session.execute(found, {"table": table}).all() if is_sqlite else []
    for name, _ in triggers:
        db.session.execute(text(f"DROP TRIGGER {name}"))
    if not is_sqlite:
        db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    yield
    for _, sql in triggers:
        db.session.execute(text(sql))
    if not is_sqlite:
        db.session.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))


@pytest.fixture
def sealed(now):
    """Two batches of events, the second one chained to the first."""
    tell_story().send(now)
    first = seal(now)
    tell_story().send(now)
    return first, seal(now + timedelta(hours=1))


def broken():
    return [found.number for found in seals.list_broken()]


def test_a_seal_covers_what_was_written_since_the_last_one(sealed):
    first, second = sealed

    assert (first.number, second.number) == (1, 2)
    assert first.first_event_id == 1
    assert second.first_event_id == first.last_event_id + 1
    assert second.last_event_id == last_id()
    assert broken() == []


def test_where_nothing_happened_nothing_is_sealed(sealed, now):
    assert seal(now + timedelta(hours=2)) is None


def test_much_history_is_sealed_in_batches_that_leave_no_gap(now, monkeypatch):
    monkeypatch.setattr(seals, "BATCH", 3)
    tell_story().send(now)
    tell_story().send(now)

    while seal(now) is not None:
        pass

    found = db.session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()
    assert len(found) > 1
    assert max(row.event_count for row in found) <= 3
    assert found[-1].last_event_id == last_id()
    assert broken() == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET actor_id = 99 WHERE id = :id",
        "UPDATE event SET step = 'withdraw' WHERE id = :id",
        "UPDATE event SET reason = '' || reason || 'x' WHERE id = :id",
        "DELETE FROM event WHERE id = :id",
    ],
)
@pytest.mark.parametrize("which", [1, 2])
def test_a_change_made_around_the_triggers_is_found_in_its_batch(sealed, sql, which):
    event_id = sealed[which - 1].last_event_id
    free_mails_of_their_events()

    with around_the_triggers():
        assert db.session.execute(text(sql), {"id": event_id}).rowcount == 1

    assert broken() == [which]
    assert [line for line in list_breaches() if line.startswith(f"seal {which}, events ")]


def test_the_last_events_cannot_go_unseen_once_they_are_sealed(sealed):
    free_mails_of_their_events()
    with around_the_triggers():
        db.session.execute(text("DELETE FROM event WHERE id > :id"), {"id": sealed[0].last_event_id})

    assert broken() == [2]


def test_an_event_put_between_sealed_ones_is_found(now):
    tell_story().send(now)
    gap = last_id() + 1
    copy = "object_kind, object_id, step, from_state, to_state, reason, at, actor_kind, actor_id"
    insert = text(f"INSERT INTO event (id, {copy}) SELECT :id, {copy} FROM event WHERE id = {first_id()}")
    with transaction():
        db.session.execute(insert, {"id": gap + 5})
    seal(now)

    db.session.execute(insert, {"id": gap})

    assert broken() == [1]


def test_a_seal_that_was_rewritten_to_fit_breaks_the_next_one(sealed, now):
    first, _second = sealed
    with around_the_triggers():
        db.session.execute(text(f"UPDATE event SET actor_id = 99 WHERE id = {first_id()}"))
    batch = seals.Range(first.number, first.first_event_id, first.last_event_id, first.sealed_at)
    digest, _ = seals.digest_of(seals.BEGINNING, batch, seals._events(batch))
    with around_the_triggers("audit_seal"):
        db.session.execute(text("UPDATE audit_seal SET digest = :digest WHERE number = 1"), {"digest": digest})

    db.session.expire_all()
    assert broken() == [2]


def test_a_seal_taken_out_of_the_middle_is_missed(sealed, now):
    tell_story().send(now)
    seal(now + timedelta(hours=2))
    with around_the_triggers("audit_seal"):
        db.session.execute(text("DELETE FROM audit_seal WHERE number = 2"))

    db.session.expire_all()
    assert broken() == [3]


def test_a_seal_noted_elsewhere_is_found_by_its_hash(sealed):
    first, second = sealed

    assert seals.find_seal(f" {first.digest.upper()}\n") == first
    assert seals.find_head() == second
    assert seals.find_seal("0" * 64) is None


def test_erasing_a_person_breaks_no_seal(sealed, now):
    need = tell_story().role.need
    with transaction():
        erase_contact(need.contact, by=JOB, now=now)
    seal(now + timedelta(hours=2))

    assert broken() == []


@pytest.mark.parametrize("verb", ["UPDATE audit_seal SET event_count = 1", "DELETE FROM audit_seal"])
def test_a_seal_is_written_once(sealed, verb):
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text(verb))
