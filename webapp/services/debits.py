"""Direct debits: what can be collected on a day, the file for the bank, the word to each firm, what the bank returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from webapp.clock import local_date
from webapp.domain import debits as rules
from webapp.domain.advances import spread
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor
from webapp.extensions import db
from webapp.mail import advance_messages
from webapp.models.advances import Advance, Instalment, Schedule
from webapp.models.cash import CashEntry
from webapp.models.debits import Debit, DebitFile, Mandate
from webapp.models.dossiers import Decision, Dossier
from webapp.models.events import Event
from webapp.models.funds import Fund
from webapp.reports.debit_file import Collection, Collector, write_debits
from webapp.services.advance_links import advance_link, find_contact
from webapp.services.cash import CASH_DELTA, is_live
from webapp.services.fund_accounts import find_account
from webapp.services.mandates import find_creditor
from webapp.services.reversals import reverse_movement
from webapp.services.schedules import find_schedule
from webapp.services.steps import lock, record, take_step


@dataclass(frozen=True)
class Due:
    """An instalment that a mandate lets the fund collect, and what is left of it."""

    mandate: Mandate
    instalment: Instalment
    cents: int


def notice_days_of(fund: Fund) -> int:
    """How many days ahead the firms of a fund's territory are told."""
    values = {rule.code: rule.value for rule in fund.territory.rules}
    return rules.notice_days(values.get(rules.NOTICE_RULE))


def list_due(fund: Fund, collect_on: date) -> list[Due]:
    """What can be collected on a day: instalments due by then, not paid, and in no file that stands.

    A mandate that has not been used for too long collects nothing more: its firm is reminded and pays by transfer.
    """
    rows = (
        select(Mandate)
        .join(Mandate.advance)
        .where(Advance.fund_id == fund.id, Advance.state == "running", Mandate.revoked_at.is_(None))
        .options(joinedload(Mandate.account), *_firm())
        .order_by(Mandate.id)
    )
    sent = set(db.session.scalars(select(Debit.instalment_id).where(Debit.state == "sent")))
    last = select(Debit.mandate_id, func.max(DebitFile.collect_on)).join(Debit.file).group_by(Debit.mandate_id)
    used = {row[0]: row[1] for row in db.session.execute(last.where(DebitFile.fund_id == fund.id))}
    return [
        due
        for mandate in db.session.scalars(rows).all()
        if mandate.id not in used or not rules.has_ended(used[mandate.id], collect_on)
        for due in _due_by(mandate, collect_on, sent)
    ]


def _due_by(mandate: Mandate, collect_on: date, sent: set[int]) -> list[Due]:
    """What a file of before a change of the schedule collects is on its way: it counts as paid."""
    advance, schedule = mandate.advance, find_schedule(mandate.advance)
    paid = advance.repaid_cents - schedule.repaid_before_cents + _on_the_way(advance, schedule)
    return [
        Due(mandate, instalment, line.left_cents)
        for instalment, line in zip(schedule.instalments, spread(schedule.plan, paid), strict=True)
        if line.left_cents and line.due_on <= collect_on and instalment.id not in sent
    ]


def _on_the_way(advance: Advance, schedule: Schedule) -> int:
    """What stands in files for instalments of the schedules before this one."""
    rows = (
        select(func.coalesce(func.sum(Debit.amount_cents), 0))
        .join(Debit.instalment)
        .join(Schedule, Schedule.id == Instalment.schedule_id)
    )
    stands = Debit.state == "sent", Schedule.advance_id == advance.id, Schedule.id != schedule.id
    return db.session.scalar(rows.where(*stands)) or 0


def make_debits(fund: Fund, collect_on: date, *, by: Actor, now: datetime) -> DebitFile:
    """Make the file of a day and tell each firm how much leaves its account, and when. From whoever nobody can write to,
    nothing is collected: the rules of SEPA ask for notice, and the instalment is asked for as one that is late.

    Raises:
        Refusal: nobody collects for the fund (`creditor_missing`), the day leaves too little notice (`too_soon`), banks
            are closed on it (`bank_closed`), or nothing is due (`nothing_to_collect`).
        WrongState: the day has its file.
    """
    lock(fund)
    if find_creditor(fund) is None:
        raise Refusal("creditor_missing")
    earliest = rules.first_collection_day(local_date(now), notice_days_of(fund))
    if collect_on < earliest:
        raise Refusal("too_soon", earliest=earliest)
    if not rules.is_bank_day(collect_on):
        raise Refusal("bank_closed", on=collect_on)
    if db.session.scalar(select(DebitFile.id).where(DebitFile.fund_id == fund.id, DebitFile.collect_on == collect_on)):
        raise WrongState(thing="debit_file", step="make", state="made")
    due = [each for each in list_due(fund, collect_on) if find_contact(each.mandate.advance) is not None]
    if not due:
        raise Refusal("nothing_to_collect", on=collect_on)
    file = DebitFile(fund_id=fund.id, collect_on=collect_on, made_by=by.id, created_at=now)
    db.session.add(file)
    db.session.flush()
    for each in due:
        _collect(file, each)
    record(file, "make", by=by, now=now)
    _tell(due, collect_on, by=by, now=now)
    return file


def _collect(file: DebitFile, due: Due) -> None:
    stands = Debit.mandate_id == due.mandate.id, Debit.state.in_(("sent", "received"))
    before = select(func.count()).select_from(Debit).where(*stands)
    debit = Debit(
        debit_file_id=file.id,
        mandate_id=due.mandate.id,
        instalment_id=due.instalment.id,
        amount_cents=due.cents,
        sequence=rules.sequence_of(db.session.scalar(before) or 0),
    )
    db.session.add(debit)
    db.session.flush()


