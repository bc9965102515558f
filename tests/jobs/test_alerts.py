from datetime import timedelta

from factories.due import send_alerts as arrange

from jobs.alerts import send_alerts
from jobs.items import Outcome


def test_digests_leave_at_sending_hours_only(engine_app, session, now):
    due = arrange(now)

    assert send_alerts(due.at.replace(hour=3)) == Outcome()
    assert send_alerts(due.at) == Outcome(done=2)


def test_a_week_later_there_is_nothing_to_say(engine_app, session, now):
    due = arrange(now)
    send_alerts(due.at)

    assert send_alerts(due.at + timedelta(days=7)).done == 0
