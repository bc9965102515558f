"""Whom to recruit: what is asked for and not offered, what is offered and not asked for, where nobody goes. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from webapp.domain.distances import Point, distance_km
from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.groups import Expert, Group
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer, Skill
from webapp.models.proposals import Proposal
from webapp.models.territories import Commune, Territory, territory_commune
from webapp.services.breakdowns import find_families
from webapp.services.candidates import list_candidate_ids
from webapp.services.shortlists import best_matches, nearest_labels, words_of

#: how far back a need still says what is missing
LOOKED_BACK = timedelta(days=365)

#: how long an offer may lie before it is odd that nobody asked for it
UNASKED_FOR = timedelta(days=365)

#: needs looked at, the last ones
MOST_NEEDS = 200


@dataclass(frozen=True)
class MissingSkill:
    """A skill of the programme's list, or a need in its own words, that needs ask for and no offer near enough answers."""

    label: str
    roles: Sequence[NeedRole]
    #: True when nobody offers this skill in the territory at all
    is_unoffered: bool


@dataclass(frozen=True)
class Coverage:
    """How many of a territory's communes the offers of a family reach on the spot, and those that none reaches."""

    family: str
    reached: int
    communes: int
    missing: Sequence[Commune]


@dataclass(frozen=True)
class Gaps:
    """What a territory lacks."""

    missing: Sequence[MissingSkill]
    unasked: Sequence[Offer]
    coverage: Sequence[Coverage]
    #: communes that nobody of any family reaches on the spot
    nowhere: Sequence[Commune]
    communes: int


def find_gaps(territory: Territory, now: datetime) -> Gaps:
    """What a territory lacks, as of now."""
    offers = _offers(territory)
    communes = _communes(territory)
    coverage = _coverage(offers, communes)
    placed = [commune for commune in communes if commune.point is not None]
    missing = {commune.insee for commune in placed}
    for each in coverage:
        missing &= {commune.insee for commune in each.missing}
    nowhere = [commune for commune in placed if commune.insee in missing] if coverage else placed
    return Gaps(_missing(territory, offers, now), _unasked(offers, now), coverage, nowhere, len(placed))


def _offers(territory: Territory) -> list[Offer]:
    """The offers of a territory, with their people and skills."""
    rows = (
        select(Offer)
        .join(Offer.expert)
        .where(Offer.id.in_(list_candidate_ids(territory)))
        .options(
            contains_eager(Offer.expert).joinedload(Expert.commune),
            contains_eager(Offer.expert).joinedload(Expert.group).joinedload(Group.site),
            selectinload(Offer.skills),
        )
        .order_by(without_accents(Offer.title), Offer.id)
    )
    return list(db.session.scalars(rows))


def _communes(territory: Territory) -> Sequence[Commune]:
    rows = (
        select(Commune)
        .join(territory_commune, territory_commune.c.insee == Commune.insee)
        .where(territory_commune.c.territory_id == territory.id)
        .order_by(without_accents(Commune.name), Commune.insee)
    )
    return db.session.scalars(rows).all()


def _missing(territory: Territory, offers: Sequence[Offer], now: datetime) -> list[MissingSkill]:
    """Needs that no offer answers well enough, by the skill that is nearest to their words; the most asked for first."""
    roles = _unanswered_roles(territory, now)
    found = best_matches(roles)
    short = [role for role in roles if not found[role.id].count]
    labels = {skill.code: skill.label for skill in db.session.scalars(select(Skill).order_by(Skill.code))}
    nearest = nearest_labels(labels, {role.id: words_of(role) for role in short})
    offered = {skill.code for offer in offers for skill in offer.skills}
    grouped: dict[str, list[NeedRole]] = {}
    for role in short:
        grouped.setdefault(nearest.get(role.id) or f"role {role.id}", []).append(role)
    rows = [
        MissingSkill(labels.get(code, members[0].title), members, code not in offered)
        for code, members in grouped.items()
    ]
    return sorted(rows, key=lambda row: (-len(row.roles), bare(row.label)))


def _unanswered_roles(territory: Territory, now: datetime) -> Sequence[NeedRole]:
    """The roles of a year that are still open, or whose need ended without help."""
    rows = (
        select(NeedRole)
        .join(NeedRole.need)
        .where(
            Need.territory_id == territory.id,
            Need.opened_at >= now - LOOKED_BACK,
            Need.state.in_(("open", "closed_no_help", "set_aside", "withdrawn")),
            NeedRole.state.in_(("open", "proposed", "unanswered", "dropped")),
        )
        .options(
            contains_eager(NeedRole.need).joinedload(Need.company),
            contains_eager(NeedRole.need).joinedload(Need.territory),
            contains_eager(NeedRole.need).selectinload(Need.roles),
        )
        .order_by(Need.opened_at.desc(), NeedRole.id)
        .limit(MOST_NEEDS)
    )
    return db.session.scalars(rows).unique().all()


def _unasked(offers: Sequence[Offer], now: datetime) -> list[Offer]:
    """Offers that nobody was asked about for a year, though they were there."""
    asked = set(db.session.scalars(select(Proposal.offer_id).where(Proposal.sent_at >= now - UNASKED_FOR).distinct()))
    return [offer for offer in offers if offer.id not in asked and offer.created_at < now - UNASKED_FOR]


def _coverage(offers: Sequence[Offer], communes: Sequence[Commune]) -> list[Coverage]:
    """For each family of skills, the communes that an offer reaches on the spot, the least reached family first.

    Offers from afar reach no place, and a commune whose place is not known is left out.
    """
    families = find_families()
    places = {commune.insee: point for commune in communes if (point := commune.point) is not None}
    placed = [commune for commune in communes if commune.insee in places]
    reach: dict[str, set[str]] = {}
    for offer in offers:
        if offer.place != "remote" and offer.id in families:
            reach.setdefault(families[offer.id], set()).update(_reached(offer, places))
    rows = [
        Coverage(family, len(insee), len(placed), [each for each in placed if each.insee not in insee])
        for family, insee in reach.items()
    ]
    return sorted(rows, key=lambda row: (row.reached, row.family))


def _reached(offer: Offer, places: Mapping[str, Point]) -> set[str]:
    origin = offer.expert.commune or offer.expert.group.site
    if offer.radius_km is None:
        return set(places)
    if origin is None or origin.point is None:
        return set()
    start = origin.point
    return {insee for insee, point in places.items() if distance_km(start, point) <= offer.radius_km}
