"""Accounts that nobody uses: warned by a mail, then erased; what they did stays, by number."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from webapp.clock import local_date
from webapp.domain.catalogue import ACCOUNT, NOTICE
from webapp.domain.retention import ERASED, years_before
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.accounts import Account, AccountGrant, SignInSession
from webapp.models.mails import OutgoingMail
from webapp.services.erasure import blank_mails
from webapp.services.steps import record

SEEN = func.coalesce(Account.seen_at, Account.created_at)


def note_sign_in(uniquifier: str, *, now: datetime) -> None:
    """Remember the last sign-in of an account: two years without one and it is erased."""
    db.session.execute(update(Account).where(Account.fs_uniquifier == uniquifier).values(seen_at=now))


def list_idle_accounts(now: datetime) -> list[int]:
    """Open accounts to warn: nearly two years without a sign-in, and no mail about it since."""
    return list(db.session.scalars(select(Account.id).where(_to_warn(now)).order_by(Account.id)))


def list_due_accounts(now: datetime) -> list[int]:
    """Accounts to erase: two years without a sign-in, and warned in time unless they were closed."""
    return list(db.session.scalars(select(Account.id).where(_has_served(now)).order_by(Account.id)))


def warn_account(account_id: int, *, now: datetime) -> bool:
    """Mail that the account will be erased; False when its owner has signed in meanwhile."""
    account = db.session.scalar(select(Account).where(Account.id == account_id, _to_warn(now)))
    if account is None:
        return False
    account.warned_at = now
    event = record(account, "warn_idle", by=JOB, now=now)
    db.session.add(messages.account_idle(account, event=event, now=now))
    return True


def forget_account(account_id: int, *, now: datetime) -> bool:
    """Erase an account that nobody used; False when its owner has signed in meanwhile."""
    account = db.session.scalar(select(Account).where(Account.id == account_id, _has_served(now)))
    if account is None:
        return False
    erase_account(account, now=now)
    return True


def erase_account(account: Account, *, now: datetime) -> None:
    """Take name, address, rights and secrets off an account; its number stays beside what it did."""
    record(account, "erase", by=JOB, now=now)
    db.session.execute(delete(SignInSession).where(SignInSession.account_id == account.id))
    db.session.execute(delete(AccountGrant).where(AccountGrant.account_id == account.id))
    mine = (OutgoingMail.person_kind == "account") & (OutgoingMail.person_id == account.id)
    db.session.execute(blank_mails(mine))
    account.name, account.email, account.active = ERASED, f"efface-{account.id}@efface.invalid", False
    account.password = account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
    account.fs_uniquifier = secrets.token_hex(32)
    account.roles = []
    db.session.flush()
    db.session.expire(account)


def _before(now: datetime, *, notice: timedelta = timedelta()) -> datetime:
    """The instant since which a sign-in keeps an account, `notice` before its last day."""
    last = years_before(local_date(now + notice), ACCOUNT.years)
    return now - (local_date(now) - last)


def _to_warn(now: datetime) -> ColumnElement[bool]:
    was_warned: Any = func.coalesce(Account.warned_at >= SEEN, False)
    return Account.active & (Account.name != ERASED) & (_before(now, notice=NOTICE) > SEEN) & ~was_warned


def _has_served(now: datetime) -> ColumnElement[bool]:
    """Two years without a sign-in; of an open account also a month since the mail that says so."""
    was_told = Account.warned_at.is_not(None) & (Account.warned_at >= SEEN) & (Account.warned_at <= now - NOTICE)
    return (Account.name != ERASED) & (_before(now) > SEEN) & (~Account.active | was_told)
