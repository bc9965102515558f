"""Traces that served: uses of what is limited, keys of forms, runs of jobs, dead processes, sessions, links, old mails."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select

from webapp.domain.catalogue import LINK, MAIL
from webapp.extensions import db
from webapp.models.job_runs import Heartbeat, JobRun
from webapp.models.limits import FormKey, Hit
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.services.erasure import blank_mails
from webapp.services.sessions import erase_old_sessions

#: the shortest time that still serves; `domain/catalogue.py` says what may be kept at most
HITS_KEPT = timedelta(days=1)
FORM_KEYS_KEPT = timedelta(days=7)
RUNS_KEPT = timedelta(days=90)
HEARTBEATS_KEPT = timedelta(days=7)


def erase_traces_older(*, now: datetime, real_now: datetime) -> int:
    """Erase what is older than it is kept; how many rows. Limits, keys of forms and heartbeats go by real time."""
    old = (
        delete(Hit).where(Hit.at < real_now - HITS_KEPT),
        delete(FormKey).where(FormKey.created_at < real_now - FORM_KEYS_KEPT),
        delete(JobRun).where(JobRun.started_at < now - RUNS_KEPT),
        delete(Heartbeat).where(Heartbeat.seen_at < real_now - HEARTBEATS_KEPT),
        delete(LinkSecret).where(LinkSecret.link_id.in_(_old_links(now))),
        blank_mails(func.coalesce(OutgoingMail.sent_at, OutgoingMail.expires_at) < now - MAIL.delay),
    )
    return erase_old_sessions(real_now) + sum(db.session.execute(statement).rowcount for statement in old)


def _old_links(now: datetime) -> Select[tuple[int]]:
    return select(ActionLink.id).where(ActionLink.expires_at < now - LINK.delay)
