"""Accepted proposals and the visits they are made of."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import MISSION, VISIT
from webapp.models.base import Base, Created, Identified, PublicId, UtcDateTime, in_check, ref
from webapp.models.conventions import Pledge
from webapp.models.needs import NeedRole
from webapp.models.proposals import Proposal


class Mission(PublicId, Created, Identified, Base):
    """An accepted proposal: agreed time, visits, an end. All its days stay on one pledge."""

    __tablename__ = "mission"
    __table_args__ = (
        in_check("state", MISSION.states),
        CheckConstraint("agreed_minutes > 0", name="time_is_positive"),
        Index("ix_mission_state_ask_on", "state", "ask_on"),
    )

    proposal_id: Mapped[int] = ref("proposal.id")
    role_id: Mapped[int] = ref("need_role.id")
    pledge_id: Mapped[int] = ref("pledge.id")
    state: Mapped[str] = mapped_column(String(20), default=MISSION.first)
    agreed_minutes: Mapped[int]
    #: when both sides got each other's contact
    introduced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: day of the next question to the expert where no visit is planned
    ask_on: Mapped[date]
    #: how often the expert was asked
    asked_count: Mapped[int] = mapped_column(default=0)
    last_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: number of movements of the ledger so far, part of their posting keys
    postings: Mapped[int] = mapped_column(default=0)

    proposal: Mapped[Proposal] = relationship()
    role: Mapped[NeedRole] = relationship()
    pledge: Mapped[Pledge] = relationship()
    visits: Mapped[list[Visit]] = relationship(back_populates="mission", order_by="Visit.id")


class Visit(PublicId, Created, Identified, Base):
    """One visit or call, with its day and length."""

    __tablename__ = "visit"
    __table_args__ = (
        in_check("state", VISIT.states),
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 14400", name="length_is_sane"),
        CheckConstraint("posted_minutes BETWEEN 0 AND COALESCE(minutes, 0)", name="posts_no_more_than_its_length"),
        Index("ix_visit_state_planned_on", "state", "planned_on"),
        Index("ix_visit_state_deem_on", "state", "deem_on"),
    )

    mission_id: Mapped[int] = ref("mission.id")
    state: Mapped[str] = mapped_column(String(20), default=VISIT.first)
    #: raised by each correction, so that the visit can be declared again
    version: Mapped[int] = mapped_column(default=1)
    planned_on: Mapped[date | None]
    worked_on: Mapped[date | None]
    #: what the expert declared, or what was settled
    minutes: Mapped[int | None]
    #: how much of it stands in the ledger; the rest waits for room on the pledge
    posted_minutes: Mapped[int] = mapped_column(default=0)
    #: number of movements of this version so far, part of their posting keys
    postings: Mapped[int] = mapped_column(default=0)
    declared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: day after which the firm's silence counts as yes
    deem_on: Mapped[date | None]
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: what the firm says it took, when it disagrees
    disputed_minutes: Mapped[int | None]
    #: when the expert was asked about this visit
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note_id: Mapped[int | None] = ref("note.id", nullable=True)

    mission: Mapped[Mission] = relationship(back_populates="visits")
