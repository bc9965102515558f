"""What a coordinator has seen in a basket and put aside until a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.accounts import Account
from webapp.models.base import Base, Identified, UtcDateTime, ref


class BasketSeen(Identified, Base):
    """Somebody has seen a thing in a basket: it comes back after `until`. The last row about a thing counts."""

    __tablename__ = "basket_seen"
    __table_args__ = (Index("ix_basket_seen_thing", "basket", "object_kind", "object_id"),)

    #: code of the basket; the same thing may still lie in another one
    basket: Mapped[str] = mapped_column(String(20))
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    #: last day on which it is out of sight; the day itself or before: it was brought back
    until: Mapped[date] = mapped_column(index=True)
    account_id: Mapped[int] = ref("account.id")
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()
