"""Who did what to which row, when."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime


class Event(AppendOnly, Identified, Base):
    """One step of one thing. Codes and ids only: words live in notes."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_object", "object_kind", "object_id"),
        # what somebody did last: asked of each person before they are forgotten
        Index("ix_event_actor", "actor_kind", "actor_id", "at"),
    )

    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    #: name of the step
    step: Mapped[str] = mapped_column(String(30))
    from_state: Mapped[str] = mapped_column(String(20), default="")
    to_state: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
