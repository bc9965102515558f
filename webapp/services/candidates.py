"""What the programme knows of the offers that may answer a role, besides their words.

It only reads, in a number of queries that does not grow with the offers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from webapp.clock import local_date
from webapp.domain import deadlines, eligibility, scoring
from webapp.domain.distances import distance_km
from webapp.domain.eligibility import Finding, FirmFacts, OfferFacts, Rule, Verdict
from webapp.domain.ledger import share_of_time
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.conventions import Convention, Pledge
from webapp.models.groups import Absence, Exclusion, Expert, Group
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune, Territory, territory_commune
from webapp.services.companies import is_firm
from webapp.services.conventions import find_convention
from webapp.services.ledger import balance_of

#: an answer of any kind, for "asked twice, answered once"
ANSWERED = ("accepted", "accepted_on_behalf", "held", "declined", "released")

UNREACHABLE = Finding("unreachable", Verdict.NOT_MET)


@dataclass(frozen=True)
class Candidate:
    """One offer with the facts of the programme, for one role on one day."""

    offer: Offer
    #: the pledge that its days would be booked on
    pledge: Pledge | None
    #: None: the place of the expert or of the firm is not known
    distance_km: int | None
    #: requests of the last ninety days in all territories, and how many of them were answered
    asked: int
    answered: int
    #: an absence that touches the delay to answer
    absence: Absence | None
    #: the conditions of the group, met or not checked
    conditions: tuple[Finding, ...]
    #: why it may not be proposed now; empty for most
    refusals: tuple[Finding, ...]
    terms: tuple[scoring.Term, ...]

    @property
    def expert(self) -> Expert:
        return self.offer.expert

    @property
    def free_minutes(self) -> int:
        """What the group has left; 0 without a pledge."""
        return balance_of(self.pledge).free if self.pledge is not None else 0


def list_candidate_ids(territory: Territory) -> set[int]:
    """The offers of the groups that have pledged days to this territory, under any of its conventions."""
    groups = _pledging_groups(territory)
    own, parent = aliased(Group), Group.parent_id
    ids = (
        select(Offer.id)
        .join(Expert, Offer.expert_id == Expert.id)
        .join(own, own.id == Expert.group_id)
        .where(Offer.state == "active", Expert.state == "active")
        .where(own.id.in_(groups) | own.id.in_(select(Group.id).where(parent.in_(groups))))
    )
    return set(db.session.scalars(ids))


def _pledging_groups(territory: Territory) -> list[int]:
    convention = Pledge.convention_id == Convention.id
    here = Convention.territory_id == territory.id, Convention.state == "signed"
    rows = select(Pledge.group_id).join(Convention, convention).where(*here)
    return list(db.session.scalars(rows.distinct()))


def check_company(need: Need) -> list[Finding]:
    """The rules of the territory against the firm: met, not met, not checked."""
    territory = need.territory
    if territory is None or need.company is None:
        return []
    facts = facts_of_firm(need.company, territory)
    return eligibility.check_firm([Rule(rule.code, rule.value) for rule in territory.rules], facts)


def facts_of_firm(company: Company, territory: Territory) -> FirmFacts:
    """What is known of a firm, for the rules of a territory."""
    inside = select(territory_commune.c.insee).where(
        territory_commune.c.territory_id == territory.id, territory_commune.c.insee == company.commune_insee
    )
    in_territory = db.session.scalar(inside) is not None
    division = company.naf[:2] if company.naf else None
    return FirmFacts(company.staff, company.is_independent, in_territory, division)


def load_candidates(role: NeedRole, offer_ids: Collection[int], *, now: datetime) -> dict[int, Candidate]:
    """The facts of these offers for a role, by offer."""
    territory = role.need.territory
    assert territory is not None, "an open need has its territory"
    today = local_date(now)
    offers = _load_offers(offer_ids)
    context = _Context(
        role=role,
        today=today,
        answer_by=deadlines.answer_deadline(today, territory.answer_days, territory.department),
        convention=(convention := find_convention(territory, today)),
        pledges=_pledges_by_group(convention, today),
        asked=_asked_lately({offer.expert_id for offer in offers}, now),
        engaged=_engaged(role),
        excluded=_excluded(role.need),
        firm=facts_of_firm(role.need.company, territory) if role.need.company else FirmFacts(None, None, None),
    )
    return {offer.id: context.candidate(offer) for offer in offers}


def _load_offers(offer_ids: Iterable[int]) -> list[Offer]:
    expert = joinedload(Offer.expert)
    group = expert.joinedload(Expert.group)
    return list(
        db.session.scalars(
            select(Offer)
            .where(Offer.id.in_(offer_ids))
            .options(
                group.joinedload(Group.parent).joinedload(Group.site),
                group.joinedload(Group.site),
                expert.joinedload(Expert.commune),
                expert.selectinload(Expert.absences),
                selectinload(Offer.skills),
            )
            .order_by(Offer.id)
        )
    )


def _pledges_by_group(convention: Convention | None, on: date) -> dict[int, Pledge]:
    """The pledge that answers for each group on a day: the row of the year before the one for the whole."""
    if convention is None:
        return {}
    rows = db.session.scalars(
        select(Pledge)
        .where(Pledge.convention_id == convention.id, (Pledge.year == on.year) | Pledge.year.is_(None))
        .options(selectinload(Pledge.conditions))
        .order_by(Pledge.year.is_not(None))
    )
    return {pledge.group_id: pledge for pledge in rows}


def _asked_lately(expert_ids: Collection[int], now: datetime) -> dict[int, tuple[int, int]]:
    """How often each expert was asked, and answered, in the last ninety days, in all territories: counts only."""
    since = now - timedelta(days=scoring.ASKED_WITHIN_DAYS)
    answered = func.sum(case((Proposal.state.in_(ANSWERED), 1), else_=0))
    rows = db.session.execute(
        select(Proposal.expert_id, func.count(), answered)
        .where(Proposal.expert_id.in_(expert_ids), Proposal.sent_at >= since, Proposal.state != "withdrawn")
        .group_by(Proposal.expert_id)
    )
    return {expert_id: (asked, said) for expert_id, asked, said in rows}


def _engaged(role: NeedRole) -> set[int]:
    """The experts who were asked about this role: nobody is asked twice, unless the request was taken back."""
    rows = select(Proposal.expert_id).where(Proposal.role_id == role.id, Proposal.state != "withdrawn")
    return set(db.session.scalars(rows))


def _excluded(need: Need) -> set[int]:
    if need.company is None:
        return set()
    rows = select(Exclusion.expert_id).join(Company, Company.id == Exclusion.company_id)
    return set(db.session.scalars(rows.where(is_firm(need.company))))


@dataclass(frozen=True)
class _Context:
    """What all offers of one list share."""

    role: NeedRole
    today: date
    answer_by: date
    convention: Convention | None
    pledges: dict[int, Pledge]
    asked: dict[int, tuple[int, int]]
    engaged: set[int]
    excluded: set[int]
    firm: FirmFacts

    def candidate(self, offer: Offer) -> Candidate:
        group = offer.expert.group
        pledge = self.pledges.get(group.id) or self.pledges.get(group.parent_id or 0)
        distance = _between(self.place_of_firm, offer.expert.commune or group.site)
        asked, answered = self.asked.get(offer.expert_id, (0, 0))
        absence = self.absence_of(offer.expert)
        conditions = self.check_conditions(pledge, group)
        return Candidate(
            offer=offer,
            pledge=pledge,
            distance_km=distance,
            asked=asked,
            answered=answered,
            absence=absence,
            conditions=tuple(finding for finding in conditions if finding.verdict is not Verdict.NOT_MET),
            refusals=tuple(self.refusals_of(offer, pledge, distance, asked) + _not_met(conditions)),
            terms=self.terms_of(offer, pledge, distance, asked, absence),
        )

    @property
    def place_of_firm(self) -> Commune | None:
        company = self.role.need.company
        return company.commune if company is not None else None

    def absence_of(self, expert: Expert) -> Absence | None:
        away = (absence for absence in expert.absences if absence.starts_on <= self.answer_by)
        return next((absence for absence in away if absence.ends_on >= self.today), None)

    def check_conditions(self, pledge: Pledge | None, group: Group) -> list[Finding]:
        if pledge is None:
            return []
        site = group.site or (group.parent.site if group.parent else None)
        rules = [Rule(condition.code, condition.value) for condition in pledge.conditions]
        return eligibility.check_firm(rules, self.firm, distance_km=_between(self.place_of_firm, site))

    def refusals_of(self, offer: Offer, pledge: Pledge | None, distance: int | None, asked: int) -> list[Finding]:
        expert, territory = offer.expert, self.role.need.territory
        assert territory is not None, "load_candidates has checked it"
        facts = OfferFacts(
            is_offered=offer.state == "active" and expert.state == "active",
            has_pledge=pledge is not None,
            is_excluded=expert.id in self.excluded,
            is_engaged=expert.id in self.engaged,
            paused_until=expert.paused_until,
            absent_until=None,
            asked_lately=asked,
            max_asks=territory.asks_per_quarter if expert.max_asks is None else expert.max_asks,
            place=offer.place,
            distance_km=distance,
            radius_km=offer.radius_km,
        )
        found = eligibility.refusals_of(facts, wanted_place=self.role.need.place, on=self.today)
        return [*found, UNREACHABLE] if expert.bounced_at is not None else found

    def terms_of(
        self, offer: Offer, pledge: Pledge | None, distance: int | None, asked: int, absence: Absence | None
    ) -> tuple[scoring.Term, ...]:
        return (
            scoring.theme_term(self.role.need.themes.split(), {skill.family for skill in offer.skills}),
            scoring.distance_term(distance, place=offer.place, wanted=self.role.need.place),
            self.days_of(pledge),
            scoring.asked_term(asked),
            scoring.absence_term(absence is not None),
        )

    def days_of(self, pledge: Pledge | None) -> scoring.Term:
        if pledge is None or self.convention is None:
            return scoring.Term("days", "no_pledge")
        balance = balance_of(pledge)
        starts_on, ends_on = self.convention.starts_on, self.convention.ends_on
        if pledge.year is not None:
            starts_on, ends_on = max(starts_on, date(pledge.year, 1, 1)), min(ends_on, date(pledge.year, 12, 31))
        return scoring.days_term(
            balance.free,
            self.role.minutes,
            cap=balance.cap,
            given=balance.counters.delivered,
            elapsed=share_of_time(starts_on, ends_on, self.today),
        )


def _not_met(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.verdict is Verdict.NOT_MET]


def _between(one: Commune | None, other: Commune | None) -> int | None:
    if one is None or other is None:
        return None
    return distance_km(one.point, other.point)
