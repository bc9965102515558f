"""Visits: who has met is asked once the day has passed, and a firm that stays silent is taken at its silence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB, OPEN_MISSION
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.missions import Mission, Visit
from webapp.services.missions import deem_visit
from webapp.services.questions import ask_about_visit, ask_whether_met, is_reachable
from webapp.services.steps import lock


def ask_about_visits(now: datetime) -> Outcome:
    """Ask experts about planned visits whose day has passed, and about missions for which nobody planned one.

    One question a visit (`asked_at`); for a mission on its `ask_on`, then a month later. Never while the expert is
    away or out of reach, and at sending hours only. After a week off, one question for each.
    """
    if not is_sending_hour(now):
        return Outcome()
    return _ask_about_planned(now) + _ask_whether_met(now)


def _ask_about_planned(now: datetime) -> Outcome:
    due = (
        select(Visit.id)
        .join(Visit.mission)
        .where(
            Visit.state == "planned",
            Visit.asked_at.is_(None),
            Visit.planned_on < local_date(now),
            Mission.state.in_(OPEN_MISSION),
        )
        .order_by(Visit.planned_on, Visit.id)
    )

    def ask(visit_id: int) -> bool:
        visit = db.session.get_one(Visit, visit_id)
        return _hears(visit.mission, now) and ask_about_visit(visit, by=JOB, now=now)

    return for_each(db.session.scalars(due).all(), ask)


def _ask_whether_met(now: datetime) -> Outcome:
    today = local_date(now)
    planned = exists().where(Visit.mission_id == Mission.id, Visit.state == "planned", Visit.planned_on >= today)
    due = (
        select(Mission.id)
        .where(Mission.state.in_(OPEN_MISSION), Mission.introduced_at.is_not(None), Mission.ask_on <= today, ~planned)
        .order_by(Mission.ask_on, Mission.id)
    )

    def ask(mission_id: int) -> bool:
        mission = db.session.get_one(Mission, mission_id)
        return _hears(mission, now) and ask_whether_met(mission, by=JOB, now=now)

    return for_each(db.session.scalars(due).all(), ask)


def _hears(mission: Mission, now: datetime) -> bool:
    is_hour = is_sending_hour(now, mission.role.need.department)
    return is_hour and is_reachable(mission.proposal.expert, local_date(now))


def deem_silent_visits(now: datetime) -> Outcome:
    """Count visits as deemed confirmed whose firm stayed silent beyond the day it was told of.

    Selects declared visits whose `deem_on` has passed; their state marks them done. A firm whose question never left,
    or of which nobody knows whether it arrived, was not silent: its visit waits for a coordinator. After a week off,
    all at once.
    """
    question, later = aliased(OutgoingMail), aliased(OutgoingMail)
    newer = exists().where(later.template == question.template, later.object_id == Visit.id, later.id > question.id)
    never_arrived = exists().where(
        question.template == "visit_to_confirm", question.object_id == Visit.id, question.state != "sent", ~newer
    )
    due = (
        select(Visit.id)
        .where(Visit.state == "declared", Visit.deem_on < local_date(now), ~never_arrived)
        .order_by(Visit.deem_on, Visit.id)
    )

    def deem(visit_id: int) -> bool:
        visit = db.session.get_one(Visit, visit_id)
        lock(visit.mission)
        # corrected and declared again meanwhile, it has a question and days of its own
        if db.session.scalar(due.where(Visit.id == visit_id)) is None:
            return False
        deem_visit(visit, by=JOB, now=now)
        return True

    return for_each(db.session.scalars(due).all(), deem)
