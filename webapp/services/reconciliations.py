"""The bank and the ledger side by side: what one has and the other has not, by age. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.bank import BankFile, BankLine, BankMatch
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.services.bank_lines import list_open_lines
from webapp.services.cash import CASH_DELTA, cash_on


@dataclass(frozen=True)
class Reconciliation:
    """What differs. `gap_cents`: the bank's closing balance less the ledger's on that day; None: no file says it."""

    lines: Sequence[BankLine]
    entries: Sequence[CashEntry]
    closing_on: date | None
    closing_cents: int | None
    gap_cents: int | None


def reconcile(fund: Fund) -> Reconciliation:
    """The lines of the bank that nobody has looked at, and the movements that the bank has not shown.

    Movements count from the first day that a file of the bank covers.
    """
    last = db.session.scalar(
        select(BankFile)
        .where(BankFile.fund_id == fund.id, BankFile.closing_on.is_not(None))
        .order_by(BankFile.closing_on.desc(), BankFile.id.desc())
        .limit(1)
    )
    closing_on, closing = (last.closing_on, last.closing_cents) if last is not None else (None, None)
    gap = closing - cash_on(fund, closing_on) if closing is not None and closing_on is not None else None
    return Reconciliation(list_open_lines(fund), _not_shown(fund), closing_on, closing, gap)


def _not_shown(fund: Fund) -> Sequence[CashEntry]:
    first = db.session.scalar(select(func.min(BankLine.booked_on)).where(BankLine.fund_id == fund.id))
    if first is None:
        return []
    firm = joinedload(CashEntry.advance).joinedload(Advance.decision).joinedload(Decision.dossier)
    rows = (
        select(CashEntry)
        .where(
            CashEntry.fund_id == fund.id,
            CashEntry.happened_on >= first,
            CASH_DELTA != 0,
            CashEntry.id.not_in(select(BankMatch.cash_entry_id)),
        )
        .options(firm.joinedload(Dossier.company), joinedload(CashEntry.contribution).joinedload(Contribution.group))
        .order_by(CashEntry.happened_on, CashEntry.id)
    )
    return db.session.scalars(rows).all()


def list_files(fund: Fund) -> list[BankFile]:
    """The files that were read, the last first."""
    rows = select(BankFile).where(BankFile.fund_id == fund.id).order_by(BankFile.id.desc())
    return list(db.session.scalars(rows))
