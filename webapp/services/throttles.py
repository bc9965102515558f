"""How often something was done lately: limits in the database, in real time, the same for every process.

A key is kept as a digest only. Nothing here refuses by itself: the caller decides what a limit that is reached means.
The public form sends what is over a limit to a coordinator, the live count stays silent, a sign-in waits.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from webapp.extensions import db
from webapp.models.limits import Hit

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many uses of one thing by one key within a sliding time."""

    name: str
    count: int
    within: timedelta


def key_of_network(address: str | None) -> str:
    """The network somebody comes from: /24 of an IPv4 address, /56 of an IPv6 one, which is one household or firm."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return str(ipaddress.ip_network(f"{parsed}/{24 if parsed.version == 4 else 56}", strict=False))


def is_reached(limit: Limit, key: str, *, now: datetime) -> bool:
    """True when the key has used up the limit; `now` is real time."""
    used = select(func.count()).where(
        Hit.limit_name == limit.name, Hit.key == _digest(key), Hit.at > now - limit.within
    )
    return (db.session.scalar(used) or 0) >= limit.count


def note_use(limit: Limit, key: str, *, now: datetime) -> bool:
    """Count one use; False when the limit was reached before it, and then nothing is counted.

    `now` is real time. Uses of one key take turns, until the end of the transaction: several that count at once would
    each read what was before all of them.
    """
    _take_turn(limit, key)
    if is_reached(limit, key, now=now):
        return False
    db.session.add(Hit(limit_name=limit.name, key=_digest(key), at=now))
    db.session.flush()
    return True


def forget_uses(limit: Limit, key: str) -> None:
    """Let a key begin anew."""
    db.session.execute(delete(Hit).where(Hit.limit_name == limit.name, Hit.key == _digest(key)))


def _digest(key: str) -> str:
    return hashlib.sha256(key.strip().lower().encode()).hexdigest()


def _take_turn(limit: Limit, key: str) -> None:
    """On SQLite the transaction has its turn already."""
    if db.session.connection().dialect.name == "postgresql":
        number = hashlib.sha256(f"{limit.name} {_digest(key)}".encode()).digest()[:8]
        db.session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(number, signed=True))))
