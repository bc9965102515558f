"""What experts can help with."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

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
    skills: Mapped[list[Skill]] = relationship(secondary=offer_skill, order_by=Skill.label)


class CatalogueVersion(Base):
    """One row whose number grows with every change of offers; a worker compares it before it ranks."""

    __tablename__ = "catalogue_version"
    __table_args__ = (CheckConstraint("id = 1", name="is_one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
