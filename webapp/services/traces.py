"""Traces that served their purpose: uses of what is limited, keys of forms, runs of jobs, dead processes, sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun
from webapp.models.limits import FormKey, Hit
from webapp.services.sessions import erase_old_sessions

#: Source: docs/vos-donnees, the shortest time that still serves
HITS_KEPT = timedelta(days=1)
FORM_KEYS_KEPT = timedelta(days=7)
RUNS_KEPT = timedelta(days=90)
HEARTBEATS_KEPT = timedelta(days=7)


def erase_traces_older(*, now: datetime, real_now: datetime) -> int:
    """Erase what is older than it is kept; how many rows. Limits and heartbeats go by real time."""
    old = (
        delete(Hit).where(Hit.at < real_now - HITS_KEPT),
        delete(FormKey).where(FormKey.created_at < now - FORM_KEYS_KEPT),
        delete(JobRun).where(JobRun.started_at < now - RUNS_KEPT),
        delete(Heartbeat).where(Heartbeat.seen_at < real_now - HEARTBEATS_KEPT),
    )
    return erase_old_sessions(real_now) + sum(db.session.execute(statement).rowcount for statement in old)
