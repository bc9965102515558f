import pytest
from browser.window import DESKTOP, PHONE
from journeys import acts

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.timeout(400)]

#: what is asked for, the offer that answers it, and who made it
STORIES = {
    "phone": (
        "Bonjour, notre facture d’électricité a doublé avec le chauffage de l’atelier. Qui peut regarder avec nous ?",
        "Réduire la facture d’électricité et de gaz",
        "x15",
    ),
    "desktop": (
        "Nous aimerions vendre nos meubles en Belgique. Par quel pays commencer, faut-il un agent, un distributeur ?",
        "Premières ventes à l’étranger",
        "x16",
    ),
    "without scripts": (
        "Nos livraisons nous coûtent trop cher : faut-il garder notre camion ou passer par un transporteur ?",
        "Organiser ses tournées et ses expéditions",
        "x25",
    ),
}


@pytest.mark.parametrize(
    ("story", "options"),
    [
        ("phone", {"size": PHONE}),
        ("desktop", {"size": DESKTOP}),
        ("without scripts", {"size": PHONE, "scripts": False}),
    ],
    ids=list(STORIES),
)
def test_a_need_is_walked_to_its_counted_days(window, experts, story, options):
    text, offer, code = STORIES[story]
    firm, expert = f"{code}@exemple.fr", experts[code]
    manager, volunteer, helene = window(**options), window(**options), window(**options)

    manager.open("/")
    manager.follow("Décrire mon besoin")
    acts.state_need(manager, email=firm, text=text, firm=f"Ébénisterie {story}")
    manager.open_mail(firm, "Un clic pour que votre demande parte")
    acts.confirm_address(manager)

    helene.become("Hélène Marchal")
    acts.find_need(helene, f"Ébénisterie {story}")
    acts.ask_experts(helene, offer)
    helene.sees("1 expert sollicité")

    volunteer.open_mail(expert, "Une entreprise de votre territoire")
    acts.say_yes(volunteer)
    volunteer.sees("Vous avez dit oui", "Changer d’avis")
    helene.pass_days(1)

    manager.open_mail(firm, "Quelqu’un vous aide")
    manager.sees("travaille avec vous")
    volunteer.open_mail(expert, "Les coordonnées de l’entreprise")
    today = volunteer.today
    acts.tell_visit(volunteer, f"{today:%d/%m/%Y}", "3 h 30")
    manager.open_mail(firm, "Un temps passé ensemble")
    acts.confirm_visit(manager)

    helene.open("/desk/conventions")
    helene.follow("Convention")
    helene.sees("Par groupe", "confirmés")
