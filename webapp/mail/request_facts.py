"""What an expert is told of a request, in the mail and on the page alike. The firm's name is not part of it.

It only reads. Durations are integer minutes, distances whole kilometres; None means that nobody has said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.domain.days import USUAL_DAY
from webapp.domain.deadlines import end_of_day
from webapp.domain.distances import distance_km
from webapp.domain.requests import title_of
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.conventions import Convention, binds_on
from webapp.models.missions import Mission
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory


@dataclass(frozen=True)
class RequestFacts:
    """Who asks, what, how long, by when, and why this expert."""

    #: empty when it is not known
    town: str
    #: as the firm says it, with a capital: "Menuiserie bois"
    trade: str
    staff: int | None
    #: as the firm wrote it
    text: str
    #: what this expert is asked for, where a coordinator has said more than the text does
    title: str
    minutes: int
    minutes_per_day: int
    deadline_on: date | None
    #: "on_site", "remote" or "either"
    place: str
    offer_title: str
    #: the words of the request that the offer answers
    words: tuple[str, ...]
    distance_km: int | None
    #: what the expert gives in a year for this offer, and what is left of it
    own_minutes: int | None
    own_minutes_left: int | None


def read_request(proposal: Proposal, on: date) -> RequestFacts:
    """What the page and the mails say of a request on a day."""
    need, offer = proposal.role.need, proposal.offer
    company, title = need.company, proposal.role.title
    given = _given_minutes(offer, on.year) if offer.minutes_per_year else 0
    return RequestFacts(
        town=company.commune.name if company else "",
        trade=company.trade[:1].upper() + company.trade[1:] if company else "",
        staff=company.staff if company else None,
        text=need.text,
        title="" if title == title_of(need.text) else title,
        minutes=proposal.minutes,
        minutes_per_day=day_length(need.territory, on),
        deadline_on=need.deadline_on,
        place=_place(need.place, offer.place),
        offer_title=offer.title,
        words=tuple(dict.fromkeys(asked for asked, _found in proposal.reasons)),
        distance_km=_distance(proposal),
        own_minutes=offer.minutes_per_year,
        own_minutes_left=max(offer.minutes_per_year - given, 0) if offer.minutes_per_year else None,
    )


def day_length(territory: Territory | None, on: date) -> int:
    """Minutes of a day under the territory's convention in force; the usual seven hours without one."""
    if territory is None:
        return USUAL_DAY
    minutes = select(Convention.minutes_per_day).where(binds_on(territory.id, on)).order_by(Convention.starts_on.desc())
    return db.session.scalar(minutes.limit(1)) or USUAL_DAY


def _place(wanted: str, offered: str) -> str:
    return offered if wanted == "either" else wanted


def _distance(proposal: Proposal) -> int | None:
    company, expert = proposal.role.need.company, proposal.expert
    here = expert.commune or expert.group.site
    return distance_km(company.commune.point, here.point) if company and here else None


def _given_minutes(offer: Offer, year: int) -> int:
    """What was said yes to for this offer in a year: what is agreed while a mission lasts, afterwards what it took."""
    begins, ends = end_of_day(date(year - 1, 12, 31)), end_of_day(date(year, 12, 31))
    missions = db.session.scalars(
        select(Mission)
        .join(Mission.proposal)
        .where(Proposal.offer_id == offer.id, Mission.created_at >= begins, Mission.created_at < ends)
        .options(selectinload(Mission.visits))
    )
    return sum(_minutes_of(mission) for mission in missions)


def _minutes_of(mission: Mission) -> int:
    spent = sum(visit.minutes or 0 for visit in mission.visits if visit.state != "cancelled")
    return max(spent, mission.agreed_minutes) if mission.state in OPEN_MISSION else spent
