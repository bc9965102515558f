"""What is known of a dossier, for the desk, the firm and the committee: facts, findings, what is missing. It only reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from webapp.domain.advances import Terms, instalment_plan
from webapp.domain.committees import CommitteeRules, rules_of
from webapp.domain.dossiers import (
    DeMinimis,
    DossierFacts,
    check_de_minimis,
    check_dossier,
    de_minimis_since,
    grant_equivalent_cents,
    leverage_hundredths,
    missing_of,
)
from webapp.domain.eligibility import Finding, Rule
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company
from webapp.models.dossiers import Decision, Dossier
from webapp.models.groups import Group
from webapp.models.missions import Mission
from webapp.models.needs import Need, NeedRole
from webapp.models.territories import Territory
from webapp.services.candidates import facts_of_firm
from webapp.services.companies import is_firm
from webapp.services.paging import Page, contains, paginate
from webapp.services.reference_rates import rate_on

#: terms by which the value of a zero rate is shown before the committee has set any: two years, by the month
USUAL_INSTALMENTS = 24

#: states of a dossier, by the choice that the desk's list offers
STATES = {
    "open": ("draft", "submitted", "adjourned"),
    "laid": ("laid",),
    "decided": ("approved", "refused", "withdrawn"),
}


@dataclass(frozen=True)
class Review:
    """A dossier on a day, against the rules of its territory."""

    facts: DossierFacts
    missing: list[str]
    findings: list[Finding]
    leverage_hundredths: int | None
    #: what the zero rate is worth; the whole advance where no reference rate is set
    equivalent_cents: int
    has_rate: bool
    de_minimis: DeMinimis

    @property
    def is_complete(self) -> bool:
        return not self.missing


def review_dossier(dossier: Dossier, on: date) -> Review:
    """Everything that the rules say of a dossier."""
    facts = facts_of(dossier, on)
    rate = rate_on(dossier.territory, on)
    equivalent = equivalent_of(rate.rate_bp if rate else 0, facts.asked_cents, Terms(on, USUAL_INSTALMENTS))
    return Review(
        facts=facts,
        missing=missing_of(facts),
        findings=check_dossier(_rows(dossier.territory), facts, on),
        leverage_hundredths=leverage_hundredths(facts),
        equivalent_cents=equivalent,
        has_rate=rate is not None,
        de_minimis=check_de_minimis(facts, equivalent),
    )


def committee_rules(territory: Territory) -> CommitteeRules:
    """How this territory's committee decides."""
    return rules_of(_rows(territory))


def equivalent_of(rate_bp: int, amount_cents: int | None, terms: Terms) -> int:
    """What the zero rate of an advance is worth by a reference rate; 0 without money."""
    if amount_cents is None or amount_cents < terms.count:
        return amount_cents or 0
    return grant_equivalent_cents(amount_cents, instalment_plan(amount_cents, terms), terms.starts_on, rate_bp)


def facts_of(dossier: Dossier, on: date) -> DossierFacts:
    """What is known of a dossier on a day."""
    return DossierFacts(
        firm=facts_of_firm(dossier.company, dossier.territory),
        asked_cents=dossier.asked_cents,
        wished_minutes=dossier.wished_minutes,
        has_project=bool(dossier.project.strip()),
        founded_on=dossier.founded_on,
        jobs_created=dossier.jobs_created,
        jobs_preserved=dossier.jobs_preserved,
        declared_aid_cents=dossier.other_aid_cents,
        granted_aid_cents=_granted_aid(dossier, on),
        has_mission=bool(dossier.wished_minutes) or has_mission(dossier.company_id),
        funding={row.source: row.amount_cents for row in dossier.funding},
        documents=frozenset(document.kind for document in dossier.documents),
    )


def has_mission(company_id: int) -> bool:
    """True when somebody helps the firm, or has."""
    missions = (
        select(Mission.id)
        .join(NeedRole, NeedRole.id == Mission.role_id)
        .join(Need, Need.id == NeedRole.need_id)
        .where(Need.company_id == company_id, Mission.state.not_in(("cancelled", "abandoned")))
    )
    return db.session.scalar(missions.limit(1)) is not None


def _granted_aid(dossier: Dossier, on: date) -> int:
    """Other aid of this programme to the same firm, at any of its sites, over three years; where its value was not kept, the
    whole advance counts."""
    worth = func.coalesce(Decision.grant_equivalent_cents, Decision.amount_cents)
    rows = (
        select(func.coalesce(func.sum(worth), 0))
        .join(Dossier, Dossier.id == Decision.dossier_id)
        .join(Company, Company.id == Dossier.company_id)
        .where(is_firm(dossier.company), Dossier.id != dossier.id)
        .where(Decision.decided_on > de_minimis_since(on), Decision.decided_on <= on)
    )
    return int(db.session.scalar(rows) or 0)


def _rows(territory: Territory) -> list[Rule]:
    return [Rule(row.code, row.value, tuple(row.divisions.split())) for row in territory.rules]


def find_scoped_dossier(territory_ids: Collection[int], dossier_id: int) -> Dossier | None:
    """A dossier of these territories."""
    return db.session.scalar(select(Dossier).where(Dossier.id == dossier_id, Dossier.territory_id.in_(territory_ids)))


def list_banks() -> list[Group]:
    """The banks that the programme knows."""
    return list(db.session.scalars(select(Group).where(Group.kind == "bank").order_by(without_accents(Group.name))))


def list_dossiers(territory_ids: Collection[int], choice: str, words: str = "", *, page: int = 1) -> Page[Dossier]:
    """The dossiers of these territories, the last opened first."""
    rows = select(Dossier).join(Dossier.company).where(Dossier.territory_id.in_(territory_ids))
    rows = rows.options(contains_eager(Dossier.company)).order_by(Dossier.opened_on.desc(), Dossier.id.desc())
    if choice in STATES:
        rows = rows.where(Dossier.state.in_(STATES[choice]))
    if words:
        rows = rows.where(contains(Dossier.title, words) | contains(Company.name, words))
    return paginate(rows, page)
