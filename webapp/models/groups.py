"""The organisations that lend people, and those people."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import (
    NUMBERED_ONCE,
    Base,
    Created,
    Identified,
    PublicId,
    UtcDateTime,
    in_check,
    length_check,
    ref,
)
from webapp.models.territories import Commune

GROUP_KINDS = ("large_group", "firm", "bank", "accountant", "association", "public")
EXPERT_STATES = ("active", "left")


class Group(Created, Identified, Base):
    """Any organisation that lends people: a large group, a firm, a bank, an association, which may have a parent."""

    __tablename__ = "partner_group"
    __table_args__ = (in_check("kind", GROUP_KINDS), CheckConstraint("parent_id <> id", name="parent_is_another"))

    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = ref("partner_group.id", nullable=True)
    #: where its people work, for conditions of distance
    site_insee: Mapped[str | None] = ref("commune.insee", nullable=True)

    parent: Mapped[Group | None] = relationship(remote_side="Group.id")
    site: Mapped[Commune | None] = relationship()
    referents: Mapped[list[GroupReferent]] = relationship(back_populates="group", order_by="GroupReferent.id")


class GroupReferent(Created, Identified, Base):
    """The contact of a group: sees its pledge, its experts, its days."""

    __tablename__ = "group_referent"
    __table_args__ = NUMBERED_ONCE

    group_id: Mapped[int] = ref("partner_group.id")
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(20), default="")

    group: Mapped[Group] = relationship(back_populates="referents")


class Expert(PublicId, Created, Identified, Base):
    """An employee of a group who volunteers. No account: a link in a mail is enough."""

    __tablename__ = "expert"
    __table_args__ = (
        in_check("state", EXPERT_STATES),
        length_check("name", 100),
        CheckConstraint("max_asks IS NULL OR max_asks BETWEEN 0 AND 100", name="max_asks_is_sane"),
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    group_id: Mapped[int] = ref("partner_group.id")
    #: "M." or "Mme", as the person wishes to be written to; may be empty
    title: Mapped[str] = mapped_column(String(10), default="")
    name: Mapped[str] = mapped_column(String(100))
    job: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    commune_insee: Mapped[str | None] = ref("commune.insee", nullable=True)
    state: Mapped[str] = mapped_column(String(10), default="active")
    #: no request through this day, by their own wish or after "I have no time"
    paused_until: Mapped[date | None]
    #: requests in 90 days; None: the territory's ceiling
    max_asks: Mapped[int | None]
    #: a mail to this address came back for good
    bounced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when what reaches the person was erased, by their wish or by age
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    group: Mapped[Group] = relationship()
    commune: Mapped[Commune | None] = relationship()
    absences: Mapped[list[Absence]] = relationship(back_populates="expert", order_by="Absence.starts_on")


class Absence(Identified, Base):
    """Days on which an expert cannot answer; reminders wait."""

    __tablename__ = "absence"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="ends_after_it_starts"), NUMBERED_ONCE)

    expert_id: Mapped[int] = ref("expert.id")
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    expert: Mapped[Expert] = relationship(back_populates="absences")


class Exclusion(Created, Base):
    """An expert who must not be proposed to a firm, at any of its sites: client, supplier or competitor, as one has said."""

    __tablename__ = "exclusion"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id", ondelete="CASCADE"), primary_key=True)
