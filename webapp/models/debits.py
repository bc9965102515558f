"""Direct debits: who collects, mandates, the account of each kept apart, files for the bank and what they collect.

Cents. The account of a firm stands in a table of its own: a page shows its last four signs, and it can be erased alone.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.debits import FIRST, FORMATS, RECURRENT
from webapp.domain.states import DEBIT
from webapp.models.advances import Advance, Instalment
from webapp.models.base import Base, Created, Identified, UtcDateTime, in_check, ref
from webapp.models.funds import Fund


class Creditor(Base):
    """Whoever collects for a fund, to its account: the identifier that the national bank gave."""

    __tablename__ = "creditor"
    __table_args__ = (in_check("format", FORMATS),)

    fund_id: Mapped[int] = ref("fund.id", primary_key=True, index=False)
    identifier: Mapped[str] = mapped_column(String(35))
    #: version of the file that its bank takes
    format: Mapped[str] = mapped_column(String(20), default=FORMATS[0], server_default=FORMATS[0])

    fund: Mapped[Fund] = relationship()


class Mandate(Created, Identified, Base):
    """A firm's signature that lets the fund collect the instalments of one advance."""

    __tablename__ = "mandate"
    __table_args__ = (
        Index(
            "uq_mandate_live",
            "advance_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    advance_id: Mapped[int] = ref("advance.id")
    #: the unique mandate reference that the bank knows it by
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    signed_on: Mapped[date]
    noted_by: Mapped[int] = ref("account.id")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    advance: Mapped[Advance] = relationship()
    account: Mapped[MandateAccount | None] = relationship(back_populates="mandate", cascade="all, delete-orphan")


class MandateAccount(Base):
    """The bank account of a mandate; erased when it has served."""

    __tablename__ = "mandate_account"

    mandate_id: Mapped[int] = ref("mandate.id", primary_key=True, index=False)
    holder: Mapped[str] = mapped_column(String(70))
    iban: Mapped[str] = mapped_column(String(34))

    mandate: Mapped[Mandate] = relationship(back_populates="account")


class DebitFile(Created, Identified, Base):
    """What is collected on one day: made once, written again from its rows whenever it is downloaded."""

    __tablename__ = "debit_file"
    __table_args__ = (UniqueConstraint("fund_id", "collect_on"),)

    fund_id: Mapped[int] = ref("fund.id", index=False)
    collect_on: Mapped[date]
    made_by: Mapped[int] = ref("account.id")

    fund: Mapped[Fund] = relationship()
    debits: Mapped[list[Debit]] = relationship(back_populates="file", order_by="Debit.id")


class Debit(Identified, Base):
    """One instalment in one file; in another one only after the bank has returned it."""

    __tablename__ = "debit"
    __table_args__ = (
        in_check("state", DEBIT.states),
        in_check("sequence", (FIRST, RECURRENT)),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
        Index(
            "uq_debit_live",
            "instalment_id",
            unique=True,
            sqlite_where=text("state = 'sent'"),
            postgresql_where=text("state = 'sent'"),
        ),
    )

    debit_file_id: Mapped[int] = ref("debit_file.id")
    mandate_id: Mapped[int] = ref("mandate.id")
    instalment_id: Mapped[int] = ref("instalment.id")
    state: Mapped[str] = mapped_column(String(10), default=DEBIT.first)
    amount_cents: Mapped[int]
    sequence: Mapped[str] = mapped_column(String(4))

    file: Mapped[DebitFile] = relationship(back_populates="debits")
    mandate: Mapped[Mandate] = relationship()
    instalment: Mapped[Instalment] = relationship()
