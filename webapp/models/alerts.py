"""What a coordinator was told of by mail: each alert once to each account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, ref


class AlertTold(AppendOnly, Identified, Base):
    """One alert went to one account. `key` says which: its kind and ids, never words."""

    __tablename__ = "alert_told"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    account_id: Mapped[int] = ref("account.id")
    key: Mapped[str] = mapped_column(String(60))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
