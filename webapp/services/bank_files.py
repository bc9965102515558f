"""Reading a file of the bank: the same bytes are refused, and a line that another file had is not written again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select

from webapp.clock import local_date
from webapp.domain.bank_csv import read_csv
from webapp.domain.bank_lines import BankStatement
from webapp.domain.camt import read_camt
from webapp.domain.debits import mask_iban
from webapp.domain.errors import NotAllowed, Refusal
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.bank import BankFile, BankLine
from webapp.models.funds import Fund
from webapp.services.fund_accounts import find_account
from webapp.services.steps import lock, record


def read_statement(content: bytes) -> tuple[str, BankStatement]:
    """The format of a file and what it says; nothing is written.

    Raises:
        UnreadableFile: it is refused whole.
    """
    # of two bytes a letter or of one, an XML file begins with the same sign
    is_xml = content[:80].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    return ("camt", read_camt(content)) if is_xml else ("csv", read_csv(content))


def keep_file(
    fund: Fund, name: str, content: bytes, found: tuple[str, BankStatement], *, by: Actor, now: datetime
) -> BankFile:
    """Write down the lines of a file that none before it had; nothing is booked.

    Raises:
        Refusal: the very same file was read before (`file_known`), or it is of another account than the fund's, where
            both are known (`other_account`).
    """
    if by.kind is not ActorKind.ACCOUNT:
        raise NotAllowed(thing="bank_file", step="read")
    lock(fund)
    digest = hashlib.sha256(content).hexdigest()
    before = db.session.scalar(select(BankFile).where(BankFile.fund_id == fund.id, BankFile.sha256 == digest))
    if before is not None:
        raise Refusal("file_known", read_on=local_date(before.created_at))
    kind, statement = found
    _check_account(fund, statement)
    entries = [entry for entry in statement.entries if entry.cents]
    keys = [entry.key for entry in entries]
    rows = select(BankLine.key).where(BankLine.fund_id == fund.id, BankLine.key.in_(keys))
    known = set(db.session.scalars(rows))
    new = [entry for entry in entries if entry.key not in known]
    file = BankFile(
        fund_id=fund.id, name=name[:120], format=kind, sha256=digest, lines=len(entries), new_lines=len(new),
        closing_cents=statement.closing_cents, closing_on=statement.closing_on, read_by=by.id, created_at=now,
    )  # fmt: skip
    db.session.add(file)
    db.session.flush()
    db.session.add_all(
        BankLine(
            bank_file_id=file.id, fund_id=fund.id, key=entry.key, booked_on=entry.booked_on, amount_cents=entry.cents,
            name=entry.name, words=entry.words, reference=entry.reference, is_reversal=entry.is_reversal,
        )
        for entry in new
    )  # fmt: skip
    record(file, "read", by=by, now=now)
    return file


def _check_account(fund: Fund, statement: BankStatement) -> None:
    own = find_account(fund)
    given = statement.iban.replace(" ", "").upper()
    if own is not None and given and given != own.iban:
        raise Refusal("other_account", given=mask_iban(given), own=mask_iban(own.iban))
