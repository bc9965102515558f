"""Links of mails: one purpose, one object, one person; secrets only as hashes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.links import Purpose
from webapp.models.base import Base, Created, Identified, PublicId, UtcDateTime, in_check, ref

#: persons whose kind is not the name of their table, which would be too long
KINDS = {"group_referent": "referent"}


def kind_of_person(person: Any) -> str:
    """By what a link or a mail names the kind of a person: "contact", "expert" or "referent"."""
    table: str = person.__tablename__
    return KINDS.get(table, table)


class ActionLink(PublicId, Created, Identified, Base):
    """What one person may do to one thing by a link. `public_id` is the clean address after the redirect."""

    __tablename__ = "action_link"
    __table_args__ = (
        in_check("purpose", tuple(Purpose)),
        UniqueConstraint("purpose", "object_id", "person_kind", "person_id"),
    )

    purpose: Mapped[str] = mapped_column(String(20))
    #: id of the need, proposal, mission, visit or expert that the purpose names
    object_id: Mapped[int]
    #: "contact", "expert" or "referent"
    person_kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int]
    #: until when it acts; what it shows stays readable
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    secrets: Mapped[list[LinkSecret]] = relationship(back_populates="link", order_by="LinkSecret.id")


class LinkSecret(Created, Identified, Base):
    """One secret of a link, minted when a mail was rendered; only its hash is kept."""

    __tablename__ = "link_secret"
    __table_args__ = (Index("ix_link_secret_link_id_id", "link_id", "id"),)

    link_id: Mapped[int] = ref("action_link.id", index=False)
    selector: Mapped[str] = mapped_column(String(16), unique=True)
    #: SHA-256 of the secret, in hexadecimal
    digest: Mapped[str] = mapped_column(String(64))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    link: Mapped[ActionLink] = relationship(back_populates="secrets")
