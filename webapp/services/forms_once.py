"""A form that is sent twice does its work once: its key is claimed in the transaction of the work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webapp.extensions import db
from webapp.models.limits import FormKey


@dataclass(frozen=True)
class Sent:
    """What the first sending of a form led to, and whether it said the same as this one."""

    location: str
    is_same: bool


def claim_form(key: str, purpose: str, values: Iterable[tuple[str, str]], *, now: datetime) -> Sent | None:
    """Claim the right to do the work of a form; what the first sending led to when it was claimed before.

    Of two that arrive at once the second waits for the first to be done. `now` is real time. The caller says with
    `note_result` where its own work led.
    """
    digest = _digest(values)
    try:
        with db.session.begin_nested():
            db.session.add(FormKey(key=key, purpose=purpose, digest=digest, location="", created_at=now))
    except IntegrityError:
        first = db.session.get_one(FormKey, key)
        return Sent(first.location, first.digest == digest and first.purpose == purpose)
    return None


def note_result(key: str, location: str) -> None:
    """Write down where the work of a form led."""
    db.session.get_one(FormKey, key).location = location
    db.session.flush()


def _digest(values: Iterable[tuple[str, str]]) -> str:
    parts = sorted(f"{name}={value}" for name, value in values)
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()
