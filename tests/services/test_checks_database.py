import pytest
from sqlalchemy import text

from webapp.extensions import db
from webapp.services import checks_database
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def write(statement):
    with transaction():
        db.session.execute(text(statement))


def breaches(name):
    return list(getattr(checks_database, name)())


def is_sqlite():
    return db.session.connection().dialect.name == "sqlite"


def test_the_migrated_database_has_no_breach():
    assert [line for check in checks_database.CHECKS for line in check()] == []


def test_an_older_version_is_seen():
    write("UPDATE alembic_version SET version_num = '0003'")

    (line,) = breaches("compare_version")

    assert line.startswith("database: at migration 0003, the code expects ")


def test_a_database_that_was_never_filled_is_said_to_have_no_tables():
    write("DELETE FROM alembic_version")

    (line,) = breaches("compare_version")

    assert line.startswith("database: without tables, the code expects ")


def test_a_lost_trigger_is_seen():
    if is_sqlite():
        write("DROP TRIGGER day_entry_refuses_update")
        expected = "table day_entry: nothing refuses a update"
    else:
        write("DROP TRIGGER day_entry_refuses_change ON day_entry")
        expected = "table day_entry: nothing refuses a change"

    assert breaches("compare_triggers") == [expected]


# SQLite has no switch for one trigger.
@pytest.mark.parametrize("engine_app", ["postgres"], indirect=True)
def test_a_trigger_switched_off_is_seen(engine_app):
    write("ALTER TABLE event DISABLE TRIGGER event_refuses_truncate")

    assert breaches("compare_triggers") == ["table event: nothing refuses a truncate"]


def test_a_lost_unique_index_is_seen():
    write("DROP INDEX uq_proposal_one_yes_per_role")

    assert breaches("compare_indexes") == ["table proposal: index uq_proposal_one_yes_per_role is missing"]


# PostgreSQL never gives a number again.
@pytest.mark.parametrize("engine_app", ["sqlite"], indirect=True)
def test_a_table_that_would_give_a_number_again_is_seen(engine_app):
    write("ALTER TABLE sheet_import RENAME TO before")
    write("CREATE TABLE sheet_import (id INTEGER PRIMARY KEY)")

    assert breaches("compare_numbers") == ["table sheet_import: the number of a row that is gone may be given again"]


# SQLite drops no check without rebuilding its table.
@pytest.mark.parametrize("engine_app", ["postgres"], indirect=True)
def test_a_lost_check_is_seen(engine_app):
    write("ALTER TABLE pledge DROP CONSTRAINT ck_pledge_is_never_exceeded")

    assert breaches("compare_constraints") == ["table pledge: constraint ck_pledge_is_never_exceeded is missing"]


# PostgreSQL lets no row point at nothing.
@pytest.mark.parametrize("engine_app", ["sqlite"], indirect=True)
def test_a_row_that_points_at_nothing_is_seen(engine_app):
    db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    db.session.execute(
        text("INSERT INTO link_secret (link_id, selector, digest, created_at) VALUES (99, 'a', 'b', '2026-11-24')")
    )

    (line,) = breaches("compare_references")

    assert line.startswith("table link_secret, row ")


def test_a_database_of_an_older_version_is_behind_and_one_of_a_newer_is_not():
    assert not checks_database.is_behind()

    write("UPDATE alembic_version SET version_num = '0001'")
    assert checks_database.is_behind()
    write("UPDATE alembic_version SET version_num = '9999'")
    assert not checks_database.is_behind()
