from sqlalchemy import select

from seed_data.load_alerts import TOLD_ON
from webapp.clock import local_date
from webapp.models.accounts import Account
from webapp.models.alerts import AlertTold
from webapp.models.mails import OutgoingMail


def test_a_coordinator_was_told_on_the_monday_before(loaded):
    told = {(row.account_id, local_date(row.told_at)) for row in loaded.scalars(select(AlertTold))}
    mails = loaded.scalars(select(OutgoingMail.person_id).where(OutgoingMail.template == "alert_digest")).all()

    assert {day for _, day in told} == {TOLD_ON}
    assert {account for account, _ in told} == set(mails)
    assert len(mails) == len(set(mails)) > 0


def test_only_who_keeps_a_desk_is_told(loaded):
    accounts = loaded.scalars(select(Account).where(Account.id.in_(select(AlertTold.account_id))))

    assert {grant.role for account in accounts for grant in account.grants} <= {"coordinator", "network"}
