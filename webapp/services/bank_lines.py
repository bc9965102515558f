"""What a line of the bank becomes, once somebody has looked at it: a movement that is new, or one that was noted before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from webapp.clock import local_date
from webapp.domain.advances import PlannedInstalment, due_cents, spread
from webapp.domain.bank_lines import BankEntry
from webapp.domain.bank_matching import Candidate, Guess, guess
from webapp.domain.cash import CashKind
from webapp.domain.errors import Refusal
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.bank import BankLine, BankMatch
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.services.cash import CASH_DELTA, is_live
from webapp.services.debit_receipts import record_shown
from webapp.services.funds import receive_contribution, record_fee
from webapp.services.reversals import reverse_movement
from webapp.services.schedules import list_plans
from webapp.services.steps import lock, take_step

#: what a firm's money is, as far as it owed it
OWED = (CashKind.REPAYMENT, CashKind.RECOVERY, CashKind.LATE_RECOVERY)

#: how far apart the bank's day and the noted one may be
NEAR = timedelta(days=10)


@dataclass(frozen=True)
class Choices:
    """What a line may be: movements noted before with the same amount, advances, contributions, reversals, a fee.

    A firm that pays too much makes two movements, and the bank shows one line: such a pair is one choice, by its first.
    """

    entries: Sequence[Sequence[CashEntry]]
    guesses: Sequence[tuple[Guess, Advance]]
    advances: Sequence[Advance]
    contributions: Sequence[Contribution]
    reversible: Sequence[Sequence[CashEntry]]
    may_be_fee: bool


def list_open_lines(fund: Fund) -> list[BankLine]:
    """The lines that wait to be looked at, the oldest first."""
    rows = select(BankLine).where(BankLine.fund_id == fund.id, BankLine.state == "open")
    return list(db.session.scalars(rows.order_by(BankLine.booked_on, BankLine.id)))


def choices_for(line: BankLine, *, today: date) -> Choices:
    """What a line may be; proposals only."""
    advances = _advances(line.fund_id) if line.amount_cents > 0 else []
    by_id = {advance.id: advance for advance in advances}
    said = BankEntry(line.booked_on, line.amount_cents, line.name, line.words, line.reference)
    guesses = guess(said, _candidates(advances, today)) if advances else []
    promised = select(Contribution).where(
        Contribution.fund_id == line.fund_id, Contribution.state.in_(("promised", "called"))
    )
    return Choices(
        entries=_noted_before(line),
        guesses=[(each, by_id[each.advance_id]) for each in guesses],
        advances=advances,
        contributions=db.session.scalars(promised.options(joinedload(Contribution.group))).all()
        if line.amount_cents > 0
        else [],
        reversible=_reversible(line) if line.amount_cents < 0 else [],
        may_be_fee=line.amount_cents < 0 and not line.is_reversal,
    )


def _advances(fund_id: int) -> list[Advance]:
    firm = joinedload(Advance.decision).joinedload(Decision.dossier).joinedload(Dossier.company)
    rows = select(Advance).where(Advance.fund_id == fund_id, Advance.state.in_(("running", "defaulted", "written_off")))
    return list(db.session.scalars(rows.options(firm).order_by(Advance.id)))


def _candidates(advances: list[Advance], today: date) -> list[Candidate]:
    plans = list_plans(advance.id for advance in advances)
    return [_candidate(advance, *plans[advance.id], today) for advance in advances]


def _candidate(advance: Advance, before: int, plan: Sequence[PlannedInstalment], today: date) -> Candidate:
    paid = advance.repaid_cents - before
    waiting = [line.left_cents for line in spread(plan, paid) if line.left_cents]
    late = due_cents(plan, today) - max(paid, 0)
    amounts = frozenset([*waiting[:1], *([late] if late > 0 else [])])
    name = advance.decision.dossier.company.name
    return Candidate(advance.id, name, advance.lent_cents + advance.doubtful_cents, amounts)


def _noted_before(line: BankLine) -> list[Sequence[CashEntry]]:
    """Movements of the same amount, around the same day, that no line of the bank has shown yet."""
    matched = select(BankMatch.cash_entry_id)
    near = CashEntry.happened_on.between(line.booked_on - NEAR, line.booked_on + NEAR)
    rows = select(CashEntry).where(CashEntry.fund_id == line.fund_id, near, CashEntry.id.not_in(matched))
    alone = db.session.scalars(
        rows.where(line.amount_cents == CASH_DELTA).order_by(CashEntry.happened_on, CashEntry.id)
    )
    paid = _paid_at_once(line.fund_id, abs(line.amount_cents))
    if line.amount_cents < 0:
        undone = {
            entry.reverses_id: entry for entry in db.session.scalars(rows.where(CashEntry.kind == CashKind.REVERSE))
        }
        pairs = [(undone[owed.id], undone[over.id]) for owed, over in paid if owed.id in undone and over.id in undone]
    else:
        open_ids = set(db.session.scalars(rows.with_only_columns(CashEntry.id)))
        pairs = [pair for pair in paid if open_ids.issuperset(each.id for each in pair)]
    return [*((entry,) for entry in alone), *pairs]


def _reversible(line: BankLine) -> list[Sequence[CashEntry]]:
    """Money that had come in, of the same amount, and that the bank may have taken back."""
    came_in = select(CashEntry).where(
        CashEntry.fund_id == line.fund_id,
        CashEntry.happened_on <= line.booked_on,
        CashEntry.kind.in_((*OWED, CashKind.OVERPAYMENT)),
        is_live(),
    )
    alone = db.session.scalars(came_in.where(-line.amount_cents == CASH_DELTA).order_by(CashEntry.id.desc()).limit(10))
    paid = _paid_at_once(line.fund_id, -line.amount_cents)
    in_pairs = CashEntry.id.in_([entry.id for pair in paid for entry in pair])
    live = set(db.session.scalars(came_in.where(in_pairs).with_only_columns(CashEntry.id)))
    return [*((entry,) for entry in alone), *(pair for pair in paid if live.issuperset(entry.id for entry in pair))]


def _paid_at_once(fund_id: int, cents: int) -> list[tuple[CashEntry, CashEntry]]:
    """So much that a firm paid at once: what it owed, and what it paid beyond, in two movements; the last ones first."""
    owed, over = aliased(CashEntry), aliased(CashEntry)
    together = (over.advance_id == owed.advance_id) & (over.written_at == owed.written_at)
    rows = (
        select(owed, over)
        .join(over, together & (over.happened_on == owed.happened_on) & (over.kind == CashKind.OVERPAYMENT))
        .where(owed.fund_id == fund_id, owed.kind.in_(OWED), owed.amount_cents + over.amount_cents == cents)
    )
    return [(row[0], row[1]) for row in db.session.execute(rows.order_by(owed.id.desc()))]


def match_line(line: BankLine, choice: str, *, by: Actor, now: datetime) -> list[CashEntry]:
    """A line becomes what somebody chose: "entry:5", "advance:3", "contribution:2", "undo:7" or "fee".

    Raises:
        Refusal: the choice is none of this line's (`not_a_choice`), another line was faster (`matched_before`), or the
            movement cannot be.
        WrongState: the line was looked at before.
    """
    lock(line)
    take_step(line, "match", by=by, now=now, reason=choice.partition(":")[0])
    entries = _movements(line, choice, by=by, now=now)
    db.session.add_all(BankMatch(cash_entry_id=entry.id, bank_line_id=line.id, matched_at=now) for entry in entries)
    db.session.flush()
    return entries


def _movements(line: BankLine, choice: str, *, by: Actor, now: datetime) -> list[CashEntry]:
    kind, _, number = choice.partition(":")
    if kind == "entry":
        # two lines of the fund may claim one movement at once
        lock(line.fund)
    found = choices_for(line, today=local_date(now))
    row_id = int(number) if number.isascii() and number.isdigit() else 0
    day, cents = line.booked_on, line.amount_cents
    if kind == "fee" and found.may_be_fee:
        return [record_fee(line.fund, -cents, taken_on=day, by=by, now=now)]
    rows: dict[str, Sequence[Advance | Contribution]] = {"advance": found.advances, "contribution": found.contributions}
    row = next((each for each in rows.get(kind, ()) if each.id == row_id), None)
    if isinstance(row, Advance):
        return record_shown(row, cents, received_on=day, by=by, now=now)
    if isinstance(row, Contribution):
        return [receive_contribution(row, cents, received_on=day, by=by, now=now)]
    noted = {"entry": found.entries, "undo": found.reversible}.get(kind, ())
    entries = next((each for each in noted if each[0].id == row_id), ())
    if entries and kind == "undo":
        return [reverse_movement(each, by=by, now=now, reason="bounced", on=day) for each in reversed(entries)]
    if entries:
        return list(entries)
    if kind == "entry" and db.session.get(BankMatch, row_id):
        raise Refusal("matched_before", entry_id=row_id)
    raise Refusal("not_a_choice", choice=choice)


def set_line_aside(line: BankLine, *, by: Actor, now: datetime, reason: str) -> None:
    """A line that is none of the fund's business: another account's money, a transfer between accounts."""
    lock(line)
    take_step(line, "set_aside", by=by, now=now, reason=reason)
