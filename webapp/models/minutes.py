"""Minutes of sittings as they were published: frozen, whatever is corrected later."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, ref
from webapp.models.committees import Sitting


class PublishedMinutes(AppendOnly, Identified, Base):
    """One version of the minutes of a sitting, with the file that was handed out."""

    __tablename__ = "published_minutes"
    __table_args__ = (
        CheckConstraint("version > 0", name="version_counts_from_one"),
        UniqueConstraint("sitting_id", "version"),
    )

    sitting_id: Mapped[int] = ref("sitting.id", index=False)
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    #: canonical JSON of the words (webapp/reports/minutes.py)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    #: of the content, in hexadecimal
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None] = ref("account.id", nullable=True)

    sitting: Mapped[Sitting] = relationship()
