"""What experts can help with."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, event, inspect, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from webapp.models.accents import without_accents
from webapp.models.base import Base, Created, Identified, in_check, length_check, ref
from webapp.models.groups import Expert

PLACES = ("on_site", "remote", "either")
OFFER_STATES = ("active", "withdrawn")

offer_skill = Table(
    "offer_skill",
    Base.metadata,
    Column("offer_id", ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True),
    Column("skill_id", ForeignKey("skill.id", ondelete="RESTRICT"), primary_key=True, index=True),
)


class Skill(Identified, Base):
    """A skill of the programme's list, in its family, named in French and English."""

    __tablename__ = "skill"

    code: Mapped[str] = mapped_column(String(60), unique=True)
    family: Mapped[str] = mapped_column(String(60), index=True)
    label: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))


class Offer(Created, Identified, Base):
    """One thing an expert can help with, in words, with where and how much."""

    __tablename__ = "offer"
    __table_args__ = (
        in_check("place", PLACES),
        in_check("state", OFFER_STATES),
        length_check("title", 160),
        length_check("text", 4000),
        CheckConstraint("radius_km IS NULL OR radius_km BETWEEN 1 AND 1000", name="radius_is_sane"),
        CheckConstraint("minutes_per_year IS NULL OR minutes_per_year > 0", name="time_is_positive"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    expert_id: Mapped[int] = ref("expert.id")
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[str] = mapped_column(String(10), default="either")
    #: how far the expert travels; None: no limit
    radius_km: Mapped[int | None]
    #: what the expert gives in a year; None: no limit of their own
    minutes_per_year: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default="active")
    #: when the expert last said that the offer stands
    confirmed_on: Mapped[date | None]

    expert: Mapped[Expert] = relationship()
    skills: Mapped[list[Skill]] = relationship(secondary=offer_skill, order_by=without_accents(Skill.label))


class CatalogueVersion(Base):
    """One row whose number is another one after every change of offers; a worker compares it before it ranks."""

    __tablename__ = "catalogue_version"
    __table_args__ = (CheckConstraint("id = 1", name="is_one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: drawn anew, never counted, so that a rolled-back or restored database cannot meet an old number again
    number: Mapped[int] = mapped_column(default=0)


NEW_STAMP = text(
    "INSERT INTO catalogue_version (id, number) VALUES (1, :number)"
    " ON CONFLICT (id) DO UPDATE SET number = excluded.number"
)


@event.listens_for(Session, "after_flush")
def stamp_catalogue(session: Session, _context: Any) -> None:
    """Give the catalogue another number in the transaction that changes an offer, or who still offers."""
    changed = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    if not any(isinstance(row, Offer | Skill) or _has_come_or_gone(row) for row in changed):
        return
    session.connection().execute(NEW_STAMP, {"number": secrets.randbelow(2**31)})


def _has_come_or_gone(row: Any) -> bool:
    return isinstance(row, Expert) and bool(inspect(row).attrs.state.history.has_changes())
