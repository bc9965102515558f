"""The outbox: a mail is a row in the business transaction, sent later."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, Created, Identified, UtcDateTime, in_check, ref
from webapp.models.events import Event

MAIL_STATES = (
    "waiting",
    "queued",
    "claimed",
    "data_started",
    "sent",
    "in_doubt",
    "failed_permanent",
    "expired",
    "cancelled",
)


class OutgoingMail(Created, Identified, Base):
    """One mail to one person. The body is rendered from the row when it leaves; a link's secret is minted then."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        in_check("state", MAIL_STATES),
        UniqueConstraint("event_id", "recipient", "template"),
        Index("ix_outgoing_mail_state_not_before", "state", "not_before"),
        Index("ix_outgoing_mail_object", "object_kind", "object_id"),
    )

    #: the event that called for it
    event_id: Mapped[int] = ref("event.id")
    template: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(254))
    recipient_name: Mapped[str] = mapped_column(String(100), default="")
    #: "contact", "expert", "account", "referent" or "territory", for erasure
    person_kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int]
    language: Mapped[str] = mapped_column(String(2), default="fr")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    #: what the mail is about; its state says whether the mail is still wanted
    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    link_id: Mapped[int | None] = ref("action_link.id", nullable=True)
    #: values that the template needs beside its object
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: fixed when the row is written, so that a copy can be recognised
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    #: smaller leaves first: 1 answers, 2 requests, 3 reminders, 4 reports
    priority: Mapped[int] = mapped_column(default=2)
    state: Mapped[str] = mapped_column(String(20), default="queued")
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claim_token: Mapped[str | None] = mapped_column(String(32))
    #: real time
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: code and the relay's words, without addresses
    last_error: Mapped[str] = mapped_column(String(300), default="")

    event: Mapped[Event] = relationship()
