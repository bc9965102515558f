"""What the two sides of a mission say of it once it is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.opinions import SCORES, SIDES
from webapp.models.base import Base, Created, Identified, UtcDateTime, in_check, ref
from webapp.models.missions import Mission


class Opinion(Created, Identified, Base):
    """One question to one side of a mission, and its answer; their words are a note about this row."""

    __tablename__ = "opinion"
    __table_args__ = (
        in_check("side", SIDES),
        in_check("score", SCORES),
        UniqueConstraint("mission_id", "side"),
        CheckConstraint("(score IS NULL) = (answered_at IS NULL)", name="score_has_its_moment"),
    )

    mission_id: Mapped[int] = ref("mission.id", index=False)
    side: Mapped[str] = mapped_column(String(10))
    #: None: no mail was needed, or none has left yet
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: None: no answer, which is never a score
    score: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    mission: Mapped[Mission] = relationship()

    @property
    def state(self) -> str:
        """What its mail goes by: a question that was answered is not sent any more."""
        return "open" if self.score is None else "answered"
