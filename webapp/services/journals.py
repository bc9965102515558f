"""The journal of a fund over a time, as rows to be exported. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.cash import CashAccount, deltas
from webapp.domain.fec import YEAR_RULE, AccountingYear, JournalEntry, Opening, write_fec
from webapp.domain.references import reference_of
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.funds import Fund
from webapp.services.advance_lists import movements_of


def list_journal(fund: Fund, starts_on: date, ends_on: date) -> Sequence[CashEntry]:
    """The movements booked on these days, in the order in which they were written."""
    rows = movements_of(fund).where(CashEntry.booked_on.between(starts_on, ends_on))
    return db.session.scalars(rows.order_by(None).order_by(CashEntry.id)).all()


def list_years(fund: Fund) -> list[AccountingYear]:
    """The accounting years in which something was booked, by the rule of the territory, the last first."""
    found = select(func.min(CashEntry.booked_on), func.max(CashEntry.booked_on)).where(CashEntry.fund_id == fund.id)
    first, last = db.session.execute(found).one()
    if first is None:
        return []
    month = next((rule.value for rule in fund.territory.rules if rule.code == YEAR_RULE and rule.value), 1)
    years = range(AccountingYear.of(last, month).year, AccountingYear.of(first, month).year - 1, -1)
    return [AccountingYear(year, month) for year in years]


def export_fec(fund: Fund, year: AccountingYear, words: dict[str, str]) -> bytes:
    """The file of an accounting year. `words` name each kind of movement in French; numbers follow without a gap."""
    opening = find_opening(fund, year.starts_on)
    entries = list_journal(fund, year.starts_on, year.ends_on)
    first = 1 if opening is None else 2
    return write_fec((_journal_entry(number, entry, words) for number, entry in enumerate(entries, first)), opening)


def find_opening(fund: Fund, on: date) -> Opening | None:
    """The balances that a year begins with; None where nothing was booked before it."""
    before = CashEntry.fund_id == fund.id, CashEntry.booked_on < on
    lines = select(CashEntry.from_account, CashEntry.to_account, func.sum(CashEntry.amount_cents)).where(*before)
    balances = dict.fromkeys(CashAccount, 0)
    rows = db.session.execute(lines.group_by(CashEntry.from_account, CashEntry.to_account)).all()
    for source, target, cents in rows:
        for account, change in deltas(CashAccount(source), CashAccount(target), cents).items():
            balances[account] += change
    return Opening(on, balances) if rows else None


def _journal_entry(number: int, entry: CashEntry, words: dict[str, str]) -> JournalEntry:
    code, name = party_of(entry)
    reference = reference_of(entry.advance_id) if entry.advance_id else f"M{entry.id}"
    return JournalEntry(
        number=number,
        booked_on=entry.booked_on,
        source=CashAccount(entry.from_account),
        target=CashAccount(entry.to_account),
        cents=entry.amount_cents,
        reference=reference,
        happened_on=entry.happened_on,
        words=f"{words[entry.kind]} {name}".strip(),
        party=(code, name),
        valid_on=local_date(entry.written_at),
    )


def party_of(entry: CashEntry) -> tuple[str, str]:
    """Who a movement is about: the firm, the funder, or nobody."""
    if entry.advance is not None:
        company = entry.advance.decision.dossier.company
        return f"E{company.id:05}", company.name
    if entry.contribution is not None:
        return f"F{entry.contribution.group_id:05}", entry.contribution.group.name
    return "", ""
