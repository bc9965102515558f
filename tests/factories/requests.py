"""A request as the public form makes it, from its first step to an open one."""

from datetime import date

from factories.territories import CommuneFactory, TerritoryFactory

from webapp.domain.states import Actor, ActorKind
from webapp.models.needs import Need
from webapp.services.communes import search_name
from webapp.services.companies import Firm, Person
from webapp.services.drafts import begin_draft, keep_firm
from webapp.services.needs import Asked, confirm_address, submit_need
from webapp.transaction import transaction

PERSON = Person("Sylvie Aubry", "sylvie.aubry@exemple.fr", "+33639981407", "gérante")
FIRM = Firm("Menuiserie Aubry", "54528", trade="menuiserie bois", staff=8)
ASKED = Asked("Besoin d’une relectur de contra de travail", 420, date(2026, 12, 18))


def toul(**territory):
    """Toul, in a territory of its own."""
    commune = CommuneFactory(insee="54528", name="Toul", search_name=search_name("Toul"), postcodes="54200")
    return TerritoryFactory(communes=[commune], **territory)


def drafted(now, person=PERSON, firm=FIRM) -> Need:
    """The first two steps."""
    with transaction():
        need = begin_draft(person, {"name": person.name}, now=now).need
        keep_firm(need, firm)
    return need


def sent(now, asked=ASKED, doubts=(), **draft) -> Need:
    """The form is sent."""
    need = drafted(now, **draft)
    with transaction():
        submit_need(need, draft.get("firm", FIRM), asked, doubts=doubts, by=contact_of(need), now=now)
    return need


def confirmed(now, **options) -> Need:
    """And its address confirmed."""
    need = sent(now, **options)
    with transaction():
        confirm_address(need, by=contact_of(need), now=now)
    return need


def contact_of(need) -> Actor:
    return Actor(ActorKind.CONTACT, need.contact_id)
