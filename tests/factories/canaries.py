"""People whose every name and word is unlike any other, so that a dump of the database shows what is left of them."""

import itertools
from dataclasses import replace
from datetime import date

from factories.requests import FIRM, PERSON
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.states import JOB, Actor, ActorKind
from webapp.extensions import Base, db
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.missions import declare_visit, dispute_visit, end_mission
from webapp.services.notes import add_note
from webapp.services.spaces import note_absence
from webapp.transaction import transaction

_NUMBERS = itertools.count(1)


class Canaries:
    """Words planted for one person."""

    def __init__(self):
        self.planted = []

    def word(self):
        """A word found nowhere else."""
        self.planted.append(f"zqx{next(_NUMBERS):05}w")
        return self.planted[-1]

    def email(self):
        return f"{self.word()}@exemple.fr"

    def phone(self):
        self.planted.append(f"+336990{next(_NUMBERS):05}")
        return self.planted[-1]

    def left(self):
        """Those that the database still holds somewhere."""
        everything = dump()
        return [word for word in self.planted if word in everything]


def dump():
    """Every value of every row of every table, as text."""
    db.session.expire_all()
    return "\n".join(
        f"{table.name}{tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)!r}"
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
    )


def person(canaries):
    return replace(PERSON, name=canaries.word(), email=canaries.email(), phone=canaries.phone(), role=canaries.word())


def firm(canaries):
    return replace(FIRM, name=canaries.word(), trade=canaries.word())


class Met:
    """A firm and an expert who met: every word of theirs a canary."""

    def __init__(self, now):
        self.firm, self.expert, self.story = Canaries(), Canaries(), tell_story(offers=1)
        with transaction():
            self._name_firm(self.story.role.need)
            self._name_expert(self.story.offers[0])
        self.mission = self._meet(now)

    def _name_firm(self, need):
        need.title, need.text, need.typed = self.firm.word(), self.firm.word(), {"said": {"name": self.firm.word()}}
        need.contact.name, need.contact.role = self.firm.word(), self.firm.word()
        need.contact.email, need.contact.phone = self.firm.email(), self.firm.phone()
        need.company.name, need.company.siren = self.firm.word(), "732829320"
        self.story.role.title = self.firm.word()

    def _name_expert(self, offer):
        offer.title, offer.text, offer.code = self.expert.word(), self.expert.word(), self.expert.word()
        offer.confirmed_on = date(2026, 11, 2)
        expert = offer.expert
        expert.name, expert.job, expert.code = self.expert.word(), self.expert.word(), self.expert.word()
        expert.email, expert.phone = self.expert.email(), self.expert.phone()

    def _meet(self, now):
        (proposal,) = self.story.send(now)
        expert, contact = (
            Actor(ActorKind.EXPERT, proposal.expert_id),
            Actor(ActorKind.CONTACT, proposal.role.need.contact_id),
        )
        with transaction():
            proposal.reasons = [[self.firm.word(), self.expert.word()]]
            mission = accept_proposal(proposal, by=expert, now=now).mission
        with transaction():
            settle_answer(proposal, by=JOB, now=now)
            note_absence(proposal.expert, date(2027, 1, 4), date(2027, 1, 8), by=expert, now=now)
        with transaction():
            visit = declare_visit(mission, date(2026, 11, 24), 180, by=expert, now=now)
            dispute_visit(visit, by=contact, now=now, minutes=120, words=self.firm.word())
            add_note(mission, self.expert.word(), by=expert, now=now)
        return mission

    def end(self, now):
        with transaction():
            end_mission(self.mission, "finish", by=DESK, now=now)
        return self

    @property
    def people(self):
        return self.firm.planted + self.expert.planted
