import pytest
from sqlalchemy.exc import OperationalError

from webapp.views.conflicts import WAITS, is_conflict, run_again


def locked() -> OperationalError:
    return OperationalError("COMMIT", {}, Exception("database is locked"))


class Deadlock(Exception):
    sqlstate = "40P01"


def losing(times, error):
    calls = []

    def view():
        calls.append(1)
        if len(calls) <= times:
            raise error
        return "done"

    return view, calls


@pytest.mark.parametrize("error", [locked(), OperationalError("UPDATE", {}, Deadlock())])
def test_a_command_that_lost_a_conflict_runs_again(app, session, error):
    view, calls = losing(2, error)

    assert run_again(view)() == "done"
    assert len(calls) == 3


def test_a_command_gives_up_after_five_tries(app, session):
    view, calls = losing(99, locked())

    with pytest.raises(OperationalError):
        run_again(view)()

    assert len(calls) == len(WAITS) + 1


def test_a_database_that_is_away_is_not_asked_again(app, session):
    away = OperationalError("SELECT 1", {}, Exception("connection refused"))
    view, calls = losing(1, away)

    assert not is_conflict(away)
    with pytest.raises(OperationalError):
        run_again(view)()
    assert len(calls) == 1


def test_every_view_that_takes_a_post_is_patient(app):
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods}

    assert all(hasattr(app.view_functions[endpoint], "__wrapped__") for endpoint in posts)
