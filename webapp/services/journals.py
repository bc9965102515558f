"""The journal of a fund over a time, as rows to be exported. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.cash import CashAccount
from webapp.domain.fec import JournalEntry, write_fec
from webapp.domain.references import reference_of
from webapp.extensions import db
from webapp.models.cash import CashEntry
from webapp.models.funds import Fund
from webapp.services.advance_lists import movements_of


def list_journal(fund: Fund, starts_on: date, ends_on: date) -> Sequence[CashEntry]:
    """The movements booked on these days, in the order in which they were written."""
    rows = movements_of(fund).where(CashEntry.booked_on.between(starts_on, ends_on))
    return db.session.scalars(rows.order_by(None).order_by(CashEntry.id)).all()


def list_years(fund: Fund) -> list[int]:
    """The calendar years in which something was booked, the last first."""
    found = select(func.min(CashEntry.booked_on), func.max(CashEntry.booked_on)).where(CashEntry.fund_id == fund.id)
    first, last = db.session.execute(found).one()
    return list(range(last.year, first.year - 1, -1)) if first else []


def export_fec(fund: Fund, year: int, words: dict[str, str]) -> str:
    """The file of a calendar year. `words` name each kind of movement in French; numbers follow without a gap."""
    entries = list_journal(fund, date(year, 1, 1), date(year, 12, 31))
    return write_fec(_journal_entry(number, entry, words) for number, entry in enumerate(entries, start=1))


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
