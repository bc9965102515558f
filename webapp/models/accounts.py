"""People who sign in: coordinators, referents, members of a committee, the network."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, Boolean, CheckConstraint, Column, ForeignKey, Index, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, Created, Identified, UtcDateTime, in_check, ref

GRANTS = ("coordinator", "referent", "member", "network")

account_role = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", ForeignKey("security_role.id", ondelete="CASCADE"), primary_key=True),
)


class SecurityRole(RoleMixin, Identified, Base):
    """A role as Flask-Security wants one; rights come from AccountGrant."""

    __tablename__ = "security_role"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str | None] = mapped_column(String(255))


class Account(UserMixin, Created, Identified, Base):
    """Somebody who signs in with an address, a password and, for most, a second factor."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: last sign-in; None before the first
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when a mail said that the account will be erased, for want of a sign-in
    warned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    #: how often the digest of alerts may come: "daily", "weekly" or "never"
    digest: Mapped[str] = mapped_column(String(10), default="weekly", server_default="weekly")
    mf_recovery_codes: Mapped[list[Any] | None] = mapped_column(JSON)

    roles: Mapped[list[SecurityRole]] = relationship(secondary=account_role)
    grants: Mapped[list[AccountGrant]] = relationship(back_populates="account", order_by="AccountGrant.id")


class AccountGrant(Identified, Base):
    """A right of a person on one object: coordinator of a territory, referent of a group, network over all."""

    __tablename__ = "account_grant"
    __table_args__ = (
        in_check("role", GRANTS),
        CheckConstraint("(role = 'network') = (object_id IS NULL)", name="names_its_object"),
        Index("uq_account_grant", "account_id", "role", "object_id", unique=True),
        Index(
            "uq_account_grant_network",
            "account_id",
            "role",
            unique=True,
            sqlite_where=text("object_id IS NULL"),
            postgresql_where=text("object_id IS NULL"),
        ),
    )

    account_id: Mapped[int] = ref("account.id")
    role: Mapped[str] = mapped_column(String(20))
    #: id of the territory, group or committee; None for the network
    object_id: Mapped[int | None]

    account: Mapped[Account] = relationship(back_populates="grants")


class SignInSession(Identified, Base):
    """A browser's session, kept here so that it can be listed and ended."""

    __tablename__ = "sign_in_session"

    #: SHA-256 of the cookie's value
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = ref("account.id", nullable=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: real time
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: browser, in a few words
    browser: Mapped[str] = mapped_column(String(120), default="")
