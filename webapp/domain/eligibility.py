"""May this offer be proposed for this need? Reasons against, and what nobody has checked.

What is unknown about a firm is never a silent exclusion: it is shown as "not checked". Everything here is a fact of the
programme, apart from the words, which `matching` compares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Verdict(StrEnum):
    """What a rule says of one offer or firm."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "not_checked"


@dataclass(frozen=True)
class Finding:
    """One rule, its verdict and the figure or date that its sentence needs."""

    rule: str
    verdict: Verdict
    value: int | None = None
    until: date | None = None
    divisions: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirmFacts:
    """What is known of a firm; None means that nobody has said."""

    staff: int | None
    is_independent: bool | None
    in_territory: bool | None
    #: of the NAF, two digits
    division: str | None = None


@dataclass(frozen=True)
class Rule:
    """One condition of a territory or of a group, as a row: its code, and its figure or its divisions, where it has some."""

    code: str
    value: int | None = None
    #: of the NAF, for a rule about sectors
    divisions: tuple[str, ...] = ()


#: The conditions that a group may put on its days, and whether each needs a figure.
CONDITIONS = {"max_km": True, "max_staff": True, "independent": False, "not_competitor": False, "in_territory": False}

#: The rules that a territory may have, and whether each needs a figure. Those about money are read by the committee, those
#: about how it decides are in `domain/committees.py`.
TERRITORY_RULES = {
    "in_territory": False,
    "independent": False,
    "max_staff": True,
    "sector_only": False,
    "sector_never": False,
    "money_needs_mission": False,
    "money_min_euros": True,
    "money_max_euros": True,
    "money_min_jobs": True,
    "money_max_euros_per_job": True,
    "money_min_months": True,
    "money_max_months": True,
    "quorum_percent": True,
    "majority_percent": True,
    "decision_days": True,
    "packet_days": True,
    "complete_days": True,
    "jobs_asked": False,
    "money_remind_before_days": True,
    "money_remind_after_days": True,
    "money_passing_euros": True,
    "money_jobs_called_early": True,
    "money_year_begins": True,
}

#: The rules that name divisions of the NAF.
SECTOR_RULES = ("sector_only", "sector_never")

#: The least and the most that the figure of a rule may be; 0 and a million where nothing is said.
RULE_LIMITS = {
    "quorum_percent": (1, 100),
    "majority_percent": (50, 99),
    "decision_days": (1, 1000),
    "packet_days": (1, 60),
    "complete_days": (1, 90),
    "money_jobs_called_early": (1, 36),
    "money_year_begins": (1, 12),
    "money_min_months": (0, 600),
    "money_max_months": (1, 600),
    "money_max_euros_per_job": (1, 1_000_000),
}


def check_sector(rule: Rule, division: str | None) -> Finding:
    """Whether what a firm does is among what the territory helps, or refuses to."""
    if division is None:
        return Finding(rule.code, Verdict.UNKNOWN, divisions=rule.divisions)
    is_met = (division in rule.divisions) == (rule.code == "sector_only")
    return Finding(rule.code, _verdict(is_met), divisions=rule.divisions)


def check_firm(rules: Iterable[Rule], firm: FirmFacts, *, distance_km: int | None = None) -> list[Finding]:
    """Each rule of the territory or of the group against the firm. Rules about money alone are left to the committee."""
    return [finding for rule in rules if (finding := _check(rule, firm, distance_km)) is not None]


def _check(rule: Rule, firm: FirmFacts, distance_km: int | None) -> Finding | None:
    if rule.code == "in_territory":
        return Finding(rule.code, _verdict(firm.in_territory))
    if rule.code == "independent":
        return Finding(rule.code, _verdict(firm.is_independent))
    if rule.code == "max_staff":
        return Finding(rule.code, _at_most(firm.staff, rule.value), rule.value)
    if rule.code == "max_km":
        return Finding(rule.code, _at_most(distance_km, rule.value), rule.value)
    if rule.code == "not_competitor":
        return Finding(rule.code, Verdict.UNKNOWN)
    return None


def _verdict(fact: bool | None) -> Verdict:
    if fact is None:
        return Verdict.UNKNOWN
    return Verdict.MET if fact else Verdict.NOT_MET


def _at_most(figure: int | None, limit: int | None) -> Verdict:
    return Verdict.UNKNOWN if figure is None or limit is None else _verdict(figure <= limit)


@dataclass(frozen=True)
class OfferFacts:
    """What the programme knows of an offer on a day, for one need."""

    is_offered: bool
    has_pledge: bool
    is_excluded: bool
    is_engaged: bool
    paused_until: date | None
    absent_until: date | None
    asked_lately: int
    max_asks: int
    place: str
    distance_km: int | None
    radius_km: int | None


def refusals_of(offer: OfferFacts, *, wanted_place: str, on: date) -> list[Finding]:
    """Why this offer may not be proposed now; an empty list means that it may."""
    barred = Verdict.NOT_MET
    found = [
        Finding("offered", barred) if not offer.is_offered else None,
        Finding("pledge", barred) if not offer.has_pledge else None,
        Finding("excluded", barred) if offer.is_excluded else None,
        Finding("engaged", barred) if offer.is_engaged else None,
        Finding("paused", barred, until=offer.paused_until)
        if offer.paused_until and offer.paused_until >= on
        else None,
        Finding("asked_too_often", barred, offer.asked_lately) if offer.asked_lately >= offer.max_asks else None,
        _place(offer, wanted_place),
    ]
    return [finding for finding in found if finding is not None]


def _place(offer: OfferFacts, wanted: str) -> Finding | None:
    if {offer.place, wanted} == {"remote", "on_site"}:
        return Finding("place", Verdict.NOT_MET)
    on_site = wanted == "on_site" or offer.place == "on_site"
    too_far = offer.distance_km is not None and offer.radius_km is not None and offer.distance_km > offer.radius_km
    return Finding("radius", Verdict.NOT_MET, offer.radius_km) if on_site and too_far else None
