from datetime import timedelta

from factories.due import remind_firms_of_instalments as tell_due
from sqlalchemy import func, select

from jobs.advances import remind_firms_of_instalments
from webapp.extensions import db
from webapp.models.mails import OutgoingMail


def count_mails():
    return db.session.scalar(select(func.count(OutgoingMail.id)))


def test_firms_are_written_to_at_hours_at_which_people_work(session, now):
    due = tell_due(now)

    assert remind_firms_of_instalments(due.at.replace(hour=3)).done == 0
    assert remind_firms_of_instalments(due.at).done == 2
    assert remind_firms_of_instalments(due.at + timedelta(hours=1)).done == 0
    assert count_mails() == 2
