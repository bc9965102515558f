"""What became of firms: whether each was still there on a day, and who says so."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.survival import SOURCES, STATUSES
from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, in_check, ref
from webapp.models.companies import Company


class FirmSighting(AppendOnly, Identified, Base):
    """A firm as it was found on a day; a correction is another line."""

    __tablename__ = "firm_sighting"
    __table_args__ = (
        in_check("status", STATUSES),
        in_check("source", SOURCES),
        CheckConstraint("ended_on IS NULL OR status IN ('closed', 'taken_over')", name="only_what_ended_has_an_end"),
        CheckConstraint("ended_on IS NULL OR ended_on <= seen_on", name="ended_before_it_was_seen"),
    )

    company_id: Mapped[int] = ref("company.id")
    status: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10))
    seen_on: Mapped[date]
    #: since when it is closed or taken over; None where nobody knows
    ended_on: Mapped[date | None]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]

    company: Mapped[Company] = relationship()
