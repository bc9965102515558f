"""Alerts to coordinators, in one mail at the rhythm that each of them wants."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.services.alerts import list_accounts_to_tell, tell_account


def send_alerts(now: datetime) -> Outcome:
    """Mail each coordinator what they were not told before: at most once a day, once a week unless they say otherwise.

    Selects accounts whose last digest is old enough; a row an alert marks it told. At sending hours only, nothing when
    there is nothing to say. After a week off, one digest.
    """
    if not is_sending_hour(now):
        return Outcome()

    def tell(account_id: int) -> bool:
        return tell_account(db.session.get_one(Account, account_id), by=JOB, now=now)

    return for_each(list_accounts_to_tell(local_date(now)), tell)
