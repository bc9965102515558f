"""Whether the application can serve, and what somebody should look at although it does."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from webapp.extensions import db
from webapp.services.checks_database import find_head, find_revision
from webapp.services.outbox import count_mails, find_oldest_due
from webapp.services.runs import find_last_beat

#: silence of the jobs, and age of the oldest mail that could leave, beyond which somebody should look
LATE_JOBS = timedelta(minutes=15)
LATE_MAIL = timedelta(minutes=5)

#: Below it two connections that write and tidy up at once may damage the file. Source: sqlite.org/wal.html, "WAL-reset".
SAFE_SQLITE = (3, 51, 3)


@dataclass(frozen=True)
class Health:
    """`is_ready`: may serve. `warnings`: codes of what somebody should look at."""

    is_ready: bool
    warnings: tuple[str, ...]
    jobs_silent_seconds: int | None
    oldest_mail_seconds: int
    mails_in_doubt: int


def check_health(*, now: datetime, real_now: datetime) -> Health:
    """Look at the database's version, the heartbeats, the outbox. Raises what the driver raises when the database is away."""
    last_beat, oldest = find_last_beat(), find_oldest_due(now=now)
    silence = None if last_beat is None else real_now - last_beat
    waiting = timedelta(0) if oldest is None else now - oldest
    in_doubt = count_mails("in_doubt")
    looked_at = {
        "jobs_silent": silence is None or silence > LATE_JOBS,
        "mails_late": waiting > LATE_MAIL,
        "mails_in_doubt": in_doubt > 0,
        "sqlite_too_old": _is_old_sqlite(),
    }
    return Health(
        is_ready=find_revision() == find_head(),
        warnings=tuple(code for code, holds in looked_at.items() if holds),
        jobs_silent_seconds=None if silence is None else int(silence.total_seconds()),
        oldest_mail_seconds=int(waiting.total_seconds()),
        mails_in_doubt=in_doubt,
    )


def _is_old_sqlite() -> bool:
    return db.session.connection().dialect.name == "sqlite" and sqlite3.sqlite_version_info < SAFE_SQLITE
