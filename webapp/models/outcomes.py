"""Jobs: what was promised when a firm was helped, when it was asked, what it counted.

Full-time equivalents in integer hundredths; turnover in integer cents. None: nobody has said.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.domain.outcomes import CONTRACTS, EVIDENCES, MONTHS, MOST_HUNDREDTHS
from webapp.models.base import AppendOnly, Base, Created, Identified, PublicId, UtcDateTime, in_check, ref
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Convention
from webapp.models.territories import Territory

#: what a promise comes with: a mission of skills, or the decision of a committee
SOURCES = ("mission", "decision")


class JobPromise(Created, Identified, Base):
    """What a firm expects of one aid; both figures None until it has said."""

    __tablename__ = "job_promise"
    __table_args__ = (
        in_check("source_kind", SOURCES),
        UniqueConstraint("source_kind", "source_id"),
        CheckConstraint(
            f"(created_hundredths IS NULL OR created_hundredths BETWEEN 0 AND {MOST_HUNDREDTHS})"
            f" AND (preserved_hundredths IS NULL OR preserved_hundredths BETWEEN 0 AND {MOST_HUNDREDTHS})",
            name="jobs_are_sane",
        ),
    )

    company_id: Mapped[int] = ref("company.id")
    territory_id: Mapped[int] = ref("territory.id")
    convention_id: Mapped[int] = ref("convention.id")
    #: who is asked
    contact_id: Mapped[int] = ref("contact.id")
    source_kind: Mapped[str] = mapped_column(String(10))
    source_id: Mapped[int]
    created_hundredths: Mapped[int | None]
    preserved_hundredths: Mapped[int | None]
    #: the day that the questions are counted from: the mission's or the decision's
    promised_on: Mapped[date]

    company: Mapped[Company] = relationship()
    territory: Mapped[Territory] = relationship()
    convention: Mapped[Convention] = relationship()
    contact: Mapped[Contact] = relationship()
    surveys: Mapped[list[JobSurvey]] = relationship(back_populates="promise", order_by="JobSurvey.months")


class JobSurvey(PublicId, Created, Identified, Base):
    """One question to a firm: how many jobs, so many months after its aid?"""

    __tablename__ = "job_survey"
    __table_args__ = (
        UniqueConstraint("promise_id", "months"),
        CheckConstraint(f"months IN ({', '.join(map(str, MONTHS))})", name="months_are_known"),
    )

    promise_id: Mapped[int] = ref("job_promise.id")
    months: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: how often it was asked
    asked_count: Mapped[int] = mapped_column(default=0)

    promise: Mapped[JobPromise] = relationship(back_populates="surveys")
    counts: Mapped[list[JobCount]] = relationship(back_populates="survey", order_by="JobCount.id")

    @property
    def state(self) -> str:
        """What its mail goes by: a question that was answered is not sent any more."""
        return "answered" if self.counts else "open"

    @property
    def answer(self) -> JobCount | None:
        """The last count; the ones before it were corrected."""
        return self.counts[-1] if self.counts else None

    def answer_on(self, day: date) -> JobCount | None:
        """The last count that was written by the end of a day."""
        return next((count for count in reversed(self.counts) if count.counted_on <= day), None)


class JobCount(AppendOnly, Identified, Base):
    """What a firm counted; a correction is another line, and the last one stands."""

    __tablename__ = "job_count"
    __table_args__ = (
        in_check("contract", ("", *CONTRACTS)),
        in_check("evidence", EVIDENCES),
        CheckConstraint(
            f"created_hundredths BETWEEN 0 AND {MOST_HUNDREDTHS}"
            f" AND preserved_hundredths BETWEEN 0 AND {MOST_HUNDREDTHS}",
            name="jobs_are_sane",
        ),
        CheckConstraint(
            "(turnover_before_cents IS NULL OR turnover_before_cents >= 0)"
            " AND (turnover_after_cents IS NULL OR turnover_after_cents >= 0)",
            name="turnover_is_not_negative",
        ),
    )

    survey_id: Mapped[int] = ref("job_survey.id")
    created_hundredths: Mapped[int]
    preserved_hundredths: Mapped[int]
    #: code of what most of the jobs are; "" where there are none, or nobody has said
    contract: Mapped[str] = mapped_column(String(12), default="")
    evidence: Mapped[str] = mapped_column(String(10))
    turnover_before_cents: Mapped[int | None] = mapped_column(BigInteger)
    turnover_after_cents: Mapped[int | None] = mapped_column(BigInteger)
    counted_on: Mapped[date]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]

    survey: Mapped[JobSurvey] = relationship(back_populates="counts")
