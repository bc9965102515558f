"""The time. Nothing else in the project reads a clock.

Business time (`now`, `today`) decides what is due, late or allowed. It is the system's time plus an offset that only the
demonstration sets. Real time (`real_now`) serves leases, heartbeats, throttles and sign-in sessions, which must not jump
when the demonstration's clock is moved.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_offset = timedelta(0)


def set_offset(offset: timedelta) -> None:
    """Set how far business time is ahead of the system's. Only the demonstration has an offset."""
    global _offset
    _offset = offset


def real_now() -> datetime:
    """The system's time, aware, in UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Business time, aware, in UTC."""
    return real_now() + _offset


def today() -> date:
    """The date in Europe/Paris, by business time."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """The date in Europe/Paris at an aware instant."""
    return instant.astimezone(PARIS).date()
