"""Which job ran for which period, who is alive, and how the demonstration's clock was moved."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, in_check

RUN_STATES = ("claimed", "done", "failed")


class JobRun(Identified, Base):
    """One job for one period, claimed once."""

    __tablename__ = "job_run"
    __table_args__ = (
        UniqueConstraint("job", "period"),
        in_check("state", RUN_STATES),
        # the few that did not end, among the 230,000 of ninety days
        Index("ix_job_run_state_lease_until", "state", "lease_until"),
    )

    job: Mapped[str] = mapped_column(String(60))
    #: "2026-11-24", "2026-11-24T10:00Z" or "manual:<instant>"
    period: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default="claimed")
    claim_token: Mapped[str] = mapped_column(String(32))
    #: real time
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    #: business time
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)


class Heartbeat(Base):
    """When each process was last seen alive, in real time."""

    __tablename__ = "heartbeat"

    process: Mapped[str] = mapped_column(String(60), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClockStep(AppendOnly, Identified, Base):
    """The demonstration's clock was set: business time is `business_at` when real time is `real_at`."""

    __tablename__ = "clock_step"

    real_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(40), default="")


class ClockWalk(Identified, Base):
    """A visitor asked the demonstration's clock to move; the jobs process walks there day by day."""

    __tablename__ = "clock_walk"

    target_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
