"""Advances: the money lent to one firm, its conditions, its schedules, the orders to pay it.

Cents. A schedule is written once; another one replaces it, and both stay readable.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.advances import LONGEST_GRACE_MONTHS, MOST_INSTALMENTS, Call, PlannedInstalment
from webapp.domain.states import ADVANCE, PAID_OUT, PAYMENT_ORDER
from webapp.models.accounts import Account
from webapp.models.base import AppendOnly, Base, Created, Identified, PublicId, UtcDateTime, in_check, length_check, ref
from webapp.models.dossiers import Decision
from webapp.models.files import StoredFile
from webapp.models.funds import Fund

SCHEDULE_REASONS = ("approval", "payment", "rescheduling")


class Advance(PublicId, Created, Identified, Base):
    """A zero-rate loan, decided by the committee. Its balances follow the ledger, as those of the fund do."""

    __tablename__ = "advance"
    __table_args__ = (
        in_check("state", ADVANCE.states),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
        CheckConstraint(
            "lent_cents >= 0 AND doubtful_cents >= 0 AND lost_cents >= 0 AND held_cents >= 0 AND recovered_cents >= 0",
            name="balances_are_not_negative",
        ),
        CheckConstraint("lent_cents + doubtful_cents + lost_cents <= amount_cents", name="owes_what_was_lent_at_most"),
        CheckConstraint("recovered_cents <= lost_cents", name="recovers_what_was_lost_at_most"),
        CheckConstraint(
            f"(state IN ({', '.join(repr(state) for state in PAID_OUT)})) = (paid_on IS NOT NULL)",
            name="is_paid_out_on_a_day",
        ),
        CheckConstraint(
            "state IN ('running', 'defaulted') OR lent_cents + doubtful_cents = 0", name="owes_nothing_outside"
        ),
        CheckConstraint("lent_cents = 0 OR doubtful_cents = 0", name="is_not_half_in_default"),
    )

    fund_id: Mapped[int] = ref("fund.id")
    #: an approval of the committee; it pays once
    decision_id: Mapped[int] = ref("decision.id", unique=True, index=False)
    state: Mapped[str] = mapped_column(String(20), default=ADVANCE.first, index=True)
    amount_cents: Mapped[int]
    #: day on which the fund keeps the money ready
    pay_on: Mapped[date]
    paid_on: Mapped[date | None]
    #: last day on which it went into default; None: it never did, or it was put right
    defaulted_on: Mapped[date | None]
    lent_cents: Mapped[int] = mapped_column(default=0)
    doubtful_cents: Mapped[int] = mapped_column(default=0)
    lost_cents: Mapped[int] = mapped_column(default=0)
    held_cents: Mapped[int] = mapped_column(default=0)
    recovered_cents: Mapped[int] = mapped_column(default=0)
    #: movements so far, for posting keys
    postings: Mapped[int] = mapped_column(default=0)

    fund: Mapped[Fund] = relationship()
    decision: Mapped[Decision] = relationship()
    conditions: Mapped[list[AdvanceCondition]] = relationship(
        back_populates="advance", order_by="AdvanceCondition.number"
    )
    schedules: Mapped[list[Schedule]] = relationship(back_populates="advance", order_by="Schedule.version")
    orders: Mapped[list[PaymentOrder]] = relationship(back_populates="advance", order_by="PaymentOrder.id")

    @property
    def is_paid_out(self) -> bool:
        return self.state in PAID_OUT

    @property
    def repaid_cents(self) -> int:
        """What has come back of what was lent, before or after a default; not what came after it was written off."""
        return self.amount_cents - self.lent_cents - self.doubtful_cents - self.lost_cents if self.is_paid_out else 0


class AdvanceCondition(Identified, Base):
    """What the committee asks for before the money leaves; lifted one by one, with the evidence."""

    __tablename__ = "advance_condition"
    __table_args__ = (
        UniqueConstraint("advance_id", "number"),
        length_check("words", 300),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="is_lifted_by_somebody"),
    )

    advance_id: Mapped[int] = ref("advance.id")
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_by: Mapped[int | None] = ref("account.id", nullable=True)
    #: the document that shows it, where there is one
    evidence_id: Mapped[int | None] = ref("stored_file.id", nullable=True)

    advance: Mapped[Advance] = relationship(back_populates="conditions")
    evidence: Mapped[StoredFile | None] = relationship()


class Schedule(AppendOnly, Identified, Base):
    """A plan of repayment of what was still owed when it was drawn up; the last version counts."""

    __tablename__ = "schedule"
    __table_args__ = (
        in_check("reason", SCHEDULE_REASONS),
        UniqueConstraint("advance_id", "version"),
        CheckConstraint("amount_cents > 0 AND repaid_before_cents >= 0", name="plans_something"),
        CheckConstraint("every_months IN (1, 3)", name="rhythm_is_known"),
        CheckConstraint(f"count BETWEEN 1 AND {MOST_INSTALMENTS}", name="count_is_sane"),
        CheckConstraint(f"grace_months BETWEEN 0 AND {LONGEST_GRACE_MONTHS}", name="grace_is_sane"),
        CheckConstraint("(called_on IS NULL) = (called_count IS NULL)", name="calls_some_on_a_day"),
    )

    advance_id: Mapped[int] = ref("advance.id")
    version: Mapped[int]
    #: what it spreads
    amount_cents: Mapped[int]
    #: what had been repaid before it
    repaid_before_cents: Mapped[int] = mapped_column(default=0)
    starts_on: Mapped[date]
    count: Mapped[int]
    every_months: Mapped[int]
    grace_months: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    #: how many of the last instalments of the plan before it are called early, and when: what is left keeps its days
    called_count: Mapped[int | None]
    called_on: Mapped[date | None]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    advance: Mapped[Advance] = relationship(back_populates="schedules")
    instalments: Mapped[list[Instalment]] = relationship(order_by="Instalment.number")

    @property
    def plan(self) -> tuple[PlannedInstalment, ...]:
        return tuple(PlannedInstalment(row.number, row.due_on, row.amount_cents) for row in self.instalments)

    @property
    def call(self) -> Call | None:
        """What it calls early; None where it calls nothing."""
        if self.called_count is None or self.called_on is None:
            return None
        return Call(self.called_count, self.called_on)


class Instalment(AppendOnly, Identified, Base):
    """One part of a schedule."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("schedule_id", "number"),
        CheckConstraint("amount_cents > 0 AND number > 0", name="is_positive"),
    )

    schedule_id: Mapped[int] = ref("schedule.id")
    number: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    amount_cents: Mapped[int]


