"""What the tables share: instants in UTC, states with their check, random public ids, append-only rows.

Units: columns named *_minutes are integer minutes, *_cents integer cents, *_at aware UTC instants, *_on local dates.
"""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Dialect, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp import clock
from webapp.extensions import Base

__all__ = [
    "NUMBERED_ONCE",
    "AppendOnly",
    "Base",
    "Created",
    "Identified",
    "PublicId",
    "TotalCents",
    "UtcDateTime",
    "in_check",
    "length_check",
    "new_public_id",
    "ref",
]


#: What amounts come to: more than the 32 bits of one amount. An integer of SQLite is as wide as it needs.
TotalCents = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"))]

#: For a table whose rows may go while the history, a mail or an open page still names them by number. SQLite would give the
#: number of the last row again, and they would name another one; `alize verify` looks for this.
NUMBERED_ONCE = {"sqlite_autoincrement": True}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; SQLite has no zones, so there it is stored without one and read back with it.

    Raises:
        ValueError: a naive datetime was given.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_public_id() -> str:
    """128 random bits in 26 lower-case letters and digits, for addresses that strangers see."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def in_check(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A check, named after its column, that allows these codes only."""
    return CheckConstraint(
        f"{column} IN ({', '.join(repr(str(value)) for value in values)})", name=f"{column}_is_known"
    )


def length_check(column: str, length: int) -> CheckConstraint:
    """A check on the length of a text, which SQLite does not take from the column's type."""
    return CheckConstraint(f"length({column}) <= {length}", name=f"{column}_fits")


def ref(target: str, **options: Any) -> Mapped[Any]:
    """A foreign key that refuses to lose its target; pass `nullable=True` where there may be none."""
    options.setdefault("index", True)
    return mapped_column(ForeignKey(target, ondelete="RESTRICT"), **options)


class Identified:
    """An integer key for the desk."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)


class PublicId:
    """A random key for the public, beside the integer one."""

    public_id: Mapped[str] = mapped_column(String(26), unique=True, default=new_public_id, sort_order=-9)


class Created:
    """When the row was written."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=90)


class AppendOnly:
    """Rows that are written once: triggers refuse UPDATE and DELETE, and TRUNCATE on PostgreSQL.

    `alize verify` looks for the triggers of every table of this kind.
    """

    is_append_only = True
