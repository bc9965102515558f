"""The expert's space: what they are asked, what they do, what they gave, and when they wish to be left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import delete, func, select
from sqlalchemy.orm import joinedload, selectinload

from webapp.clock import local_date
from webapp.domain.days import in_days
from webapp.domain.links import Purpose
from webapp.domain.states import OPEN_MISSION, Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.companies import Company
from webapp.models.conventions import Pledge
from webapp.models.groups import Absence, Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.census import list_offers_to_confirm
from webapp.services.links import find_link
from webapp.services.steps import lock, record
from webapp.services.territories import list_pledging_territories
from webapp.services.visit_pages import GIVEN

#: absences that one person may have noted ahead
MAX_ABSENCES = 20


@dataclass(frozen=True)
class Given:
    """Days that an expert gave, exactly: days of several conventions add up, their minutes do not."""

    this_year: Fraction
    in_all: Fraction
    #: how long a day is; None where the conventions differ
    minutes_per_day: int | None


@dataclass(frozen=True)
class SpacePage:
    """An expert's space as it is now."""

    expert: Expert
    #: requests that wait for an answer, the most urgent first
    requests: list[Proposal]
    #: visits whose day is over: did they take place, and for how long?
    passed: list[Visit]
    missions: list[Mission]
    past_missions: list[Mission]
    given: Given
    #: what is put to firms in their name
    offers: Sequence[Offer]
    #: those that are not over
    absences: list[Absence]
    #: where their group has promised days: whose coordinators correct what is kept of them
    places: list[Territory]
    today: date

    @property
    def given_of(self) -> dict[int, int]:
        """Minutes given so far, by mission."""
        return {
            mission.id: sum(visit.minutes or 0 for visit in mission.visits if visit.state in GIVEN)
            for mission in (*self.missions, *self.past_missions)
        }

    @property
    def next_of(self) -> dict[int, date]:
        """The day of the next visit, by mission, where one is planned."""
        planned = [(visit.planned_on, mission.id) for mission in self.missions for visit in _planned(mission)]
        return {mission_id: day for day, mission_id in sorted(planned, reverse=True) if day and day >= self.today}

    @property
    def far(self) -> date:
        """A day three months ahead, as an example."""
        return self.today + timedelta(days=91)

    @property
    def paused_until(self) -> date | None:
        until = self.expert.paused_until
        return until if until is not None and until >= self.today else None


def expert_of(link: ActionLink) -> Expert:
    """Whose space a link opens."""
    return db.session.get_one(Expert, link.person_id)


def find_experts(email: str) -> list[Expert]:
    """The people of that address; nearly always one or none."""
    return list(db.session.scalars(select(Expert).where(func.lower(Expert.email) == email.lower()).order_by(Expert.id)))


def read_space(expert: Expert, now: datetime) -> SpacePage:
    """What the space of an expert shows."""
    today = local_date(now)
    missions = _missions(expert)
    current = [mission for mission in missions if mission.state in OPEN_MISSION]
    return SpacePage(
        expert=expert,
        requests=_requests(expert, today),
        passed=[visit for mission in current for visit in _planned(mission) if visit.planned_on < today],
        missions=current,
        past_missions=[mission for mission in missions if mission.state not in OPEN_MISSION],
        given=_given(missions, today.year),
        offers=list_offers_to_confirm(expert),
        absences=[absence for absence in expert.absences if absence.ends_on >= today],
        places=list_pledging_territories(expert.group),
        today=today,
    )


def find_request_link(expert: Expert, public_id: str) -> ActionLink | None:
    """The link that answers one of this expert's requests."""
    proposal_id = db.session.scalar(select(Proposal.id).where(Proposal.public_id == public_id))
    return find_link(Purpose.ANSWER, proposal_id, expert) if proposal_id else None


