"""What an expert is asked once a visit should have taken place: did it, when, how long?"""

from __future__ import annotations

from datetime import date, datetime

from webapp.clock import local_date
from webapp.domain import deadlines
from webapp.domain.links import Purpose
from webapp.domain.states import OPEN_MISSION, Actor
from webapp.extensions import db
from webapp.mail import messages
from webapp.models.groups import Expert
from webapp.models.links import ActionLink
from webapp.models.missions import Mission, Visit
from webapp.services.answers import LINK_LIFE
from webapp.services.links import issue_link
from webapp.services.steps import lock, record


def is_reachable(expert: Expert, on: date) -> bool:
    """True when a mail of ours may reach an expert on a day: still there, not absent, the address good."""
    absent = any(absence.starts_on <= on <= absence.ends_on for absence in expert.absences)
    return expert.state == "active" and expert.bounced_at is None and not absent


def ask_about_visit(visit: Visit, *, by: Actor, now: datetime) -> bool:
    """The day of a planned visit has passed: ask the expert once; False when there is nothing to ask any more."""
    mission = lock(visit.mission)
    lock(visit)
    today = local_date(now)
    is_over = visit.planned_on is not None and visit.planned_on < today
    if visit.state != "planned" or visit.asked_at is not None or not is_over or mission.state not in OPEN_MISSION:
        return False
    visit.asked_at = now
    _count_question(mission, now=now)
    event = record(visit, "ask", by=by, now=now)
    db.session.add(messages.visit_to_declare(visit, _link(mission, now), event=event, now=now))
    return True


def ask_whether_met(mission: Mission, *, by: Actor, now: datetime) -> bool:
    """Nobody planned a visit, or nobody said what became of it: ask the expert, then again a month later.

    False when there is nothing to ask any more: the mission is over, its day not come, or a visit is planned.
    """
    lock(mission)
    today = local_date(now)
    waits = any(visit.state == "planned" and (visit.planned_on or today) >= today for visit in mission.visits)
    if mission.state not in OPEN_MISSION or mission.introduced_at is None or mission.ask_on > today or waits:
        return False
    _count_question(mission, now=now)
    event = record(mission, "ask", by=by, now=now)
    db.session.add(messages.have_you_met(mission, _link(mission, now), event=event, now=now))
    return True


def _count_question(mission: Mission, *, now: datetime) -> None:
    mission.asked_count += 1
    mission.last_asked_at = now
    mission.ask_on = deadlines.ask_again_on(local_date(now), mission.role.need.department)


def _link(mission: Mission, now: datetime) -> ActionLink:
    return issue_link(Purpose.DECLARE_VISIT, mission.id, mission.proposal.expert, expires_at=now + LINK_LIFE)
