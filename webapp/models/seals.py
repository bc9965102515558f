"""Seals of the history: which events were sealed, and the hash that they gave together with the seal before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import AppendOnly, Base, UtcDateTime


class AuditSeal(AppendOnly, Base):
    """One batch of events. Seals follow each other without a gap, neither in their numbers nor in the ids they cover."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        CheckConstraint("number >= 1 AND first_event_id >= 1", name="begins_at_one"),
        CheckConstraint("last_event_id >= first_event_id", name="is_not_empty"),
        CheckConstraint("event_count BETWEEN 1 AND last_event_id - first_event_id + 1", name="counts_its_events"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_event_id: Mapped[int] = mapped_column(unique=True)
    last_event_id: Mapped[int]
    event_count: Mapped[int]
    #: SHA-256 in hexadecimal
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
