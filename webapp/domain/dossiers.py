"""What a dossier must hold and meet before a committee decides: completeness, the territory's rules, de minimis aid.

Cents and local dates. Each rule is met, not met or not checked; none of them hides a dossier, people decide.

Source: issue "The committee and the money", part 1; Regulation (EU) 2023/2831, articles 3 and 4; for the value of a zero
rate, the communication 2008/C 14/02: what the firm would pay back less at the reference rate, in money of the first day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from webapp.domain.advances import PlannedInstalment, add_months
from webapp.domain.eligibility import SECTOR_RULES, Finding, FirmFacts, Rule, Verdict, check_firm, check_sector

#: where the other money of a project comes from
SOURCES = ("bank", "region", "own", "other")

#: kinds of documents; the first two are asked of every project with money
DOCUMENTS = ("accounts", "plan", "quote", "other")
ASKED_DOCUMENTS = ("accounts", "plan")

#: why a dossier was adjourned, then why one was refused; "" for an approval
ADJOURNED_FOR = ("documents", "figures", "meeting", "financing", "other_adjourned")
REFUSED_FOR = ("not_eligible", "not_viable", "no_need", "no_mission", "other_refused")
REASONS = ("", *ADJOURNED_FOR, *REFUSED_FOR)

#: article 3(2): one firm, any three years
DE_MINIMIS_CENTS = 30_000_000
DE_MINIMIS_YEARS = 3

#: rules of a territory that are about money, with what their figure is
MONEY_RULES = (
    "money_min_euros",
    "money_max_euros",
    "money_needs_mission",
    "money_min_months",
    "money_max_months",
    "money_min_jobs",
    "money_max_euros_per_job",
)


@dataclass(frozen=True)
class DossierFacts:
    """What is known of a dossier; None means that nobody has said."""

    firm: FirmFacts
    asked_cents: int | None = None
    wished_minutes: int | None = None
    has_project: bool = False
    founded_on: date | None = None
    jobs_created: int | None = None
    jobs_preserved: int | None = None
    #: de minimis aid that the firm declares, and what this programme has granted it, over three years
    declared_aid_cents: int | None = None
    granted_aid_cents: int = 0
    #: a mission of skills goes with it, or was agreed before
    has_mission: bool = False
    #: other money, by source
    funding: dict[str, int] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()

    @property
    def jobs(self) -> int | None:
        """Jobs promised, created and preserved together."""
        told = [count for count in (self.jobs_created, self.jobs_preserved) if count is not None]
        return sum(told) if told else None


@dataclass(frozen=True)
class DeMinimis:
    """The aid of three years with this one, against the ceiling; `sum_cents` None: the firm has declared nothing."""

    sum_cents: int | None
    left_cents: int | None
    verdict: Verdict


def missing_of(facts: DossierFacts) -> list[str]:
    """What a dossier lacks to go before a committee, as codes, in the order in which it is asked."""
    asks_money = facts.asked_cents is not None
    wanted = [
        ("project", not facts.has_project),
        ("amount_or_days", not asks_money and not facts.wished_minutes),
        ("jobs", facts.jobs is None),
        ("funding", asks_money and not facts.funding),
        ("aid", asks_money and facts.declared_aid_cents is None),
        ("founded_on", asks_money and facts.founded_on is None),
        *((kind, asks_money and kind not in facts.documents) for kind in ASKED_DOCUMENTS),
    ]
    return [code for code, is_missing in wanted if is_missing]


def check_dossier(rules: Iterable[Rule], facts: DossierFacts, on: date) -> list[Finding]:
    """Each rule of the territory against a dossier: those of the firm, then those of money where money is asked for."""
    rows = list(rules)
    findings = check_firm(rows, facts.firm)
    findings += [check_sector(rule, facts.firm.division) for rule in rows if rule.code in SECTOR_RULES]
    if facts.asked_cents is not None:
        findings += [_check_money(rule, facts, facts.asked_cents, on) for rule in rows if rule.code in MONEY_RULES]
    return findings


def _check_money(rule: Rule, facts: DossierFacts, asked_cents: int, on: date) -> Finding:
    value = rule.value or 0
    match rule.code:
        case "money_min_euros":
            is_met: bool | None = asked_cents >= value * 100
        case "money_max_euros":
            is_met = asked_cents <= value * 100
        case "money_needs_mission":
            is_met = facts.has_mission
        case "money_min_months":
            is_met = None if facts.founded_on is None else add_months(facts.founded_on, value) <= on
        case "money_max_months":
            is_met = None if facts.founded_on is None else add_months(facts.founded_on, value) >= on
        case "money_min_jobs":
            is_met = None if facts.jobs is None else facts.jobs >= value
        case _:
            is_met = None if facts.jobs is None else asked_cents <= value * 100 * facts.jobs
    verdict = Verdict.UNKNOWN if is_met is None else Verdict.MET if is_met else Verdict.NOT_MET
    return Finding(rule.code, verdict, rule.value)


def leverage_hundredths(facts: DossierFacts) -> int | None:
    """How much other money comes with one euro of the advance, in hundredths; None where no money is asked for."""
    return sum(facts.funding.values()) * 100 // facts.asked_cents if facts.asked_cents else None


def grant_equivalent_cents(amount_cents: int, plan: Sequence[PlannedInstalment], paid_on: date, rate_bp: int) -> int:
    """What a zero rate is worth: the advance less its instalments discounted at the reference rate, rounded up.

    `rate_bp` is the reference rate with its margin, in hundredths of a per cent; at 0 nothing is known of it, and the whole
    advance counts, which is prudent.
    """
    if not rate_bp:
        return amount_cents
    worth = sum((_discounted(part, paid_on, rate_bp) for part in plan), Decimal(0))
    return int((amount_cents - worth).to_integral_value(ROUND_CEILING))


def present_value_cents(part: PlannedInstalment, paid_on: date, rate_bp: int) -> int:
    """What one instalment is worth on the day of payment, to the nearest cent, to be shown."""
    return int(_discounted(part, paid_on, rate_bp).to_integral_value(ROUND_HALF_UP))


def _discounted(part: PlannedInstalment, paid_on: date, rate_bp: int) -> Decimal:
    yearly = 1 + Decimal(rate_bp) / 10_000
    return Decimal(part.amount_cents) / yearly ** (Decimal((part.due_on - paid_on).days) / 365)


def check_de_minimis(facts: DossierFacts, equivalent_cents: int) -> DeMinimis:
    """The aid of three years, with the one asked for, against 300,000 EUR; not checked while the firm declares nothing."""
    if facts.declared_aid_cents is None:
        return DeMinimis(None, None, Verdict.UNKNOWN)
    total = facts.declared_aid_cents + facts.granted_aid_cents + equivalent_cents
    verdict = Verdict.MET if total <= DE_MINIMIS_CENTS else Verdict.NOT_MET
    return DeMinimis(total, DE_MINIMIS_CENTS - total, verdict)


def de_minimis_since(on: date) -> date:
    """The first day of the three years that count on a day."""
    return add_months(on, -12 * DE_MINIMIS_YEARS)
