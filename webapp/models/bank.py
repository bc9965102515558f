"""What the bank says of a fund's account: files as they were given in, their lines, and the movement that each line became.

Cents, positive when money came in. Words of the bank may name people; they can be erased, the figures stay.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.bank_lines import NAME_LENGTH, REFERENCE_LENGTH, WORDS_LENGTH
from webapp.domain.states import BANK_LINE
from webapp.models.base import Base, Created, Identified, TotalCents, UtcDateTime, in_check, length_check, ref
from webapp.models.cash import CashEntry
from webapp.models.funds import Fund

FORMATS = ("camt", "csv")


class BankFile(Created, Identified, Base):
    """A file of the bank, read once: the same bytes are refused a second time."""

    __tablename__ = "bank_file"
    __table_args__ = (
        in_check("format", FORMATS),
        UniqueConstraint("fund_id", "sha256"),
        CheckConstraint("lines >= 0 AND new_lines BETWEEN 0 AND lines", name="counts_are_sane"),
    )

    fund_id: Mapped[int] = ref("fund.id")
    name: Mapped[str] = mapped_column(String(120))
    format: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    #: those that no file before had
    new_lines: Mapped[int]
    #: what the bank says is there at the end of a day, where the file says it
    closing_cents: Mapped[TotalCents | None]
    closing_on: Mapped[date | None]
    read_by: Mapped[int] = ref("account.id")

    fund: Mapped[Fund] = relationship()


class BankLine(Identified, Base):
    """One line of the bank. It becomes movements when somebody has looked at it."""

    __tablename__ = "bank_line"
    __table_args__ = (
        in_check("state", BANK_LINE.states),
        UniqueConstraint("fund_id", "key"),
        CheckConstraint("amount_cents <> 0", name="moves_something"),
        length_check("name", NAME_LENGTH),
        length_check("words", WORDS_LENGTH),
        Index("ix_bank_line_fund_id_state", "fund_id", "state"),
    )

    bank_file_id: Mapped[int] = ref("bank_file.id")
    fund_id: Mapped[int] = ref("fund.id", index=False)
    state: Mapped[str] = mapped_column(String(20), default=BANK_LINE.first)
    #: SHA-256 of what names it once and for all
    key: Mapped[str] = mapped_column(String(64))
    booked_on: Mapped[date]
    amount_cents: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH), default="")
    reference: Mapped[str] = mapped_column(String(REFERENCE_LENGTH), default="")
    is_reversal: Mapped[bool] = mapped_column(default=False)

    fund: Mapped[Fund] = relationship()
    bank_file: Mapped[BankFile] = relationship()


class BankMatch(Base):
    """A movement is what a line of the bank says; a movement is matched once."""

    __tablename__ = "bank_match"

    cash_entry_id: Mapped[int] = ref("cash_entry.id", primary_key=True, index=False)
    bank_line_id: Mapped[int] = ref("bank_line.id")
    matched_at: Mapped[datetime] = mapped_column(UtcDateTime)

    entry: Mapped[CashEntry] = relationship()
    line: Mapped[BankLine] = relationship()
