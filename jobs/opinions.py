"""What a mission was worth: both sides are asked once it is over."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.missions import Mission
from webapp.services.opinions import ask_for_opinions, list_missions_to_ask_about


def ask_what_it_was_worth(now: datetime) -> Outcome:
    """Ask firm and expert what they think of a mission, two days after its end, who has not answered on a page.

    Selects missions over for two days to two months with a side that was never asked; the row of the question marks it
    done. Not before each visit is settled, so that a firm has one question at a time; an expert who is away is asked
    when back. At sending hours only. After a week off, one question for each.
    """
    if not is_sending_hour(now):
        return Outcome()

    def ask(mission_id: int) -> bool:
        mission = db.session.get_one(Mission, mission_id)
        return is_sending_hour(now, mission.role.need.department) and ask_for_opinions(mission, by=JOB, now=now)

    return for_each(list_missions_to_ask_about(now), ask)
