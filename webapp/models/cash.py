"""The ledger of a fund's money, append-only: one line is one movement from an account to another.

Cents, always positive. Lines hold ids, codes and figures only.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.cash import CashAccount, CashKind
from webapp.models.advances import Advance, PaymentOrder
from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, in_check, ref
from webapp.models.funds import Contribution, Fund


class CashEntry(AppendOnly, Identified, Base):
    """One movement of money of a fund."""

    __tablename__ = "cash_entry"
    __table_args__ = (
        in_check("kind", tuple(CashKind)),
        in_check("from_account", tuple(CashAccount)),
        in_check("to_account", tuple(CashAccount)),
        CheckConstraint("from_account <> to_account", name="moves_something"),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
        CheckConstraint("(kind = 'reverse') = (reverses_id IS NOT NULL)", name="reversal_names_its_line"),
        CheckConstraint("(kind = 'payment') = (payment_order_id IS NOT NULL)", name="payment_has_its_order"),
        CheckConstraint("advance_id IS NULL OR contribution_id IS NULL", name="is_about_one_thing"),
        Index("ix_cash_entry_fund_id_booked_on", "fund_id", "booked_on"),
    )

    fund_id: Mapped[int] = ref("fund.id", index=False)
    advance_id: Mapped[int | None] = ref("advance.id", nullable=True)
    contribution_id: Mapped[int | None] = ref("contribution.id", nullable=True)
    #: the confirmed order that a payment carries out
    payment_order_id: Mapped[int | None] = ref("payment_order.id", nullable=True, unique=True, index=False)
    kind: Mapped[str] = mapped_column(String(20))
    from_account: Mapped[str] = mapped_column(String(20))
    to_account: Mapped[str] = mapped_column(String(20))
    amount_cents: Mapped[int]
    #: the line that this one undoes; a line is undone once at most
    reverses_id: Mapped[int | None] = ref("cash_entry.id", nullable=True, unique=True, index=False)
    #: says once and for all which movement this is; the same movement cannot be written twice
    posting_key: Mapped[str] = mapped_column(String(80), unique=True)
    #: day on which it happened, as the bank has it
    happened_on: Mapped[date]
    #: day that the figures go by: the same, or the first day after the closed months
    booked_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    #: code of why, for a reversal
    reason: Mapped[str] = mapped_column(String(40), default="")

    fund: Mapped[Fund] = relationship()
    advance: Mapped[Advance | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    payment_order: Mapped[PaymentOrder | None] = relationship()
