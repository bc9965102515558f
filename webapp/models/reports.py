"""Reports as they were published: frozen, whatever is corrected later."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, in_check, ref
from webapp.models.conventions import Convention

REPORT_KINDS = ("bilan", "group_quarter")


class PublishedReport(AppendOnly, Identified, Base):
    """One version of a report, with its figures, its definitions and the two files that were handed out."""

    __tablename__ = "published_report"
    __table_args__ = (
        in_check("kind", REPORT_KINDS),
        CheckConstraint("version > 0", name="version_counts_from_one"),
        UniqueConstraint("convention_id", "subject", "version"),
    )

    convention_id: Mapped[int] = ref("convention.id")
    kind: Mapped[str] = mapped_column(String(20))
    #: what the versions of one report have in common: "bilan:fr:names", "group:12:2026-T3:fr"
    subject: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    as_of: Mapped[date]
    title: Mapped[str] = mapped_column(String(200))
    #: canonical JSON of the report (webapp/reports/document.py)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    #: of the content, in hexadecimal
    sha256: Mapped[str] = mapped_column(String(64))
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    workbook: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    author_id: Mapped[int | None] = ref("account.id", nullable=True)

    convention: Mapped[Convention] = relationship()

    @property
    def language(self) -> str:
        """The language in which it was published."""
        return self.subject.split(":")[-2]
