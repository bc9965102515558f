"""Jobs that were promised with an advance and did not come: a case for a coordinator, opened by a firm's own answer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.states import SHORTFALL
from webapp.models.advances import Advance, Schedule
from webapp.models.base import Base, Created, Identified, in_check, ref
from webapp.models.outcomes import JobSurvey


class JobShortfall(Created, Identified, Base):
    """A firm answered that fewer jobs came than it had promised; one case for each question."""

    __tablename__ = "job_shortfall"
    __table_args__ = (
        in_check("state", SHORTFALL.states),
        CheckConstraint("missing_hundredths > 0", name="something_is_missing"),
        CheckConstraint("(state = 'called') = (schedule_id IS NOT NULL)", name="is_called_by_a_schedule"),
    )

    survey_id: Mapped[int] = ref("job_survey.id", unique=True, index=False)
    advance_id: Mapped[int] = ref("advance.id")
    state: Mapped[str] = mapped_column(String(10), default=SHORTFALL.first, index=True)
    #: full-time equivalents, created and preserved together, as they were found
    missing_hundredths: Mapped[int]
    #: the plan that was drawn up because of it
    schedule_id: Mapped[int | None] = ref("schedule.id", nullable=True)

    survey: Mapped[JobSurvey] = relationship()
    advance: Mapped[Advance] = relationship()
    schedule: Mapped[Schedule | None] = relationship()
