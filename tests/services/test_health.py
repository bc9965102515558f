import sqlite3
from datetime import timedelta

import pytest
from factories.stories import tell_story
from sqlalchemy import text, update

from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.health import LATE_JOBS, LATE_MAIL, SAFE_SQLITE, check_health
from webapp.services.runs import beat, fall_silent
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def warnings(now):
    """What somebody should look at, but for the version of SQLite, which is this machine's."""
    return set(check_health(now=now, real_now=now).warnings) - {"sqlite_too_old"}


@pytest.fixture
def alive(now):
    with transaction():
        beat("jobs:here:1", real_now=now)


def test_a_service_at_its_last_migration_is_ready(now, alive):
    health = check_health(now=now, real_now=now)

    assert health.is_ready
    assert (health.jobs_silent_seconds, health.oldest_mail_seconds, health.mails_in_doubt) == (0, 0, 0)
    assert warnings(now) == set()


def test_a_database_behind_the_code_is_not_ready(now, alive):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert not check_health(now=now, real_now=now).is_ready


def test_jobs_that_fall_silent_are_said(now, alive):
    assert warnings(now + LATE_JOBS) == set()
    assert warnings(now + LATE_JOBS + timedelta(seconds=1)) == {"jobs_silent"}

    with transaction():
        fall_silent("jobs:here:1")
    assert warnings(now) == {"jobs_silent"}


def test_a_mail_that_should_have_left_is_said(now, alive):
    tell_story(offers=1).send(now)
    late = now + LATE_MAIL + timedelta(seconds=1)

    assert warnings(now + LATE_MAIL) == set()
    assert warnings(late) == {"mails_late"}
    db.session.execute(update(OutgoingMail).values(state="in_doubt"))
    assert warnings(late) == {"mails_in_doubt"}


def test_an_old_sqlite_is_said_only_where_it_is_used(now, alive):
    is_old = sqlite3.sqlite_version_info < SAFE_SQLITE and db.session.connection().dialect.name == "sqlite"

    assert ("sqlite_too_old" in check_health(now=now, real_now=now).warnings) == is_old
