"""Exports too large to be made while somebody waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import EXPORT_ORDER
from webapp.models.accounts import Account
from webapp.models.base import Base, Created, Identified, UtcDateTime, in_check, ref
from webapp.models.conventions import Convention


class ExportOrder(Created, Identified, Base):
    """An export that somebody asked for: how far it is, and its file until it is erased."""

    __tablename__ = "export_order"
    __table_args__ = (
        in_check("state", EXPORT_ORDER.states),
        in_check("kind", ("needs", "missions", "ledger", "experts")),
        in_check("extension", ("csv", "xlsx")),
        CheckConstraint("done_rows BETWEEN 0 AND total_rows", name="progress_is_a_part"),
        CheckConstraint("(state = 'ready') = (content IS NOT NULL)", name="is_ready_with_its_file"),
    )

    account_id: Mapped[int] = ref("account.id")
    convention_id: Mapped[int | None] = ref("convention.id", nullable=True)
    kind: Mapped[str] = mapped_column(String(10))
    extension: Mapped[str] = mapped_column(String(4))
    #: ids of the territories whose rows its file holds, separated by spaces; None: nobody noted them
    territories: Mapped[str | None] = mapped_column(Text)
    #: in which it is written
    language: Mapped[str] = mapped_column(String(2), default="fr")
    state: Mapped[str] = mapped_column(String(10), default=EXPORT_ORDER.first, index=True)
    total_rows: Mapped[int]
    done_rows: Mapped[int] = mapped_column(default=0)
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    account: Mapped[Account] = relationship()
    convention: Mapped[Convention | None] = relationship()
