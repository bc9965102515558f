"""Attached documents, as rows."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Created, Identified, PublicId


class StoredFile(PublicId, Created, Identified, Base):
    """A document somebody attached, checked by its content."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size <= 5242880", name="size_is_bounded"),)

    name: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    #: bytes
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
