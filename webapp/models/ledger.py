"""The ledger of days, append-only.

Minutes; a delta that is positive fills its counter, a negative one empties it. Lines hold ids, codes and figures only.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.ledger import Delta, Movement
from webapp.models.base import AppendOnly, Base, Identified, UtcDateTime, in_check, ref
from webapp.models.conventions import Pledge
from webapp.models.missions import Mission, Visit


class DayEntry(AppendOnly, Identified, Base):
    """One movement, booked to a pledge."""

    __tablename__ = "day_entry"
    #: a trigger refuses a line in a closed month; `alize verify` looks for it
    guards = ("refuses_closed_month",)
    __table_args__ = (
        in_check("kind", tuple(Movement)),
        CheckConstraint("(kind = 'reverse') = (reverses_id IS NOT NULL)", name="reversal_names_its_line"),
        CheckConstraint("(visit_id IS NULL) = (worked_on IS NULL)", name="visit_has_its_day"),
    )

    pledge_id: Mapped[int] = ref("pledge.id")
    mission_id: Mapped[int] = ref("mission.id")
    #: None for a reservation or a release
    visit_id: Mapped[int | None] = ref("visit.id", nullable=True)
    kind: Mapped[str] = mapped_column(String(10))
    reserved_delta: Mapped[int] = mapped_column(default=0)
    declared_delta: Mapped[int] = mapped_column(default=0)
    confirmed_delta: Mapped[int] = mapped_column(default=0)
    deemed_delta: Mapped[int] = mapped_column(default=0)
    disputed_delta: Mapped[int] = mapped_column(default=0)
    #: the line that this one undoes; a line is undone once at most
    reverses_id: Mapped[int | None] = ref("day_entry.id", nullable=True, unique=True, index=False)
    #: says once and for all which movement this is; the same movement cannot be written twice
    posting_key: Mapped[str] = mapped_column(String(80), unique=True)
    #: day of the visit
    worked_on: Mapped[date | None]
    #: day that the figures go by
    booked_on: Mapped[date] = mapped_column(index=True)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    #: what it rests on: "acceptance", "expert", "firm", "silence", "desk"
    basis: Mapped[str] = mapped_column(String(20))
    #: code of why, for a correction
    reason: Mapped[str] = mapped_column(String(40), default="")

    pledge: Mapped[Pledge] = relationship()
    mission: Mapped[Mission] = relationship()
    visit: Mapped[Visit | None] = relationship()

    @property
    def delta(self) -> Delta:
        """What this line adds to each counter."""
        return Delta(
            self.reserved_delta, self.declared_delta, self.confirmed_delta, self.deemed_delta, self.disputed_delta
        )


class MissionMove(AppendOnly, Identified, Base):
    """A coordinator moved a mission to another pledge: what it still kept was released there and reserved here."""

    __tablename__ = "mission_move"
    __table_args__ = (
        CheckConstraint("from_pledge_id <> to_pledge_id", name="goes_elsewhere"),
        CheckConstraint("minutes >= 0", name="minutes_are_not_negative"),
    )

    mission_id: Mapped[int] = ref("mission.id")
    from_pledge_id: Mapped[int] = ref("pledge.id")
    to_pledge_id: Mapped[int] = ref("pledge.id")
    #: what was still reserved
    minutes: Mapped[int]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: the account that moved it
    actor_id: Mapped[int | None]
    #: code of why
    reason: Mapped[str] = mapped_column(String(40), default="")
