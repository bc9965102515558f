"""Advances: what waits for money is released, firms hear of an instalment before its date and of one that was missed."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.funds import Fund
from webapp.services.advance_mails import list_advances_with_rules, remind_firm
from webapp.services.fund_queue import list_funds_with_queue, release_queue


def release_waiting_advances(now: datetime) -> Outcome:
    """Promise the advances that wait, in their order, as far as the money of their fund goes.

    Selects funds with a queue; the state of an advance marks it. After a week off, as far as the money goes that day.
    """

    def release(fund_id: int) -> bool:
        return bool(release_queue(db.session.get_one(Fund, fund_id), by=JOB, now=now))

    return for_each(list_funds_with_queue(), release)


def remind_firms_of_instalments(now: datetime) -> Outcome:
    """Write to firms about the next instalment, or about what is late, by the rules of their territory.

    Selects running advances of territories with such a rule; the event of the mail marks it. At sending hours only. After a
    month without runs each firm gets one mail, about what is so now.
    """
    if not is_sending_hour(now):
        return Outcome()

    def remind(advance_id: int) -> bool:
        advance = db.session.get_one(Advance, advance_id)
        return is_sending_hour(now, advance.fund.territory.department) and remind_firm(advance, by=JOB, now=now)

    return for_each(list_advances_with_rules(), remind)
