"""Tables that grow for ever, or by thousands of rows a day: what is asked of them often is found by an index."""

import pytest
from factories.people import ExpertFactory
from sqlalchemy import event

from webapp.extensions import db
from webapp.services.runs import list_past_runs
from webapp.services.ties import last_act_of

pytestmark = pytest.mark.usefixtures("app", "session")


def plans_of(ask) -> list[str]:
    """How SQLite looks for what is asked; "SCAN job_run" would read all of it."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_context):
        asked.append((statement, parameters))

    connection = db.session.connection()
    event.listen(connection, "before_cursor_execute", note)
    ask()
    event.remove(connection, "before_cursor_execute", note)
    return [
        row.detail
        for statement, parameters in asked
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]


def test_the_runs_of_a_tick_are_found_without_reading_those_of_ninety_days(now):
    plans = plans_of(lambda: list_past_runs(["remind", "expire"], real_now=now))

    assert len([plan for plan in plans if plan.startswith("SEARCH job_run USING")]) == 3
    assert not [plan for plan in plans if plan.startswith("SCAN job_run")]


def test_the_last_act_of_a_person_is_found_without_reading_those_of_others():
    expert = ExpertFactory()

    plans = plans_of(lambda: last_act_of(expert))

    assert [plan for plan in plans if " event " in plan] == [
        "SEARCH event USING COVERING INDEX ix_event_actor (actor_kind=? AND actor_id=?)"
    ]
