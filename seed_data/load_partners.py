"""The organisations that lend people, these people, and what they offer."""

from __future__ import annotations

from seed_data import rows
from seed_data.cast import Cast
from seed_data.readers import Programme
from webapp.domain.text import clean_phone
from webapp.extensions import db
from webapp.models.groups import Absence, Expert, Group, GroupReferent
from webapp.models.offers import Offer, Skill

#: length of a day where no convention says it
MINUTES_PER_DAY = 420


def load_groups(programme: Programme, cast: Cast) -> None:
    """The groups, their parents, and whom to write to there."""
    for row in programme.groups:
        group = Group(code=row.code, name=row.name, kind=row.kind, site_insee=row.site_commune)
        group.parent = cast.groups[row.parent] if row.parent else None
        cast.groups[row.code] = group
        db.session.add(group)
    for referent in programme.referents:
        phone = clean_phone(referent.phone)
        group = cast.groups[referent.group]
        db.session.add(GroupReferent(group=group, name=referent.name, email=referent.email, phone=phone))
    db.session.flush()


def load_experts(programme: Programme, cast: Cast) -> None:
    """The experts and the days on which they are away."""
    for row in programme.experts:
        cast.experts[row.code] = expert = _expert(row, cast.groups[row.group])
        db.session.add(expert)
    for absence in programme.absences:
        expert = cast.experts[absence.expert]
        db.session.add(Absence(expert=expert, starts_on=absence.starts_on, ends_on=absence.ends_on))
    db.session.flush()


def load_skills(programme: Programme) -> dict[str, Skill]:
    """The skills by their codes; every installation needs them."""
    skills = {
        row.code: Skill(code=row.code, family=row.family, label=row.label, label_en=row.label_en)
        for row in programme.skills
    }
    db.session.add_all(skills.values())
    return skills


def load_offers(programme: Programme, cast: Cast) -> None:
    """The skills and the offers."""
    skills = load_skills(programme)
    for row in programme.offers:
        cast.offers[row.code] = offer = _offer(row, cast.experts[row.expert])
        offer.skills = [skills[code] for code in row.skills]
        db.session.add(offer)
    db.session.flush()


def _expert(row: rows.ExpertRow, group: Group) -> Expert:
    return Expert(
        code=row.code,
        group=group,
        title=row.title,
        name=row.name,
        job=row.job,
        email=row.email,
        phone=clean_phone(row.phone),
        commune_insee=row.commune,
        max_asks=row.max_asks,
    )


def _offer(row: rows.OfferRow, expert: Expert) -> Offer:
    return Offer(
        code=row.code,
        expert=expert,
        title=row.title,
        text=row.text,
        place=row.place,
        radius_km=row.radius_km,
        minutes_per_year=int(row.days_per_year * MINUTES_PER_DAY),
    )
