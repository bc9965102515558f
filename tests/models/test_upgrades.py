"""A database that people have used takes the next version: nothing of what refers to a table that changes is lost."""

import pytest
from conftest import NOW, app_on
from factories.debits import collecting
from factories.money import tell_money
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from webapp.extensions import db
from webapp.services.checks_database import CHECKS

BEFORE = "0014"

LINK = (
    "INSERT INTO action_link (id, public_id, purpose, object_id, person_kind, person_id, expires_at, created_at)"
    " VALUES (1, 'abc', 'track_need', 1, 'contact', 1, '2027-01-01 00:00:00', '2026-11-24 00:00:00')"
)
SECRET = (
    "INSERT INTO link_secret (id, link_id, selector, digest, created_at) VALUES (1, 1, 's', 'd', '2026-11-24 00:00:00')"
)


@pytest.fixture(params=["sqlite", "postgres"])
def used_app(request):
    """The application on a database of an earlier version that holds a link and its secret."""
    for app in app_on(request.getfixturevalue(f"own_{request.param}")):
        with app.app_context():
            downgrade(revision=BEFORE)
            with db.engine.begin() as connection:
                connection.execute(text(LINK))
                connection.execute(text(SECRET))
            yield app


def test_links_and_their_secrets_survive_the_way_up_and_down(used_app):
    upgrade()
    downgrade(revision=BEFORE)
    upgrade()

    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT link_id, selector FROM link_secret")).all()
    assert found == [(1, "s")]


def test_references_are_enforced_again_afterwards(used_app):
    upgrade()

    with pytest.raises(Exception, match=r"(?i)foreign key"), db.engine.begin() as connection:
        connection.execute(text("DELETE FROM action_link"))


PLACES = (
    (
        "INSERT INTO territory (id, code, name, operator_name, contact_name, contact_phone, contact_email, dispatch, wave_size,"
        " answer_days, reminder_days, deem_days, ask_days, floor_permille, asks_per_quarter, created_at)"
        " VALUES (1, 't', 'T', 'O', 'A', '', 'a@exemple.fr', 'review', 2, 7, 3, 15, 10, 200, 6, '2026-01-01 00:00:00')"
    ),
    "INSERT INTO partner_group (id, code, name, kind, created_at) VALUES (1, 'g', 'G', 'bank', '2026-01-01 00:00:00')",
    (
        "INSERT INTO convention (id, code, territory_id, title, starts_on, ends_on, minutes_per_day, day_value_cents,"
        " created_at)"
        " VALUES (1, 'c', 1, 'C', '2026-01-01', '2028-12-31', 420, 60000, '2026-01-01 00:00:00')"
    ),
    (
        "INSERT INTO pledge (id, convention_id, group_id, pledged_minutes, overrun_minutes, reserved_minutes, declared_minutes,"
        " confirmed_minutes, deemed_minutes, disputed_minutes, created_at)"
        " VALUES (1, 1, 1, 420, 0, 0, 0, 0, 0, 0, '2026-01-01 00:00:00')"
    ),
    (
        "INSERT INTO amendment (id, pledge_id, effective_on, written_at, delta_minutes, overrun_delta_minutes, author, reason)"
        " VALUES (1, 1, '2026-02-01', '2026-02-01 00:00:00', 420, 0, 'Paul', 'Un jour')"
    ),
)


def test_who_agreed_to_an_amendment_survives_the_way_up_and_down(used_app):
    with db.engine.begin() as connection:
        for statement in PLACES:
            connection.execute(text(statement))

    upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT author, reason FROM agreement_words")).all() == [("Paul", "Un jour")]
    downgrade(revision=BEFORE)

    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT author, reason FROM amendment")).all() == [("Paul", "Un jour")]
    with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
        connection.execute(text("UPDATE amendment SET author = ''"))
    upgrade()


def test_schedules_and_the_account_of_a_fund_survive_the_way_down_and_up(used_app):
    upgrade()
    collecting(tell_money(NOW)).approved(2_000_000)
    db.session.remove()
    parts = text(
        "SELECT version, schedule.amount_cents, number, due_on FROM instalment JOIN schedule ON schedule_id = schedule.id"
    )
    account = text("SELECT holder, iban, bic, identifier FROM fund_account JOIN creditor USING (fund_id)")
    with db.engine.connect() as connection:
        before = connection.execute(parts).all()
        own = connection.execute(account).all()
    assert before
    assert own

    downgrade(revision="0032")
    upgrade()

    with db.engine.connect() as connection:
        assert connection.execute(parts).all() == before
        assert connection.execute(account).all() == own
    for change in ("UPDATE schedule SET version = 2", "DELETE FROM schedule"):
        with pytest.raises(Exception, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(change))
    with pytest.raises(Exception, match="calls_some_on_a_day"), db.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO schedule (advance_id, version, amount_cents, repaid_before_cents, starts_on, count, every_months,"
                " grace_months, reason, called_count, written_at)"
                " SELECT advance_id, 9, 1, 0, starts_on, 1, 1, 0, reason, 1, written_at FROM schedule"
            )
        )


GONE = (
    "INSERT INTO event (at, actor_kind, actor_id, object_kind, object_id, step, from_state, to_state, reason)"
    " VALUES ('2026-11-24 00:00:00', 'job', NULL, 'signatory', 41, 'erase', '', '', '')"
)
SIGNATORY = "INSERT INTO signatory (convention_id, name, kind) VALUES (1, '{}', 'bank')"


def test_no_number_of_before_is_given_again_and_every_guard_is_back(used_app):
    with db.engine.begin() as connection:
        for statement in (*PLACES, GONE, SIGNATORY.format("CIC Est")):
            connection.execute(text(statement))

    upgrade()
    downgrade(revision="0038")
    upgrade()

    assert [line for check in CHECKS for line in check()] == []
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            connection.execute(text(SIGNATORY.format("Wig France")))
            rows = connection.execute(text("SELECT id, convention_id, name FROM signatory ORDER BY id")).all()
        assert rows == [(1, 1, "CIC Est"), (42, 1, "Wig France")]


COMMUNES = [
    f"INSERT INTO commune (insee, name, search_name, department, population, postcodes)"
    f" VALUES ('{insee}', 'C', 'c', '{insee[:2]}', {people}, '')"
    for insee, people in (("54001", 800), ("54002", 800), ("57001", 1500))
]


def test_a_territory_takes_the_holidays_of_the_department_of_most_people(used_app):
    with db.engine.begin() as connection:
        for statement in (PLACES[0], *COMMUNES):
            connection.execute(text(statement))
        connection.execute(text("INSERT INTO territory_commune (territory_id, insee) SELECT 1, insee FROM commune"))

    upgrade()

    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT department FROM territory")).all() == [("54",)]
