"""The time. Nothing else in the project reads a clock.

Business time (`now`, `today`) decides what is due, late or allowed. It is the system's time plus an offset that only the
demonstration sets. Real time (`real_now`) serves leases, heartbeats, throttles and sign-in sessions, which must not jump
when the demonstration's clock is moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_offset = timedelta(0)
_standing_at: datetime | None = None


def set_offset(offset: timedelta) -> None:
    """Set how far business time is ahead of the system's. Only the demonstration has an offset."""
    global _offset
    _offset = offset


@contextmanager
def standing_at(instant: datetime) -> Iterator[None]:
    """Let business time stand still: what is written meanwhile, such as a history that is told again, bears this moment."""
    global _standing_at
    before, _standing_at = _standing_at, instant
    try:
        yield
    finally:
        _standing_at = before


def real_now() -> datetime:
    """The system's time, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Business time, aware, in UTC."""
    return _standing_at or real_now() + _offset


def today() -> date:
    """The date in Europe/Paris, by business time."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """The date in Europe/Paris at an aware instant."""
    return instant.astimezone(PARIS).date()
