"""The outbox: what becomes of a mail between the step that called for it and the relay that took it.

queued -> claimed -> data_started -> sent, each written before the next verb of SMTP is spoken. A worker that dies
leaves a claimed mail, which may go again, or one whose text had begun to flow, of which nobody knows whether it
arrived: `in_doubt`, shown to a coordinator, never sent again blindly. Every write of a worker asks for its own claim,
so that one which slept past its lease finds out before it speaks. Leases are in real time, delays in business time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select, update

from webapp.domain.deadlines import next_sending_moment
from webapp.domain.links import Token, digest
from webapp.domain.retries import UNWRITABLE_AFTER, wait_before_retry
from webapp.extensions import db
from webapp.mail.envelopes import REMINDER, territory_of
from webapp.mail.wanted import WANTED, find_object, is_wanted
from webapp.models.links import LinkSecret
from webapp.models.mails import OutgoingMail

#: how many rows a claim looks at before it gives others a turn
LOOKED_AT = 20


@dataclass(frozen=True)
class Claim:
    """One mail in the hands of one worker."""

    mail_id: int
    token: str


@dataclass(frozen=True)
class Swept:
    """Mails that dead workers left: put back, and in doubt."""

    queued: int = 0
    in_doubt: int = 0


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


def claim_mail(token: str, *, now: datetime, real_now: datetime, lease: timedelta) -> Claim | None:
    """Take the next mail that is due: answers first, then requests, reminders, reports; None when there is none.

    On the way, what is too late becomes `expired` and what nobody wants any more `cancelled`. Reminders and reports
    are put off to the next sending hour of their territory.
    """
    for mail in db.session.scalars(_due(now).with_for_update(skip_locked=True)).all():
        if mail.expires_at <= now:
            mail.state, mail.parameters = "expired", {}
        elif not is_wanted(mail):
            mail.state, mail.parameters = "cancelled", {}
        elif (leaves_at := _leaves_at(mail, now)) > now:
            mail.not_before = leaves_at
        elif _take(mail, token, lease_until=real_now + lease):
            return Claim(mail.id, token)
    db.session.flush()
    return None


def _due(now: datetime) -> Select[tuple[OutgoingMail]]:
    due = select(OutgoingMail).where(OutgoingMail.state == "queued", OutgoingMail.not_before <= now)
    # While a version replaces another, the older one leaves what it cannot write to the newer.
    due = due.where(OutgoingMail.template.in_(WANTED))
    return due.order_by(OutgoingMail.priority, OutgoingMail.not_before, OutgoingMail.id).limit(LOOKED_AT)


def _leaves_at(mail: OutgoingMail, now: datetime) -> datetime:
    if mail.priority < REMINDER:
        return now
    territory = territory_of(find_object(mail))
    return next_sending_moment(now, territory.department if territory is not None else None)


def _take(mail: OutgoingMail, token: str, *, lease_until: datetime) -> bool:
    db.session.flush()
    taken = db.session.execute(
        update(OutgoingMail)
        .where(OutgoingMail.id == mail.id, OutgoingMail.state == "queued")
        .values(state="claimed", claim_token=token, lease_until=lease_until)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(mail)
    return taken.rowcount == 1


def count_due(*, now: datetime) -> int:
    """How many mails could leave now or are on their way."""
    due = select(func.count()).select_from(_due(now).limit(None).order_by(None).subquery())
    moving = select(func.count()).where(OutgoingMail.state.in_(("claimed", "data_started")))
    return (db.session.scalar(due) or 0) + (db.session.scalar(moving) or 0)


def find_oldest_due(*, now: datetime) -> datetime | None:
    """Since when the mail that has waited longest could have left; None when none waits."""
    return db.session.scalar(
        select(func.min(OutgoingMail.not_before)).where(OutgoingMail.state == "queued", OutgoingMail.not_before <= now)
    )


def count_mails(state: str) -> int:
    """How many mails are in a state."""
    return db.session.scalar(select(func.count()).where(OutgoingMail.state == state)) or 0


def mark_data_started(claim: Claim, minted: Sequence[Token], *, now: datetime) -> bool:
    """Write, before the text of the mail flows, that it is about to, and the hashes of the secrets in it.

    False when the claim was lost: the worker must not go on.
    """
    mail = _held(claim)
    if mail is None or not _move(claim, "claimed", state="data_started"):
        return False
    db.session.add_all(
        LinkSecret(link_id=mail.link_id, selector=token.selector, digest=digest(token.secret), created_at=now)
        for token in minted
    )
    db.session.flush()
    return True


def mark_sent(claim: Claim, *, now: datetime) -> bool:
    """The relay took the mail."""
    return _move(claim, "data_started", state="sent", sent_at=now, last_error="", **_OVER)


def mark_in_doubt(claim: Claim, error: str) -> bool:
    """The text had begun to flow and no answer came: nobody knows whether it arrived."""
    return _move(claim, "data_started", state="in_doubt", last_error=error[:300], **_OVER)


def mark_refused(claim: Claim, error: str) -> bool:
    """The relay refused the mail for good."""
    return _move(claim, "claimed", "data_started", state="failed_permanent", last_error=error[:300], **_OVER)


def mark_for_retry(claim: Claim, error: str, *, now: datetime, jitter: int = 0) -> str:
    """The relay refused the mail for now: it goes back to the queue, or expires when its next try would be too late.

    Returns the state it is in; empty when the claim was lost.
    """
    mail = _held(claim)
    if mail is None:
        return ""
    attempts = mail.attempts + 1
    again_at = now + wait_before_retry(attempts, jitter)
    state = "queued" if again_at < mail.expires_at else "expired"
    left = _FREE if state == "queued" else _OVER
    values = {"attempts": attempts, "not_before": again_at, "last_error": error[:300]}
    moved = _move(claim, "claimed", "data_started", state=state, **values, **left)
    return state if moved else ""


def mark_unwritable(claim: Claim, error: str, *, now: datetime) -> str:
    """The mail could not be written: a fault of ours. After a third time it is given up, so that it blocks nobody."""
    mail = _held(claim)
    if mail is not None and mail.attempts + 1 >= UNWRITABLE_AFTER:
        return "failed_permanent" if mark_refused(claim, error) else ""
    return mark_for_retry(claim, error, now=now)


def put_back(claim: Claim) -> bool:
    """Give a claimed mail back without counting a try: the relay cannot be reached, the mail has no part in it."""
    return _move(claim, "claimed", state="queued", **_FREE)


def sweep(*, real_now: datetime) -> Swept:
    """What dead workers left: a claimed mail goes back to the queue, one whose text had begun to flow is in doubt."""
    over = OutgoingMail.lease_until < real_now
    left = {"claimed": {"state": "queued", **_FREE}, "data_started": {"state": "in_doubt", **_OVER}}
    counts = [
        db.session.execute(update(OutgoingMail).where(OutgoingMail.state == source, over).values(**values)).rowcount
        for source, values in left.items()
    ]
    return Swept(*counts)


def pause_domain(recipient: str, *, until: datetime) -> int:
    """Leave a domain in peace that asked for it: its mails wait; how many."""
    domain = recipient.rpartition("@")[2].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.state == "queued",
            OutgoingMail.recipient.ilike(f"%@{domain}", escape="\\"),
            OutgoingMail.not_before < until,
        )
        .values(not_before=until)
        .execution_options(synchronize_session=False)
    ).rowcount


_FREE: dict[str, Any] = {"claim_token": None, "lease_until": None}

#: what a mail says beside what it is about, the words of a digest above all, serves until its fate is known
_OVER: dict[str, Any] = {**_FREE, "parameters": {}}


def _held(claim: Claim) -> OutgoingMail | None:
    mail = db.session.get(OutgoingMail, claim.mail_id, populate_existing=True)
    return mail if mail is not None and mail.claim_token == claim.token else None


def _move(claim: Claim, *sources: str, **values: object) -> bool:
    moved = db.session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.id == claim.mail_id,
            OutgoingMail.claim_token == claim.token,
            OutgoingMail.state.in_(sources),
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount == 1
