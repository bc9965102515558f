"""The days of a convention laid out another way: by year, by family of skills. Each line of the ledger counts once.

A line leads to its family through its mission, its proposal and its offer. An offer whose skills are of several families
belongs to the one of most of its skills, the first by code where two have as many; one without skills to none, "".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from webapp.domain.ledger import Delta, share_of_time
from webapp.extensions import db
from webapp.models.offers import Skill, offer_skill
from webapp.services.tallies import Tally, sum_up


@dataclass(frozen=True)
class FamilyTally:
    """What became of a convention's days in one family of skills."""

    family: str
    counters: Delta


@dataclass(frozen=True)
class YearTally:
    """What became of the days of one calendar year of a convention, by the day booked on, and its share of the promise."""

    year: int
    promised: int
    counters: Delta

    @property
    def left(self) -> int:
        """What is still to be given in that year."""
        return max(self.promised - self.counters.delivered, 0)


def find_families() -> dict[int, str]:
    """The family of each offer that has skills."""
    rows = db.session.execute(
        select(offer_skill.c.offer_id, Skill.family).join(Skill, Skill.id == offer_skill.c.skill_id)
    )
    families: dict[int, Counter[str]] = {}
    for offer_id, family in rows:
        families.setdefault(offer_id, Counter())[family] += 1
    return {offer_id: min(found, key=lambda each: (-found[each], each)) for offer_id, found in families.items()}


def tally_by_family(tally: Tally) -> list[FamilyTally]:
    """The reserved and given days of a convention by family of skills, most given first."""
    families, found = find_families(), dict[str, Delta]()
    for offer_id, counters in sum_up(tally.booked, lambda each: each.offer_id).items():
        family = families.get(offer_id, "")
        found[family] = found.get(family, Delta()) + counters
    rows = [FamilyTally(family, counters) for family, counters in found.items() if counters.occupied]
    return sorted(rows, key=lambda row: (-row.counters.delivered, -row.counters.occupied, row.family))


def tally_by_year(tally: Tally) -> list[YearTally]:
    """The days of a convention by calendar year; what was booked after its end has its year too."""
    convention = tally.convention
    found = sum_up(tally.booked, lambda each: each.year)
    last = max([convention.ends_on.year, *found])
    return [
        YearTally(year, _promised(tally, year), found.get(year, Delta()))
        for year in range(convention.starts_on.year, last + 1)
    ]


def _promised(tally: Tally, year: int) -> int:
    """What was promised for a year, and its share of what was promised for the whole time; the years add up."""
    convention = tally.convention
    before, until = (
        share_of_time(convention.starts_on, convention.ends_on, date(each, 12, 31)) for each in (year - 1, year)
    )
    whole = tally.promised.get(None, 0)
    return tally.promised.get(year, 0) + round(whole * until) - round(whole * before)
