"""The people of one small story, ready to act: a role that may be proposed, experts whose group has days."""

from dataclasses import dataclass

from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory, OfferFactory, RoleFactory
from factories.people import ExpertFactory, GroupFactory
from factories.territories import TerritoryFactory

from webapp.domain.states import Actor, ActorKind
from webapp.models.conventions import Pledge
from webapp.models.missions import Mission
from webapp.models.needs import NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal
from webapp.services.answers import accept_proposal
from webapp.services.proposals import Choice, send_proposals
from webapp.transaction import transaction

DESK = Actor(ActorKind.ACCOUNT, 1)
EXPERT = Actor(ActorKind.EXPERT, 1)
FIRM = Actor(ActorKind.CONTACT, 1)


@dataclass
class Story:
    role: NeedRole
    pledge: Pledge
    offers: list[Offer]

    def send(self, now) -> list[Proposal]:
        with transaction():
            return send_proposals(self.role, [Choice(offer) for offer in self.offers], by=DESK, now=now)

    def accepted(self, now) -> Mission:
        first, *_ = self.send(now)
        with transaction():
            return accept_proposal(first, by=EXPERT, now=now).mission


def tell_story(*, offers: int = 2, pledged_minutes: int = 4200, minutes: int = 420, **territory) -> Story:
    place = TerritoryFactory(**territory)
    group = GroupFactory()
    pledge = PledgeFactory(convention=ConventionFactory(territory=place), group=group, pledged_minutes=pledged_minutes)
    role = RoleFactory(need=NeedFactory(territory=place), minutes=minutes)
    return Story(role, pledge, [OfferFactory(expert=ExpertFactory(group=group)) for _ in range(offers)])
