"""Until when a person's data serve, from their last act and the conventions of their missions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from webapp.domain.catalogue import MISSION, Rule

#: what stands where a name, a firm or words were
ERASED = "(effacé)"


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def kept_until(rule: Rule, last_act: date, convention_ends: Iterable[date]) -> date:
    """The last day on which a person's name serves: of the rule, or of the evidence of a convention they worked under."""
    ends = [years_after(end, MISSION.years) for end in convention_ends]
    return max([years_after(last_act, rule.years), *ends])
