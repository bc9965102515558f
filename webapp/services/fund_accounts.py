"""The bank account of a fund: where firms pay, whose statements are read, to which debits are collected."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from webapp.clock import local_date
from webapp.domain.debits import BankAccount, clean_iban
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.advances import Advance
from webapp.models.companies import Company
from webapp.models.debits import Creditor, Mandate
from webapp.models.dossiers import Decision, Dossier
from webapp.models.events import Event
from webapp.models.funds import Fund, FundAccount
from webapp.services.steps import lock, record

#: why an account is said again: it is another one, and not only the holder or the BIC that was wrong
ANOTHER = "another"


def find_account(fund: Fund) -> FundAccount | None:
    """The account of a fund; None while nobody has said."""
    return db.session.get(FundAccount, fund.id)


def set_account(fund: Fund, account: BankAccount, bic: str, *, by: Actor, now: datetime) -> FundAccount:
    """Say which account is the fund's; from then on firms read it on their page and in their contract.

    No mail tells of another account: a message with a new IBAN is the usual fraud. Firms are called, and their page says
    since when it is another one.

    Raises:
        UnusableAccount: the number is wrong.
        Refusal: the fund collects, and its bank asks for the BIC (`bic_missing`).
    """
    lock(fund)
    if not bic and db.session.get(Creditor, fund.id) is not None:
        raise Refusal("bic_missing", field="bic")
    kept, iban = find_account(fund) or FundAccount(fund_id=fund.id), clean_iban(account.iban)
    reason = ANOTHER if kept.iban and kept.iban != iban else ""
    kept.holder, kept.iban, kept.bic = account.holder, iban, bic
    db.session.add(kept)
    db.session.flush()
    record(fund, "set_account", by=by, now=now, reason=reason)
    return kept


def changed_on(fund: Fund, since: date) -> date | None:
    """When the account last became another one, for a firm that knows the fund since a day; None where it did not."""
    steps = select(func.max(Event.at)).where(
        Event.object_kind == fund.__tablename__,
        Event.object_id == fund.id,
        Event.step == "set_account",
        Event.reason == ANOTHER,
    )
    at = db.session.scalar(steps)
    return local_date(at) if at is not None and local_date(at) > since else None


def list_paying(fund: Fund) -> list[Advance]:
    """The advances of a fund that are repaid by transfer, by the name of their firm: whom to call about another account."""
    collected = select(Mandate.advance_id).where(Mandate.revoked_at.is_(None))
    rows = (
        select(Advance)
        .join(Advance.decision)
        .join(Decision.dossier)
        .join(Dossier.company)
        .where(Advance.fund_id == fund.id, Advance.state.in_(("running", "defaulted")), Advance.id.not_in(collected))
        .options(contains_eager(Advance.decision).contains_eager(Decision.dossier).contains_eager(Dossier.company))
        .order_by(without_accents(Company.name), Advance.id)
    )
    return list(db.session.scalars(rows))
