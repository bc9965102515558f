"""Conventions, who signed them, and the days that each group pledged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, String, UniqueConstraint, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import NUMBERED_ONCE, AppendOnly, Base, Created, Identified, UtcDateTime, in_check, ref
from webapp.models.groups import Group
from webapp.models.territories import Territory

CONVENTION_STATES = ("draft", "signed")
SIGNATORY_KINDS = ("group", "firm", "bank", "accountant", "state", "authority", "association", "chamber", "operator")


class Convention(Created, Identified, Base):
    """The three-year agreement of a territory and its groups. A draft binds nobody: no day is ever booked on it."""

    __tablename__ = "convention"
    #: triggers that hold what no check can say; `alize verify` looks for them
    guards = ("refuses_reopening", "refuses_another_day")
    __table_args__ = (
        in_check("state", CONVENTION_STATES),
        CheckConstraint("starts_on < ends_on", name="ends_after_it_starts"),
        CheckConstraint("minutes_per_day BETWEEN 60 AND 1440", name="day_is_sane"),
        CheckConstraint("day_value_cents IS NULL OR day_value_cents > 0", name="day_value_is_positive"),
        NUMBERED_ONCE,
    )

    code: Mapped[str] = mapped_column(String(60), unique=True)
    territory_id: Mapped[int] = ref("territory.id")
    title: Mapped[str] = mapped_column(String(160))
    starts_on: Mapped[date]
    #: last day
    ends_on: Mapped[date]
    #: length of a day, fixed once the ledger has a line
    minutes_per_day: Mapped[int] = mapped_column(default=420)
    #: what a day is worth in reports; None: not said
    day_value_cents: Mapped[int | None]
    #: last day of the last closed month; nothing is booked on it or before
    closed_through: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10), default="signed", sort_order=95)

    territory: Mapped[Territory] = relationship()
    pledges: Mapped[list[Pledge]] = relationship(back_populates="convention", order_by="Pledge.id")
    signatories: Mapped[list[Signatory]] = relationship(back_populates="convention", order_by="Signatory.id")


def binds_on(territory_id: Any, day: Any) -> ColumnElement[bool]:
    """The condition that a convention is signed and runs in a territory on a day: a value each, or a column of a query."""
    runs = Convention.starts_on <= day, Convention.ends_on >= day
    return and_(Convention.territory_id == territory_id, Convention.state == "signed", *runs)


class Signatory(Identified, Base):
    """Somebody who signed a convention."""

    __tablename__ = "signatory"
    __table_args__ = (in_check("kind", SIGNATORY_KINDS), UniqueConstraint("convention_id", "name"), NUMBERED_ONCE)

    convention_id: Mapped[int] = ref("convention.id")
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))

    convention: Mapped[Convention] = relationship(back_populates="signatories")


class Pledge(Created, Identified, Base):
    """The days one group promises under one convention, for the whole of it or for one year, and what became of them.

    The counters are changed only by `services/ledger.py`, in the transaction of a line of the ledger, and equal the sums
    of those lines. The database refuses to go beyond what was pledged plus the agreed overrun.
    """

    __tablename__ = "pledge"
    __table_args__ = (
        CheckConstraint("pledged_minutes >= 0 AND overrun_minutes >= 0", name="promise_is_not_negative"),
        CheckConstraint(
            "reserved_minutes >= 0 AND declared_minutes >= 0 AND confirmed_minutes >= 0"
            " AND deemed_minutes >= 0 AND disputed_minutes >= 0",
            name="counters_are_not_negative",
        ),
        CheckConstraint(
            "reserved_minutes + declared_minutes + confirmed_minutes + deemed_minutes + disputed_minutes"
            " <= pledged_minutes + overrun_minutes",
            name="is_never_exceeded",
        ),
        Index(
            "uq_pledge_whole",
            "convention_id",
            "group_id",
            unique=True,
            sqlite_where=text("year IS NULL"),
            postgresql_where=text("year IS NULL"),
        ),
        UniqueConstraint("convention_id", "group_id", "year"),
        NUMBERED_ONCE,
    )

    convention_id: Mapped[int] = ref("convention.id")
    group_id: Mapped[int] = ref("partner_group.id")
    #: calendar year where the pledge is yearly, else None
    year: Mapped[int | None]
    pledged_minutes: Mapped[int]
    #: how far the group agreed to go beyond
    overrun_minutes: Mapped[int] = mapped_column(default=0)
    reserved_minutes: Mapped[int] = mapped_column(default=0)
    declared_minutes: Mapped[int] = mapped_column(default=0)
    confirmed_minutes: Mapped[int] = mapped_column(default=0)
    deemed_minutes: Mapped[int] = mapped_column(default=0)
    disputed_minutes: Mapped[int] = mapped_column(default=0)

    convention: Mapped[Convention] = relationship(back_populates="pledges")
    group: Mapped[Group] = relationship()
    conditions: Mapped[list[PledgeCondition]] = relationship(order_by="PledgeCondition.id")
    amendments: Mapped[list[Amendment]] = relationship(order_by="Amendment.id")


class PledgeCondition(Identified, Base):
    """A group's own condition, as data: a code that the domain knows and, where it needs one, a figure."""

    __tablename__ = "pledge_condition"
    __table_args__ = (UniqueConstraint("pledge_id", "code"),)

    pledge_id: Mapped[int] = ref("pledge.id")
    code: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]