def find_mission_link(expert: Expert, public_id: str) -> ActionLink | None:
    """The link by which this expert declares the visits of one of their missions."""
    mission_id = db.session.scalar(select(Mission.id).where(Mission.public_id == public_id))
    return find_link(Purpose.DECLARE_VISIT, mission_id, expert) if mission_id else None


def note_absence(expert: Expert, starts_on: date, ends_on: date, *, by: Actor, now: datetime) -> None:
    """Days on which the expert cannot answer; the same days twice are one absence, and the oldest of many are kept."""
    lock(expert)
    same = Absence.expert_id == expert.id, Absence.starts_on == starts_on, Absence.ends_on == ends_on
    kept = select(func.count()).where(Absence.expert_id == expert.id, Absence.ends_on >= local_date(now))
    if db.session.scalar(select(Absence.id).where(*same)) or (db.session.scalar(kept) or 0) >= MAX_ABSENCES:
        return
    db.session.add(Absence(expert_id=expert.id, starts_on=starts_on, ends_on=ends_on))
    record(expert, "note_absence", by=by, now=now)


def drop_absence(expert: Expert, absence_id: int, *, by: Actor, now: datetime) -> None:
    """An absence that will not be."""
    gone = db.session.execute(delete(Absence).where(Absence.id == absence_id, Absence.expert_id == expert.id))
    if gone.rowcount:
        record(expert, "drop_absence", by=by, now=now)


def leave(expert: Expert, *, by: Actor, now: datetime) -> None:
    """No more requests to this person: their offers are out, the coordinators told; what they gave stays counted."""
    lock(expert)
    if expert.state == "left":
        return
    expert.state = "left"
    event = record(expert, "leave", by=by, now=now, from_state="active", to_state="left")
    # one operator may run several territories, and reads it once
    for territory in {each.contact_email: each for each in list_pledging_territories(expert.group)}.values():
        db.session.add(messages.expert_has_left(expert, territory, event=event, now=now))


def come_back(expert: Expert, *, by: Actor, now: datetime) -> None:
    """Somebody who had left offers their help again."""
    lock(expert)
    if expert.state == "active":
        return
    expert.state = "active"
    record(expert, "come_back", by=by, now=now, from_state="left", to_state="active")


def _requests(expert: Expert, today: date) -> list[Proposal]:
    need = joinedload(Proposal.role).joinedload(NeedRole.need)
    return list(
        db.session.scalars(
            select(Proposal)
            .where(Proposal.expert_id == expert.id, Proposal.state == "sent", Proposal.answer_by >= today)
            .options(
                need.joinedload(Need.company).joinedload(Company.commune),
                need.joinedload(Need.territory),
            )
            .order_by(Proposal.answer_by, Proposal.id)
        )
    )


def _missions(expert: Expert) -> list[Mission]:
    need = joinedload(Mission.role).joinedload(NeedRole.need)
    return list(
        db.session.scalars(
            select(Mission)
            .join(Mission.proposal)
            .where(Proposal.expert_id == expert.id, Mission.state != "cancelled")
            .options(
                need.joinedload(Need.company).joinedload(Company.commune),
                joinedload(Mission.pledge).joinedload(Pledge.convention),
                selectinload(Mission.visits),
            )
            .order_by(Mission.created_at.desc(), Mission.id.desc())
        )
    )


def _planned(mission: Mission) -> list[Visit]:
    return [visit for visit in mission.visits if visit.state == "planned" and visit.planned_on is not None]


def _given(missions: list[Mission], year: int) -> Given:
    days = [
        (visit.worked_on, in_days(visit.minutes or 0, mission.pledge.convention.minutes_per_day))
        for mission in missions
        for visit in mission.visits
        if visit.state in GIVEN
    ]
    lengths = {mission.pledge.convention.minutes_per_day for mission in missions}
    return Given(
        minutes_per_day=lengths.pop() if len(lengths) == 1 else None,
        this_year=sum((amount for day, amount in days if day and day.year == year), start=Fraction(0)),
        in_all=sum((amount for _day, amount in days), start=Fraction(0)),
    )