class PaymentOrder(Created, Identified, Base):
    """An order to pay an advance, given by one person and confirmed by another."""

    __tablename__ = "payment_order"
    __table_args__ = (
        in_check("state", PAYMENT_ORDER.states),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
        CheckConstraint("ordered_by <> confirmed_by", name="two_people_pay"),
        CheckConstraint(
            "(state = 'confirmed') = (confirmed_by IS NOT NULL) AND (confirmed_by IS NULL) = (confirmed_at IS NULL)",
            name="is_confirmed_by_somebody",
        ),
        Index(
            "uq_payment_order_open",
            "advance_id",
            unique=True,
            sqlite_where=text("state = 'ordered'"),
            postgresql_where=text("state = 'ordered'"),
        ),
    )

    advance_id: Mapped[int] = ref("advance.id")
    state: Mapped[str] = mapped_column(String(20), default=PAYMENT_ORDER.first)
    amount_cents: Mapped[int]
    ordered_by: Mapped[int] = ref("account.id")
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[int | None] = ref("account.id", nullable=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    advance: Mapped[Advance] = relationship(back_populates="orders")
    orderer: Mapped[Account] = relationship(foreign_keys=[ordered_by])
    confirmer: Mapped[Account | None] = relationship(foreign_keys=[confirmed_by])
