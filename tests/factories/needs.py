from datetime import UTC, date, datetime

import factory
from factories.base import Factory
from factories.people import ContactFactory, ExpertFactory
from factories.territories import TerritoryFactory

from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.models.proposals import Proposal


class OfferFactory(Factory):
    class Meta:
        model = Offer

    code = factory.Sequence(lambda n: f"offre-{n}")
    expert = factory.SubFactory(ExpertFactory)
    title = "Contrats de travail : rédaction et relecture"
    text = "Je relis vos contrats de travail, période d’essai et forfait jours compris."


class NeedFactory(Factory):
    class Meta:
        model = Need

    state = "open"
    territory = factory.SubFactory(TerritoryFactory)
    contact = factory.SubFactory(ContactFactory)
    company = factory.SelfAttribute("contact.company")
    title = "Relire un contrat de travail"
    text = "besoin d’une relectur de contra de travail pour mon premier commercial"
    wished_minutes = 420
    deadline_on = date(2026, 12, 18)
    received_at = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
    opened_at = datetime(2026, 11, 16, 9, 5, tzinfo=UTC)


class RoleFactory(Factory):
    class Meta:
        model = NeedRole

    need = factory.SubFactory(NeedFactory)
    title = factory.SelfAttribute("need.title")
    minutes = 420


class ProposalFactory(Factory):
    """A bare row in its state; the stories of tests/services make the true ones."""

    class Meta:
        model = Proposal

    role = factory.SubFactory(RoleFactory, state="proposed")
    offer = factory.SubFactory(OfferFactory)
    expert = factory.SelfAttribute("offer.expert")
    minutes = factory.SelfAttribute("role.minutes")
    sent_at = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    answer_by = date(2026, 12, 3)
