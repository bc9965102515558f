"""The bank account of a fund: where firms pay, whose statements are read, to which debits are collected."""

from __future__ import annotations

from datetime import datetime

from webapp.domain.debits import BankAccount, clean_iban
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.debits import Creditor
from webapp.models.funds import Fund, FundAccount
from webapp.services.steps import lock, record


def find_account(fund: Fund) -> FundAccount | None:
    """The account of a fund; None while nobody has said."""
    return db.session.get(FundAccount, fund.id)


def set_account(fund: Fund, account: BankAccount, bic: str, *, by: Actor, now: datetime) -> FundAccount:
    """Say which account is the fund's; from then on firms read it on their page and in their contract.

    Raises:
        UnusableAccount: the number is wrong.
        Refusal: the fund collects, and its bank asks for the BIC (`bic_missing`).
    """
    lock(fund)
    if not bic and db.session.get(Creditor, fund.id) is not None:
        raise Refusal("bic_missing", field="bic")
    kept = find_account(fund) or FundAccount(fund_id=fund.id)
    kept.holder, kept.iban, kept.bic = account.holder, clean_iban(account.iban), bic
    db.session.add(kept)
    db.session.flush()
    record(fund, "set_account", by=by, now=now)
    return kept
