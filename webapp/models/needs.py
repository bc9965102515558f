"""What managers ask for, and the roles that experts may fill."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import NEED, ROLE
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
from webapp.models.companies import Company, Contact
from webapp.models.files import StoredFile
from webapp.models.offers import PLACES
from webapp.models.territories import Territory

SOURCES = ("form", "desk")


class Need(PublicId, Created, Identified, Base):
    """What a manager asks for, in their own words."""

    __tablename__ = "need"
    __table_args__ = (
        in_check("state", NEED.states),
        in_check("place", PLACES),
        in_check("source", SOURCES),
        length_check("text", 4000),
        length_check("title", 160),
        CheckConstraint("wished_minutes IS NULL OR wished_minutes BETWEEN 1 AND 100000", name="wish_is_sane"),
        Index("ix_need_territory_state", "territory_id", "state"),
        NUMBERED_ONCE,
    )

    state: Mapped[str] = mapped_column(String(20), default=NEED.first)
    #: None in a draft outside of every territory's communes
    territory_id: Mapped[int | None] = ref("territory.id", nullable=True, index=False)
    company_id: Mapped[int | None] = ref("company.id", nullable=True)
    contact_id: Mapped[int] = ref("contact.id")
    #: a few words by which the coordinator knows it; at first the beginning of the text
    title: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    #: codes of themes that the firm or a coordinator ticked, separated by spaces
    themes: Mapped[str] = mapped_column(String(300), default="")
    #: time wished; None: not known
    wished_minutes: Mapped[int | None]
    #: last day by which the help is useful
    deadline_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(String(10), default="either")
    source: Mapped[str] = mapped_column(String(10), default="form")
    #: codes of what looks doubtful, separated by spaces; empty for most
    doubts: Mapped[str] = mapped_column(String(120), default="")
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when it was closed, withdrawn or set aside
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: code of why it was set aside or withdrawn
    end_reason: Mapped[str] = mapped_column(String(40), default="")
    #: the coordinator has read it and seen what it needs
    qualified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attachment_id: Mapped[int | None] = ref("stored_file.id", nullable=True)
    #: what was typed, by step of the form, right or wrong; of a request that was sent, what was said of the firm
    typed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")

    territory: Mapped[Territory | None] = relationship()
    company: Mapped[Company | None] = relationship()
    contact: Mapped[Contact] = relationship()
    attachment: Mapped[StoredFile | None] = relationship()
    roles: Mapped[list[NeedRole]] = relationship(back_populates="need", order_by="NeedRole.id")

    @property
    def department(self) -> str | None:
        """Whose public holidays every delay about it passes over: those of its territory."""
        return self.territory.department if self.territory is not None else None


class NeedRole(Created, Identified, Base):
    """One skill, one expert: a need has one role unless a coordinator adds some."""

    __tablename__ = "need_role"
    __table_args__ = (in_check("state", ROLE.states), length_check("title", 160))

    need_id: Mapped[int] = ref("need.id")
    state: Mapped[str] = mapped_column(String(20), default=ROLE.first)
    #: what this expert is asked for, in a few words
    title: Mapped[str] = mapped_column(String(160))
    #: days asked of the expert; reserved on the pledge at acceptance
    minutes: Mapped[int]
    #: number of the last wave of proposals
    wave: Mapped[int] = mapped_column(default=0)

    need: Mapped[Need] = relationship(back_populates="roles")
