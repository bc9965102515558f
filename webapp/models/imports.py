"""Sheets that wait between their preview and their import."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import NUMBERED_ONCE, Base, Created, Identified, ref


class SheetImport(Created, Identified, Base):
    """A sheet that somebody looks at before it is written; gone once it is, or after a day."""

    __tablename__ = "sheet_import"
    __table_args__ = NUMBERED_ONCE

    account_id: Mapped[int] = ref("account.id")
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
