"""Jobs created and preserved: what was promised, what was counted later, and what may be added to what. Pure.

Full-time equivalents are integer hundredths: 150 is one and a half. Four rules:

- A promise and a count never add up: one is what a firm expects, the other what it found. Created and preserved are apart.
- A count is of the whole firm since its aid, not of one aid: of several counts of a firm the latest stands, and of several
  promises of a firm the largest of each kind. A firm helped twice, or in two territories, counts once.
- What was not answered is not nought: it is left out of the sum, and the rate of answers stands beside it.
- A firm is known by its SIREN; one that has none, by itself.

Source: DOMAIN.md, "Figures to be faithful to": jobs are promised at approval and measured afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

#: months after the promise at which a firm is asked what became of it
MONTHS = (6, 12, 24, 36)

#: those of its answers that are judged against the promise, where the territory has a rule
JUDGED_MONTHS = (12, 24, 36)

#: what a firm says the jobs are
CONTRACTS = ("permanent", "fixed_term", "apprentice", "temporary", "mixed")

#: what a count rests on
EVIDENCES = ("said", "payroll", "visit")

#: a small firm has no ten thousand jobs: beyond, somebody mistyped
MOST_HUNDREDTHS = 100_000

#: days without an answer after which a firm is asked once more
ASK_AGAIN_AFTER_DAYS = 21

#: how often a firm is asked about one moment
MOST_QUESTIONS = 2


@dataclass(frozen=True)
class Statement:
    """What one firm said, of a promise or of one moment; None: it has not said."""

    firm: str
    created: int | None
    preserved: int | None
    said_on: date | None = None
    #: a later one has a higher number: of two of one day the last one written stands
    number: int = 0


@dataclass(frozen=True)
class JobTotal:
    """A sum over firms, in hundredths, with how many were asked and how many of them answered."""

    created: int
    preserved: int
    asked: int
    answered: int

    @property
    def rate(self) -> float | None:
        """The share of firms that answered, 0..1; None where nobody was asked."""
        return self.answered / self.asked if self.asked else None


def firm_key(siren: str | None, company_id: int) -> str:
    """By what a firm is known, so that it counts once."""
    return siren or f"#{company_id}"


def due_on(promised_on: date, months: int) -> date:
    """The day on which a firm is asked; the last of the month where there is no such day."""
    return promised_on + relativedelta(months=months)


def total_of_counts(statements: Iterable[Statement]) -> JobTotal:
    """Add up what firms found: of each firm the latest answer; a firm that never answered adds nothing."""
    latest: dict[str, Statement] = {}
    asked: set[str] = set()
    for statement in statements:
        asked.add(statement.firm)
        before = latest.get(statement.firm)
        if _is_answer(statement) and (before is None or _moment(before) <= _moment(statement)):
            latest[statement.firm] = statement
    return _sum(((last.created or 0, last.preserved or 0) for last in latest.values()), asked=len(asked))


def total_of_promises(statements: Iterable[Statement]) -> JobTotal:
    """Add up what firms expect: of each firm the largest promise of each kind."""
    largest: dict[str, tuple[int, int]] = {}
    asked: set[str] = set()
    for statement in statements:
        asked.add(statement.firm)
        if _is_answer(statement):
            created, preserved = largest.get(statement.firm, (0, 0))
            largest[statement.firm] = max(created, statement.created or 0), max(preserved, statement.preserved or 0)
    return _sum(largest.values(), asked=len(asked))


def _sum(pairs: Iterable[tuple[int, int]], *, asked: int) -> JobTotal:
    kept = list(pairs)
    return JobTotal(sum(created for created, _ in kept), sum(preserved for _, preserved in kept), asked, len(kept))


def _is_answer(statement: Statement) -> bool:
    return statement.created is not None or statement.preserved is not None


def _moment(statement: Statement) -> tuple[date, int]:
    return statement.said_on or date.min, statement.number


def read_jobs(typed: str) -> int:
    """Full-time equivalents as people type them, "1,5" or "2", in hundredths.

    Raises:
        ValueError: `not_a_number`, or `too_many`.
    """
    match = re.fullmatch(r"(\d{1,6})(?:[.,](\d{1,2}))?", re.sub(r"\s", "", typed))
    if match is None:
        raise ValueError("not_a_number")
    hundredths = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))
    if hundredths > MOST_HUNDREDTHS:
        raise ValueError("too_many")
    return hundredths


def show_jobs(hundredths: int) -> str:
    """ "1,5", "2", as a field shows it again."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}".rstrip("0").rstrip(",")
