"""Files and lines of money that need not be accounted for any more: their words go, amounts and dates stay."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from webapp.clock import local_date
from webapp.domain.catalogue import MONEY
from webapp.domain.deadlines import ONE_DAY, end_of_day
from webapp.domain.retention import ERASED, evidence_of_money, years_before
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.advances import Advance, AdvanceCondition
from webapp.models.bank import BankFile, BankLine
from webapp.models.debits import Mandate, MandateAccount
from webapp.models.dossiers import Decision, Dossier
from webapp.models.files import StoredFile
from webapp.models.notes import Note
from webapp.services.erasure import erase_company_alone, erase_notes
from webapp.services.steps import lock, record
from webapp.services.ties import is_money_due, last_movement_of


def list_due_dossiers(now: datetime) -> list[int]:
    """Dossiers old enough to have served, the oldest first."""
    before = years_before(local_date(now), MONEY.years)
    old = select(Dossier.id).where(Dossier.title != ERASED, Dossier.opened_on < before)
    return list(db.session.scalars(old.order_by(Dossier.id)))


def forget_dossier(dossier_id: int, *, now: datetime) -> bool:
    """Erase the words of a dossier, its conditions' evidence, and its firm when nobody of it is left by name."""
    dossier = lock(db.session.get_one(Dossier, dossier_id))
    if dossier.title == ERASED or is_money_due(dossier_id):
        return False
    if evidence_of_money(last_movement_of(dossier_id)) >= local_date(now):
        return False
    dossier.title, dossier.project = ERASED, ""
    _erase_documents(dossier)
    decisions = list(db.session.scalars(select(Decision.id).where(Decision.dossier_id == dossier_id)))
    advances = list(db.session.scalars(select(Advance.id).where(Advance.decision_id.in_(decisions))))
    _erase_conditions(advances)
    _erase_accounts(advances)
    about = {"dossier": [dossier_id], "decision": decisions, "advance": advances}
    erase_notes([(Note.object_kind == kind) & Note.object_id.in_(ids) for kind, ids in about.items()], now=now)
    record(dossier, "erase", by=JOB, now=now)
    erase_company_alone(dossier.company_id, now=now)
    return True


def list_due_bank_files(now: datetime) -> list[int]:
    """Files of the bank whose lines need not be accounted for any more, the oldest first."""
    return list(db.session.scalars(_old_bank_files(now).order_by(BankFile.id)))


def forget_bank_file(file_id: int, *, now: datetime) -> bool:
    """Erase what the bank wrote in the lines of a file, and the file's name; False when it was erased before."""
    file = db.session.scalar(_old_bank_files(now).where(BankFile.id == file_id).with_only_columns(BankFile))
    if file is None:
        return False
    file.name = ERASED
    lines = update(BankLine).where(BankLine.bank_file_id == file_id)
    db.session.execute(lines.values(name="", words="", reference=""))
    record(file, "erase", by=JOB, now=now)
    return True


def _old_bank_files(now: datetime) -> Any:
    since = date(local_date(now).year - MONEY.years, 1, 1)
    recent = select(BankLine.id).where(BankLine.bank_file_id == BankFile.id, BankLine.booked_on >= since)
    was_read = BankFile.created_at < end_of_day(since - ONE_DAY)
    return select(BankFile.id).where(BankFile.name != ERASED, was_read, ~recent.exists())


def _erase_documents(dossier: Dossier) -> None:
    for document in list(dossier.documents):
        stored = document.file
        dossier.documents.remove(document)
        db.session.delete(document)
        db.session.flush()
        db.session.delete(stored)
    db.session.flush()


def _erase_conditions(advances: list[int]) -> None:
    mine: Any = or_(AdvanceCondition.advance_id.in_(advances))
    files = list(db.session.scalars(select(AdvanceCondition.evidence_id).where(mine)))
    db.session.execute(update(AdvanceCondition).where(mine).values(words=ERASED, evidence_id=None))
    for stored in db.session.scalars(select(StoredFile).where(StoredFile.id.in_([each for each in files if each]))):
        db.session.delete(stored)
    db.session.flush()


def _erase_accounts(advances: list[int]) -> None:
    mandates = select(Mandate.id).where(Mandate.advance_id.in_(advances))
    db.session.execute(delete(MandateAccount).where(MandateAccount.mandate_id.in_(mandates)))
    db.session.flush()
