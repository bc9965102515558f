"""Words that may have to be erased one day, apart from the lines that may not."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Created, Identified, UtcDateTime, length_check


class Note(Created, Identified, Base):
    """What somebody wrote about a thing: a word with a refusal, the reason of a dispute, a coordinator's remark."""

    __tablename__ = "note"
    __table_args__ = (length_check("text", 2000),)

    object_kind: Mapped[str] = mapped_column(String(20), index=True)
    object_id: Mapped[int] = mapped_column(index=True)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
