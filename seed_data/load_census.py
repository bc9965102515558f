"""The census of February 2026, told again: everybody was asked, nearly everybody confirmed what they offer."""

from __future__ import annotations

from datetime import date, datetime

from seed_data.agenda import Agenda, at
from seed_data.cast import Cast
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.groups import Expert, GroupReferent
from webapp.services.census import (
    Said,
    actor_of_person,
    answer_census,
    ask_census,
    list_census_experts,
    list_census_referents,
)

ASKED_ON, ANSWERED_ON = date(2026, 2, 2), date(2026, 2, 4)

#: offers of which nobody said anything: they are shown as not confirmed
SILENT = ("o31", "o37", "o72")


def tell_census(cast: Cast, agenda: Agenda) -> None:
    """Note the question and the answers in the agenda."""
    agenda.add(at(ASKED_ON, 9), _ask)
    agenda.add(at(ANSWERED_ON, 12), lambda now: _answer(cast, now))


def _ask(now: datetime) -> None:
    for expert_id in list_census_experts(ASKED_ON):
        ask_census(db.session.get_one(Expert, expert_id), by=JOB, now=now)
    for referent_id in list_census_referents(ASKED_ON):
        ask_census(db.session.get_one(GroupReferent, referent_id), by=JOB, now=now)


def _answer(cast: Cast, now: datetime) -> None:
    for expert in cast.experts.values():
        kept = [offer for code, offer in cast.offers.items() if offer.expert_id == expert.id and code not in SILENT]
        answer_census(expert, {offer.id: Said("keep") for offer in kept}, by=actor_of_person(expert), now=now)
