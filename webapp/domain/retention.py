"""Until when a person's data serve, from their last act and from what they are evidence of."""

from __future__ import annotations

from datetime import date

from webapp.domain.catalogue import MISSION, MONEY, Rule

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


def evidence_of_mission(convention_ends_on: date) -> date:
    """The last day on which a mission must be accounted for with the names of its people."""
    return years_after(convention_ends_on, MISSION.years)


def evidence_of_money(last_on: date) -> date:
    """The last day on which money must be accounted for, whose last movement was on that day."""
    return date(last_on.year + MONEY.years, 12, 31)


def kept_until(rule: Rule, last_act: date, evidence_until: date | None) -> date:
    """The last day on which a person's name serves: by the rule, or as evidence."""
    until = years_after(last_act, rule.years)
    return until if evidence_until is None else max(until, evidence_until)
