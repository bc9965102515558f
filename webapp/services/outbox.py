"""The outbox: what becomes of a mail between the step that called for it and the relay that took it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import update

from webapp.extensions import db
from webapp.models.mails import OutgoingMail


def cancel_waiting(about: Any, *, now: datetime) -> None:
    """Drop the mails about a row that were held back."""
    _leave_waiting(about, state="cancelled", not_before=now)


def queue_waiting(about: Any, *, now: datetime) -> None:
    """Let the mails about a row go that were held back."""
    _leave_waiting(about, state="queued", not_before=now)


def _leave_waiting(about: Any, **values: object) -> None:
    db.session.flush()
    db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.object_kind == about.__tablename__,
            OutgoingMail.object_id == about.id,
            OutgoingMail.state == "waiting",
        )
        .values(**values)
    )