def _tell(due: Sequence[Due], collect_on: date, *, by: Actor, now: datetime) -> None:
    """One word to each firm, whatever the number of its instalments."""
    by_mandate = {each.mandate.id: each.mandate for each in due}
    for mandate_id, mandate in by_mandate.items():
        contact = find_contact(mandate.advance)
        assert contact is not None, "only who can be told is collected from"
        assert mandate.account is not None, "a mandate that stands has its account"
        event = record(mandate.advance, "announce_debit", by=by, now=now, reason=collect_on.isoformat())
        facts = {
            "cents": sum(each.cents for each in due if each.mandate.id == mandate_id),
            "collect_on": collect_on.isoformat(),
            "account": rules.mask_iban(mandate.account.iban),
            "mandate": mandate.reference,
        }
        link = advance_link(mandate.advance, contact, now)
        db.session.add(advance_messages.debit_announced(mandate.advance, contact, facts, link, event=event, now=now))
    db.session.flush()


def write_file(file: DebitFile) -> bytes:
    """The file for the bank, from its rows, without what was taken off it by a mandate that was revoked before its day.

    Raises:
        Refusal: an account was erased since that it collected from, or nothing is left in it (`account_erased`).
    """
    creditor, own = find_creditor(file.fund), find_account(file.fund)
    assert creditor is not None, "a file was made by somebody who collects"
    assert own is not None, "whoever collects does so to an account"
    left = [debit for debit in file.debits if debit.mandate.account is not None]
    if not left or any(debit.state != "returned" for debit in file.debits if debit not in left):
        raise Refusal("account_erased")
    collector = Collector(own.holder, own.iban, own.bic, creditor.identifier, creditor.format)
    collections = [_collection(debit, file.collect_on) for debit in left]
    message = f"ALZ-{file.fund_id}-{file.collect_on:%Y%m%d}"
    return write_debits(collector, collections, message=message, made_at=file.created_at)


def _collection(debit: Debit, collect_on: date) -> Collection:
    account = debit.mandate.account
    assert account is not None, "looked at before"
    return Collection(
        name=account.holder,
        iban=account.iban,
        cents=debit.amount_cents,
        sequence=debit.sequence,
        collect_on=collect_on,
        mandate=debit.mandate.reference,
        signed_on=debit.mandate.signed_on,
        words=f"{debit.mandate.reference.split('-')[0]} echeance {debit.instalment.number}",
        end_to_end=f"ALZ-{debit.id}",
    )


def return_debit(debit: Debit, *, by: Actor, now: datetime) -> None:
    """The bank has not collected it, or has taken it back since: the instalment may stand in another file, and what was
    noted as received is undone.

    Raises:
        WrongState: it was returned before.
        Refusal: something that rests on that money comes first (`undo_later_first`).
    """
    lock(debit.mandate.advance)
    lock(debit)
    noted = _noted_for(debit) if debit.state == "received" else []
    take_step(debit, "return", by=by, now=now)
    for entry in noted:
        reverse_movement(entry, by=by, now=now, reason="bounced")


def _noted_for(debit: Debit) -> list[CashEntry]:
    """The movements that were written when it was received, the last first, as far as nobody has undone them."""
    about = Event.object_kind == "debit", Event.object_id == debit.id, Event.step == "receive"
    at = db.session.scalar(select(func.max(Event.at)).where(*about))
    rows = select(CashEntry).where(
        CashEntry.advance_id == debit.mandate.advance_id, CashEntry.written_at == at, CASH_DELTA > 0, is_live()
    )
    entries = list(db.session.scalars(rows.order_by(CashEntry.id.desc())))
    # another instalment of the same firm may have been received with it
    own = [entry for entry in entries if entry.amount_cents == debit.amount_cents][:1]
    is_split = sum(entry.amount_cents for entry in entries) == debit.amount_cents
    return own or (entries if is_split else [])


def list_debit_files(fund: Fund) -> list[DebitFile]:
    """The files of a fund, the last day first, with what they collect."""
    debits = selectinload(DebitFile.debits)
    rows = (
        select(DebitFile)
        .where(DebitFile.fund_id == fund.id)
        .options(
            debits.joinedload(Debit.mandate).options(*_firm()),
            debits.joinedload(Debit.instalment),
        )
        .order_by(DebitFile.collect_on.desc(), DebitFile.id.desc())
    )
    return list(db.session.scalars(rows))


def _firm() -> tuple[ExecutableOption, ...]:
    firm = joinedload(Mandate.advance).joinedload(Advance.decision).joinedload(Decision.dossier)
    return (firm.joinedload(Dossier.company),)


def is_collected(advance: Advance, due_on: date) -> bool:
    """True when a file that stands collects the instalment of that day."""
    rows = select(Debit.id).join(Debit.instalment).join(Debit.mandate)
    stands = Mandate.advance_id == advance.id, Debit.state == "sent", Instalment.due_on == due_on
    return db.session.scalar(rows.where(*stands).limit(1)) is not None


def find_scoped_file(territory_ids: frozenset[int], file_id: int) -> DebitFile | None:
    """A file of a fund of one of these territories."""
    rows = select(DebitFile).join(DebitFile.fund)
    return db.session.scalar(rows.where(DebitFile.id == file_id, Fund.territory_id.in_(territory_ids)))


def find_scoped_debit(territory_ids: frozenset[int], debit_id: int) -> Debit | None:
    """What a file of a fund of one of these territories collects."""
    rows = select(Debit).join(Debit.file).join(DebitFile.fund)
    return db.session.scalar(rows.where(Debit.id == debit_id, Fund.territory_id.in_(territory_ids)))
