"""The sessions of who is signed in, kept here so that they can be listed and ended at once. All in real time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update

from webapp.extensions import db
from webapp.models.accounts import Account, SignInSession

#: A session ends after so long without a page, and in any case after so long since the sign-in.
IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)

#: A page notes that the session was seen no more often than this.
SEEN_EVERY = timedelta(minutes=1)


def new_key() -> str:
    """The value of a session's cookie: 256 random bits, kept nowhere but in the browser."""
    return secrets.token_urlsafe(32)


def find_session(key: str, now: datetime) -> SignInSession | None:
    """The live session of a cookie."""
    row = db.session.scalar(select(SignInSession).where(SignInSession.digest == _digest(key)))
    if row is None or now - row.seen_at > IDLE or now - row.started_at > ABSOLUTE:
        return None
    return row


def start_session(key: str, uniquifier: str, values: dict[str, Any], *, browser: str, now: datetime) -> None:
    """Keep the session that a sign-in begins; `uniquifier` is the account's, which every new password changes."""
    account_id = db.session.scalar(select(Account.id).where(Account.fs_uniquifier == uniquifier))
    db.session.add(
        SignInSession(
            digest=_digest(key),
            account_id=account_id,
            values=values,
            browser=browser[:120],
            started_at=now,
            seen_at=now,
        )
    )
    db.session.flush()


def keep_session(key: str, values: dict[str, Any], *, now: datetime) -> bool:
    """Keep what a page put into a session; False when it was ended meanwhile."""
    kept = update(SignInSession).where(SignInSession.digest == _digest(key)).values(values=values, seen_at=now)
    return bool(db.session.execute(kept).rowcount)


def end_session(key: str) -> None:
    """Sign a browser out."""
    db.session.execute(delete(SignInSession).where(SignInSession.digest == _digest(key)))


def list_sessions(account_id: int, now: datetime) -> list[SignInSession]:
    """The live sessions of an account, the last seen first."""
    rows = select(SignInSession).where(
        SignInSession.account_id == account_id,
        SignInSession.seen_at >= now - IDLE,
        SignInSession.started_at >= now - ABSOLUTE,
    )
    return list(db.session.scalars(rows.order_by(SignInSession.seen_at.desc(), SignInSession.id)))


def end_session_of(account_id: int, session_id: int) -> bool:
    """End one session of an account, as its owner asks; False when it is none of theirs, or over."""
    ended = delete(SignInSession).where(SignInSession.id == session_id, SignInSession.account_id == account_id)
    return bool(db.session.execute(ended).rowcount)


def end_other_sessions(account_id: int, key: str) -> int:
    """End all sessions of an account but the one of this browser; how many."""
    others = delete(SignInSession).where(SignInSession.account_id == account_id, SignInSession.digest != _digest(key))
    return int(db.session.execute(others).rowcount)


def erase_old_sessions(now: datetime) -> int:
    """Forget the sessions that are over; how many."""
    old = delete(SignInSession).where(
        (SignInSession.seen_at < now - IDLE) | (SignInSession.started_at < now - ABSOLUTE)
    )
    return int(db.session.execute(old).rowcount)


def is_of(row: SignInSession, key: str) -> bool:
    """True when the session is the one of this cookie."""
    return row.digest == _digest(key)


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
