"""A form that is sent twice does its work once: its key is claimed in the transaction of the work."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import SentBefore
from webapp.extensions import db
from webapp.models.limits import FormKey

#: names of the fields of a form, and what was typed into them
Values = Iterable[tuple[str, object]]


@dataclass(frozen=True)
class Sent:
    """What the first sending of a form led to, and whether it said the same as this one."""

    location: str
    is_same: bool


def claim_form(key: str, purpose: str, values: Values, *, now: datetime) -> Sent | None:
    """Claim the right to do the work of a form; what the first sending led to when it was claimed before.

    Of two that arrive at once the second waits for the first to be done. `now` is real time. The caller says with
    `note_result` where its own work led.
    """
    values = list(values)
    try:
        with db.session.begin_nested():
            db.session.add(FormKey(key=key, purpose=purpose, digest=_digest(values), location="", created_at=now))
    except IntegrityError:
        return find_sent(key, values)
    return None


def is_first(key: str, purpose: str, values: Values, *, now: datetime) -> bool:
    """Claim the right to do the work of a form that leads nowhere of its own; False when the same one did it before.

    Raises:
        SentBefore: it did its work with other words: whoever went back to it must know that these do not count.
    """
    first = claim_form(key, purpose, values, now=now)
    if first is not None and not first.is_same:
        raise SentBefore
    return first is None


def find_sent(key: str, values: Values) -> Sent | None:
    """The first sending of a form; None when it was never sent."""
    first = db.session.get(FormKey, key)
    return Sent(first.location, first.digest == _digest(values)) if first is not None else None


def note_result(key: str, location: str) -> None:
    """Write down where the work of a form led."""
    db.session.get_one(FormKey, key).location = location
    db.session.flush()


def _digest(values: Values) -> str:
    parts = sorted(f"{name}={value}" for name, value in values)
    return hashlib.sha256("\x1f".join(parts).encode(errors="replace")).hexdigest()
