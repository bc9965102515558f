from dataclasses import dataclass

import pytest
from browser.inspection import DESKTOP, PHONE
from journeys import acts

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

CONVENTION = "Convention 2025-2028"


@dataclass(frozen=True)
class Story:
    """What a firm asks for, the offer that answers it, and the code of who made it."""

    firm: str
    text: str
    offer: str
    code: str


ENERGY = Story(
    "Ébénisterie Marchand",
    "Bonjour, notre facture d’électricité a doublé avec le chauffage de l’atelier. Qui peut regarder avec nous ?",
    "Réduire la facture d’électricité et de gaz",
    "x15",
)
EXPORT = Story(
    "Meubles Perrin",
    "Nous aimerions vendre nos meubles en Belgique. Par quel pays commencer, faut-il un agent, un distributeur ?",
    "Premières ventes à l’étranger",
    "x16",
)
TRANSPORT = Story(
    "Scierie Didelot",
    "Nos livraisons nous coûtent trop cher : faut-il garder notre camion ou passer par un transporteur ?",
    "Organiser ses tournées et ses expéditions",
    "x25",
)


class Walk:
    """A firm, its expert and their coordinator, each at a window of their own, and how they come to a declared visit."""

    def __init__(self, window, experts, story, **options):
        self.story = story
        self.expert, self.group = experts[story.code]
        self.mail = f"{story.code}@exemple.fr"
        self.manager, self.volunteer, self.helene = (window(**options) for _person in range(3))

    def state_need(self):
        self.manager.open("/")
        self.manager.follow("Décrire mon besoin")
        acts.state_need(self.manager, email=self.mail, text=self.story.text, firm=self.story.firm)
        self.manager.open_mail(self.mail, "Un clic pour que votre demande parte")
        acts.confirm_address(self.manager)

    def ask_expert(self):
        self.helene.become("Hélène Marchal")
        acts.find_need(self.helene, self.story.firm)
        acts.ask_experts(self.helene, self.story.offer)
        self.helene.sees("1 expert sollicité")

    def accept_on_second_thoughts(self):
        self.volunteer.open_mail(self.expert, "Une entreprise de votre territoire")
        self.volunteer.does_not_see(self.story.firm)
        acts.say_yes(self.volunteer)
        self.volunteer.sees("Vous avez dit oui")
        acts.take_back(self.volunteer)
        acts.say_yes(self.volunteer)
        self.volunteer.sees("Vous avez dit oui", "Changer d’avis")

    def declare_visit(self):
        self.helene.pass_days(1)
        self.manager.open_mail(self.mail, "Quelqu’un vous aide")
        self.manager.sees("travaille avec vous")
        self.volunteer.open_mail(self.expert, "Les coordonnées de l’entreprise")
        acts.tell_visit(self.volunteer, f"{self.volunteer.today:%d/%m/%Y}", "3 h 30")

    def tally(self, *columns):
        """What Hélène reads of the group's days."""
        self.helene.open("/desk/conventions")
        self.helene.follow(CONVENTION)
        row = self.helene.row(self.group)
        return [float(row[column].replace(",", ".")) for column in columns]


@pytest.mark.parametrize(
    ("story", "options"),
    [(ENERGY, {"sizes": [PHONE]}), (TRANSPORT, {"sizes": [PHONE], "scripts": False})],
    ids=["phone", "without-scripts"],
)
def test_a_need_becomes_days_that_the_firm_confirms(window, experts, story, options):
    walk = Walk(window, experts, story, **options)
    walk.state_need()
    walk.ask_expert()
    walk.accept_on_second_thoughts()
    walk.declare_visit()

    declared, confirmed = walk.tally("Déclarés", "Confirmés")
    walk.manager.open_mail(walk.mail, "Un temps passé ensemble")
    acts.confirm_visit(walk.manager)

    assert walk.tally("Déclarés", "Confirmés") == [declared - 0.5, confirmed + 0.5]


def test_a_need_becomes_days_that_silence_confirms(window, experts):
    walk = Walk(window, experts, EXPORT, sizes=[DESKTOP])
    walk.state_need()
    walk.ask_expert()
    walk.accept_on_second_thoughts()
    walk.declare_visit()

    for _week in range(3):
        walk.helene.pass_days(7)

    (deemed,) = walk.tally("Réputés confirmés")
    assert deemed >= 0.5
    walk.helene.follow(f"{walk.group}, réputés confirmés")
    assert walk.helene.row(walk.story.firm)["Jours"] == "0,5"
