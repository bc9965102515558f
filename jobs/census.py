"""The census of offers: once a year, experts and referents are asked whether their offers still stand."""

from __future__ import annotations

from datetime import datetime

from jobs.items import Outcome, for_each
from webapp.clock import local_date
from webapp.domain.deadlines import is_sending_hour
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.groups import Expert, GroupReferent
from webapp.services.census import ask_census, list_census_experts, list_census_referents


def ask_for_census(now: datetime) -> Outcome:
    """Ask experts who offer something, and referents of their groups, who were not asked for a year.

    Selects people whose last question, or first day, is a year old; the event of the question marks them done. At sending
    hours only, never in August or at Christmas, never while an expert is away. After a week off, one question for each.
    """
    if not is_sending_hour(now):
        return Outcome()
    today = local_date(now)

    def ask_expert(expert_id: int) -> bool:
        return ask_census(db.session.get_one(Expert, expert_id), by=JOB, now=now)

    def ask_referent(referent_id: int) -> bool:
        return ask_census(db.session.get_one(GroupReferent, referent_id), by=JOB, now=now)

    return for_each(list_census_experts(today), ask_expert) + for_each(list_census_referents(today), ask_referent)
