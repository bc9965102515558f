"""Limits that hold over several processes: how often a key was seen, and which form was already sent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Identified, UtcDateTime


class Hit(Identified, Base):
    """One use of something limited, in real time; erased after a day."""

    __tablename__ = "hit"
    __table_args__ = (Index("ix_hit_limit_key_at", "limit_name", "key", "at"),)

    limit_name: Mapped[str] = mapped_column(String(40))
    #: SHA-256 of the address, network or account, in hexadecimal
    key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class FormKey(Base):
    """A form that was sent: the same form sent again shows the first result."""

    __tablename__ = "form_key"

    #: random key of the rendered form
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(40))
    #: SHA-256 of what was sent
    digest: Mapped[str] = mapped_column(String(64))
    #: where the first one led
    location: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
