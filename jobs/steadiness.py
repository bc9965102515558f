"""Whether the host's clock can be believed: jobs that end or erase something wait when it has jumped."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: how far the wall clock may drift from the monotonic one between two ticks
TOLERANCE = timedelta(minutes=5)

#: how long a clock that jumped must run evenly until it is believed again
PROBATION = timedelta(minutes=15)


@dataclass
class Steadiness:
    """Compares the wall clock with the monotonic one, tick after tick."""

    _last: tuple[datetime, float] | None = field(default=None)
    _believed_from: float = field(default=float("-inf"))

    def note(self, wall: datetime, monotonic: float) -> bool:
        """Take a reading of both clocks; False while the wall clock has jumped lately."""
        if self._last is not None:
            before, started = self._last
            drift = abs((wall - before) - timedelta(seconds=monotonic - started))
            if drift > TOLERANCE:
                self._believed_from = monotonic + PROBATION.total_seconds()
        self._last = (wall, monotonic)
        return monotonic >= self._believed_from
