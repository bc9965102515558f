"""The digest of the Monday before the demonstration begins: coordinators have read what drifts apart."""

from __future__ import annotations

from datetime import date, datetime

from seed_data.agenda import Agenda, at
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.services.alerts import list_accounts_to_tell, tell_account

TOLD_ON = date(2026, 11, 23)


def tell_alerts(agenda: Agenda) -> None:
    """Note the digest in the agenda."""
    agenda.add(at(TOLD_ON, 8), _tell)


def _tell(now: datetime) -> None:
    for account_id in list_accounts_to_tell(TOLD_ON):
        tell_account(db.session.get_one(Account, account_id), by=JOB, now=now)
