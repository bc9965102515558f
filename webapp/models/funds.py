"""The money of a territory, and what each funder brings to it.

Cents. The balances of a fund are changed only by `services/cash.py`, in the transaction of a line of the ledger, and equal
the sums of those lines.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import CONTRIBUTION
from webapp.models.base import Base, Created, Identified, TotalCents, in_check, length_check, ref
from webapp.models.groups import Group
from webapp.models.territories import Territory


class Fund(Created, Identified, Base):
    """Money that is lent, comes back and is lent again. One column for each account of `domain/cash.py`."""

    __tablename__ = "fund"
    __table_args__ = (
        CheckConstraint("cash_cents >= 0", name="cash_is_not_negative"),
        # What firms paid beyond their debt is theirs: it is never lent.
        CheckConstraint("cash_cents >= held_cents", name="held_money_is_there"),
        CheckConstraint(
            "lent_cents >= 0 AND doubtful_cents >= 0 AND lost_cents >= 0 AND fees_cents >= 0"
            " AND contributed_cents >= 0 AND held_cents >= 0 AND recovered_cents >= 0",
            name="balances_are_not_negative",
        ),
        CheckConstraint(
            "cash_cents + lent_cents + doubtful_cents + lost_cents + fees_cents"
            " = contributed_cents + held_cents + recovered_cents",
            name="is_balanced",
        ),
        length_check("name", 160),
    )

    #: stands in addresses and commands
    code: Mapped[str] = mapped_column(String(60), unique=True)
    territory_id: Mapped[int] = ref("territory.id")
    name: Mapped[str] = mapped_column(String(160))
    opened_on: Mapped[date]
    #: last day of the last closed month; nothing is booked on it or before
    closed_through: Mapped[date | None]
    cash_cents: Mapped[TotalCents] = mapped_column(default=0)
    lent_cents: Mapped[TotalCents] = mapped_column(default=0)
    doubtful_cents: Mapped[TotalCents] = mapped_column(default=0)
    lost_cents: Mapped[TotalCents] = mapped_column(default=0)
    fees_cents: Mapped[TotalCents] = mapped_column(default=0)
    contributed_cents: Mapped[TotalCents] = mapped_column(default=0)
    held_cents: Mapped[TotalCents] = mapped_column(default=0)
    recovered_cents: Mapped[TotalCents] = mapped_column(default=0)
    #: movements of the fund itself so far, for posting keys
    postings: Mapped[int] = mapped_column(default=0)

    territory: Mapped[Territory] = relationship()
    contributions: Mapped[list[Contribution]] = relationship(back_populates="fund", order_by="Contribution.id")


class FundAccount(Base):
    """The bank account of a fund: where firms pay, and whose statements are read. Direct debits need its BIC."""

    __tablename__ = "fund_account"

    fund_id: Mapped[int] = ref("fund.id", primary_key=True, index=False)
    holder: Mapped[str] = mapped_column(String(70))
    iban: Mapped[str] = mapped_column(String(34))
    bic: Mapped[str] = mapped_column(String(11))

    fund: Mapped[Fund] = relationship()


class Contribution(Created, Identified, Base):
    """What one group brings to a fund: promised, then called, then received, at once or in parts."""

    __tablename__ = "contribution"
    __table_args__ = (
        in_check("state", CONTRIBUTION.states),
        CheckConstraint("amount_cents > 0", name="amount_is_positive"),
        CheckConstraint("received_cents BETWEEN 0 AND amount_cents", name="receives_what_was_promised"),
        CheckConstraint("(state = 'received') = (received_cents = amount_cents)", name="is_received_when_it_is"),
        CheckConstraint("state <> 'called' OR due_on IS NOT NULL", name="call_has_its_day"),
    )

    fund_id: Mapped[int] = ref("fund.id")
    group_id: Mapped[int] = ref("partner_group.id")
    state: Mapped[str] = mapped_column(String(20), default=CONTRIBUTION.first)
    amount_cents: Mapped[int]
    received_cents: Mapped[int] = mapped_column(default=0)
    promised_on: Mapped[date]
    called_on: Mapped[date | None]
    #: when the group was asked to pay
    due_on: Mapped[date | None]
    postings: Mapped[int] = mapped_column(default=0)

    fund: Mapped[Fund] = relationship(back_populates="contributions")
    group: Mapped[Group] = relationship()
