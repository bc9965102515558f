"""What a firm lays before the committee, and what the committee answers.

Cents. Words that may have to be erased are notes; a decision holds codes and figures.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, Created, Identified, PublicId, in_check, length_check, ref
from webapp.models.companies import Company
from webapp.models.needs import Need
from webapp.models.territories import Territory

PURPOSES = ("cash", "growth", "machine", "takeover", "other")
OUTCOMES = ("approved", "adjourned", "refused")


class Dossier(PublicId, Created, Identified, Base):
    """A firm's project, and the advance it asks for."""

    __tablename__ = "dossier"
    __table_args__ = (
        in_check("purpose", PURPOSES),
        length_check("title", 160),
        CheckConstraint("asked_cents IS NULL OR asked_cents > 0", name="asks_something"),
    )

    territory_id: Mapped[int] = ref("territory.id")
    company_id: Mapped[int] = ref("company.id")
    #: the need it grew from, if any
    need_id: Mapped[int | None] = ref("need.id", nullable=True)
    title: Mapped[str] = mapped_column(String(160), default="")
    purpose: Mapped[str] = mapped_column(String(20))
    #: the advance asked for; None where only days are
    asked_cents: Mapped[int | None]
    opened_on: Mapped[date]

    territory: Mapped[Territory] = relationship()
    company: Mapped[Company] = relationship()
    need: Mapped[Need | None] = relationship()
    decisions: Mapped[list[Decision]] = relationship(back_populates="dossier", order_by="Decision.id")


class Decision(Created, Identified, Base):
    """What the committee decided on a dossier, on a day."""

    __tablename__ = "decision"
    __table_args__ = (
        in_check("outcome", OUTCOMES),
        CheckConstraint("amount_cents IS NULL OR amount_cents > 0", name="amount_is_positive"),
        CheckConstraint("amount_cents IS NULL OR outcome = 'approved'", name="grants_when_it_approves"),
        CheckConstraint("valid_until IS NULL OR valid_until >= decided_on", name="is_valid_after_it_is_taken"),
    )

    dossier_id: Mapped[int] = ref("dossier.id")
    outcome: Mapped[str] = mapped_column(String(20))
    #: the advance granted; None where there is none
    amount_cents: Mapped[int | None]
    decided_on: Mapped[date]
    #: last day on which the money can be paid; None: no limit
    valid_until: Mapped[date | None]

    dossier: Mapped[Dossier] = relationship(back_populates="decisions")