class Amendment(AppendOnly, Identified, Base):
    """A change of a pledge from a day on. A raise enters the cap on its day, a cut at once."""

    __tablename__ = "amendment"
    __table_args__ = (CheckConstraint("delta_minutes <> 0 OR overrun_delta_minutes <> 0", name="changes_something"),)

    pledge_id: Mapped[int] = ref("pledge.id")
    effective_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delta_minutes: Mapped[int]
    overrun_delta_minutes: Mapped[int] = mapped_column(default=0)

    words: Mapped[AgreementWords | None] = relationship(lazy="joined")

    @property
    def author(self) -> str:
        """Who agreed to it, until it is erased."""
        return self.words.author if self.words is not None else ""

    @property
    def reason(self) -> str:
        """Why, in words, until they are erased."""
        return self.words.reason if self.words is not None else ""


class AmendmentApplied(AppendOnly, Base):
    """An amendment has entered the cap."""

    __tablename__ = "amendment_applied"

    amendment_id: Mapped[int] = ref("amendment.id", primary_key=True)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TermChange(AppendOnly, Identified, Base):
    """A term that was changed after the signature: of a convention, of a pledge's conditions, of a territory's rules.

    The terms of a past day are those of today with the later changes undone, newest first.
    """

    __tablename__ = "term_change"
    __table_args__ = (
        CheckConstraint(
            "(before IS NULL) <> (after IS NULL) OR (before IS NOT NULL AND after IS NOT NULL AND before <> after)",
            name="changes_something",
        ),
        Index("ix_term_change_object", "object_kind", "object_id"),
    )

    object_kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    #: "ends_on", "condition:max_km", "signatory:CIC Est"
    name: Mapped[str] = mapped_column(String(240))
    #: None: there was none
    before: Mapped[str | None] = mapped_column(String(300))
    #: None: there is none any more
    after: Mapped[str | None] = mapped_column(String(300))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: the account that wrote it
    actor_id: Mapped[int | None]

    words: Mapped[AgreementWords | None] = relationship(lazy="joined")

    @property
    def reason(self) -> str:
        """Why, in words, until they are erased."""
        return self.words.reason if self.words is not None else ""


class AgreementWords(Identified, Base):
    """Who agreed to an amendment, or why a term changed: words, which can be erased while what was agreed stays."""

    __tablename__ = "agreement_words"
    __table_args__ = (
        CheckConstraint("(amendment_id IS NULL) <> (term_change_id IS NULL)", name="are_about_one_thing"),
    )

    amendment_id: Mapped[int | None] = ref("amendment.id", nullable=True, unique=True, index=False)
    term_change_id: Mapped[int | None] = ref("term_change.id", nullable=True, unique=True, index=False)
    author: Mapped[str] = mapped_column(String(100), default="")
    reason: Mapped[str] = mapped_column(String(300), default="")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
