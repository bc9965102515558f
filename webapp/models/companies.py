"""Small firms and the people who speak for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import NUMBERED_ONCE, Base, Created, Identified, UtcDateTime, length_check, ref
from webapp.models.territories import Commune


class Company(Created, Identified, Base):
    """A small firm, known by its SIRET; one that is not registered yet has none."""

    __tablename__ = "company"
    __table_args__ = (
        length_check("name", 200),
        CheckConstraint("staff IS NULL OR staff BETWEEN 0 AND 5000000", name="staff_is_sane"),
    )

    name: Mapped[str] = mapped_column(String(200))
    #: nine digits, or None: not registered yet, or not said
    siren: Mapped[str | None] = mapped_column(String(9), index=True)
    #: fourteen digits, or None
    siret: Mapped[str | None] = mapped_column(String(14), unique=True)
    is_registered: Mapped[bool] = mapped_column(default=True)
    #: what it does, in a few words: "menuiserie bois"
    trade: Mapped[str] = mapped_column(String(120), default="")
    commune_insee: Mapped[str] = ref("commune.insee")
    #: what INSEE says it does, "4332A"; None when nobody has said
    naf: Mapped[str | None] = mapped_column(String(5))
    #: people employed; None when nobody has said
    staff: Mapped[int | None]
    #: not owned by a large group; None when nobody has checked
    is_independent: Mapped[bool | None]

    commune: Mapped[Commune] = relationship(lazy="joined")


class Contact(Created, Identified, Base):
    """A person of a small firm."""

    __tablename__ = "contact"
    __table_args__ = (length_check("name", 100), length_check("email", 254), NUMBERED_ONCE)

    #: None while the form's second step is not filled
    company_id: Mapped[int | None] = ref("company.id", nullable=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(254), index=True)
    phone: Mapped[str] = mapped_column(String(20), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    #: when a link mailed to this address was used
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    #: when what reaches the person was erased, by their wish or by age
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    company: Mapped[Company | None] = relationship()
