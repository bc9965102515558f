"""What the page of one mission shows to its expert: what was given, what is planned, what is asked. It only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.clock import local_date
from webapp.domain.states import OPEN_MISSION
from webapp.extensions import db
from webapp.models.companies import Company, Contact
from webapp.models.conventions import Pledge
from webapp.models.events import Event
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.models.needs import Need, NeedRole
from webapp.models.proposals import Proposal
from webapp.models.territories import Territory
from webapp.services.give_ups import find_give_up
from webapp.services.missions import list_visits

#: a visit of these states counts as time given
GIVEN = ("declared", "confirmed", "deemed")


@dataclass(frozen=True)
class VisitPage:
    """A mission as its expert sees it now."""

    mission: Mission
    visits: list[Visit]
    #: the visit that is planned, whose day may have passed
    planned: Visit | None
    today: date
    #: when the expert said that they will not meet
    given_up: Event | None

    @property
    def need(self) -> Need:
        return self.mission.role.need

    @property
    def territory(self) -> Territory | None:
        return self.need.territory

    @property
    def contact(self) -> Contact | None:
        """Whom to reach at the firm; nobody before both sides were introduced."""
        return self.need.contact if self.mission.introduced_at is not None else None

    @property
    def minutes_per_day(self) -> int:
        return self.mission.pledge.convention.minutes_per_day

    @property
    def told(self) -> list[Visit]:
        """The visits that were declared, whatever became of them."""
        return [visit for visit in self.visits if visit.state != "planned"]

    @property
    def given_minutes(self) -> int:
        return sum(visit.minutes or 0 for visit in self.visits if visit.state in GIVEN)

    @property
    def is_open(self) -> bool:
        return self.mission.state in OPEN_MISSION

    @property
    def asks_about(self) -> Visit | None:
        """The planned visit whose day has come."""
        is_over = self.planned is not None and (self.planned.planned_on or self.today) <= self.today
        return self.planned if is_over else None

    def meant_by(self, worked_on: date) -> Visit | None:
        """The planned visit that a declared day stands for: the one of that day, else the one whose day has passed."""
        planned = [visit for visit in self.visits if visit.state == "planned"]
        same_day = (visit for visit in planned if visit.planned_on == worked_on)
        return next(same_day, self.asks_about)


def find_mission_of(link: ActionLink) -> Mission:
    """The mission that a link is about, with all that its page shows."""
    need = joinedload(Mission.role).joinedload(NeedRole.need)
    expert = joinedload(Mission.proposal).joinedload(Proposal.expert)
    return db.session.scalars(
        select(Mission)
        .where(Mission.id == link.object_id)
        .options(
            need.joinedload(Need.territory),
            need.joinedload(Need.contact),
            need.joinedload(Need.company).joinedload(Company.commune),
            expert.joinedload(Expert.group),
            joinedload(Mission.pledge).joinedload(Pledge.convention),
        )
    ).one()


def read_visit_page(link: ActionLink, now: datetime) -> VisitPage:
    """The page of a link by which visits are planned and declared."""
    mission = find_mission_of(link)
    visits = list_visits(mission)
    planned = next((visit for visit in visits if visit.state == "planned"), None)
    return VisitPage(mission, visits, planned, local_date(now), find_give_up(mission))


def find_visit(mission: Mission, public_id: str) -> Visit | None:
    """A visit of this mission by its public id."""
    return db.session.scalar(select(Visit).where(Visit.mission_id == mission.id, Visit.public_id == public_id))
