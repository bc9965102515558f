"""Mandates of direct debits, and whoever collects: noted at the desk from a signed paper, never by the link of a mail."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.debits import FORMATS, BankAccount, clean_creditor, clean_iban
from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.references import reference_of
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.debits import Creditor, Debit, DebitFile, Mandate, MandateAccount
from webapp.models.funds import Fund
from webapp.services.fund_accounts import set_account
from webapp.services.steps import lock, record, take_step


def find_creditor(fund: Fund) -> Creditor | None:
    """Whoever collects for a fund; None while nobody has said."""
    return db.session.get(Creditor, fund.id)


def set_creditor(
    fund: Fund,
    account: BankAccount,
    bic: str,
    identifier: str,
    *,
    by: Actor,
    now: datetime,
    file_format: str = FORMATS[0],
) -> Creditor:
    """Say who collects for a fund, with which account and identifier, and which version of the file its bank takes.

    Raises:
        UnusableAccount: the account or the identifier is wrong.
    """
    lock(fund)
    set_account(fund, account, bic, by=by, now=now)
    creditor = find_creditor(fund) or Creditor(fund_id=fund.id)
    creditor.identifier, creditor.format = clean_creditor(identifier), file_format
    db.session.add(creditor)
    record(fund, "set_creditor", by=by, now=now)
    return creditor


def note_mandate(advance: Advance, account: BankAccount, *, signed_on: date, by: Actor, now: datetime) -> Mandate:
    """Write down a mandate that the firm signed; its reference is the advance's, with its number.

    Raises:
        UnusableAccount: the account is wrong.
        Refusal: it was signed in the future (`in_the_future`).
        WrongState: the advance has one already, or repays nothing.
    """
    lock(advance)
    if by.kind is not ActorKind.ACCOUNT:
        raise NotAllowed(thing="mandate", step="note")
    if signed_on > local_date(now):
        raise Refusal("in_the_future", today=local_date(now))
    if find_mandate(advance) is not None or advance.state not in ("queued", "approved", "ordered", "running"):
        raise WrongState(thing="mandate", step="note", state=advance.state)
    number = db.session.scalar(select(func.count()).select_from(Mandate).where(Mandate.advance_id == advance.id)) or 0
    mandate = Mandate(
        advance=advance,
        reference=f"{reference_of(advance.id)}-{number + 1}",
        signed_on=signed_on,
        noted_by=by.id,
        created_at=now,
    )
    mandate.account = MandateAccount(holder=account.holder, iban=clean_iban(account.iban))
    db.session.add(mandate)
    db.session.flush()
    record(mandate, "note", by=by, now=now)
    return mandate


def revoke_mandate(advance: Advance, *, by: Actor, now: datetime) -> None:
    """The firm takes its mandate back, or its account changes: nothing more is collected by it, its account is erased.

    What a file was to collect on a day to come leaves that file, which goes on for the others.

    Raises:
        WrongState: there is none.
    """
    lock(advance)
    mandate = find_mandate(advance)
    if mandate is None:
        raise WrongState(thing="mandate", step="revoke", state="revoked")
    to_come = Debit.mandate_id == mandate.id, Debit.state == "sent", DebitFile.collect_on > local_date(now)
    for debit in db.session.scalars(select(Debit).join(Debit.file).where(*to_come).order_by(Debit.id)).all():
        take_step(debit, "return", by=by, now=now, reason="revoked")
    mandate.revoked_at, mandate.account = now, None
    record(mandate, "revoke", by=by, now=now)
    db.session.flush()


def find_mandate(advance: Advance) -> Mandate | None:
    """The mandate by which an advance is collected."""
    live = select(Mandate).where(Mandate.advance_id == advance.id, Mandate.revoked_at.is_(None))
    return db.session.scalar(live)
