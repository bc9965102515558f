"""What people do, told once: by Visitor in process, and by Window in a real browser."""

#: what the firms of these stories need
NEED = "Bonjour, je cherche quelqu’un pour relire un contrat de travail avant d’embaucher mon premier commercial."


def state_need(person, *, email, text=NEED, firm="Menuiserie Aubry", commune="Toul"):
    """The form, in three steps."""
    person.open("/besoin")
    person.write("Votre nom", "Sylvie Aubry")
    person.write("Votre adresse e-mail", email)
    person.take_time()
    person.press("Continuer")
    person.write("Nom de l’entreprise", firm)
    person.write("Commune", commune)
    person.write("Que fait-elle ?", "menuiserie bois")
    person.write("Combien de personnes y travaillent ?", "8")
    person.take_time()
    person.press("Continuer")
    person.write("Votre besoin", text)
    person.choose("1 jour")
    person.choose("Les deux me vont")
    person.take_time()
    person.press("Envoyer mon besoin")
    person.sees("Regardez votre messagerie")


def confirm_address(person):
    person.press("Oui, c’est ma demande")
    person.sees("Merci, votre adresse est confirmée")


def find_need(coordinator, title):
    """From the list of needs to one of them."""
    coordinator.open("/desk/besoins")
    coordinator.follow(title)


def ask_experts(coordinator, *offers):
    """On the page of a need: tick offers, read again, send."""
    for offer in offers:
        coordinator.choose(offer)
    coordinator.press("Relire et envoyer")
    coordinator.press("Envoyer")


def say_yes(expert):
    expert.choose("Oui, je veux bien aider")
    expert.press("Envoyer ma réponse")


def say_no(expert, reason="Je n’ai pas le temps"):
    expert.choose("Non, pas cette fois")
    expert.choose(reason)
    expert.press("Envoyer ma réponse")
    expert.sees("Vous avez dit non")


def tell_visit(expert, day, length):
    """We have met on that day, for so long; the length in one's own words."""
    expert.choose("Oui, nous nous sommes vus")
    expert.write("Quel jour ?", day)
    expert.choose("Autre durée")
    expert.write("Durée", length)
    expert.press("Envoyer ma réponse")


def confirm_visit(person):
    """The firm answers that the visit was as the expert says."""
    person.choose("Oui, c’est bien cela")
    person.press("Envoyer ma réponse")
    person.sees("est confirmée")


def dispute_visit(person, length):
    """The firm says that it took another time."""
    person.choose("La durée n’est pas la bonne")
    person.write("Combien de temps, selon vous ?", length)
    person.press("Envoyer ma réponse")
    person.sees("Votre réponse est notée")


def take_back(expert):
    expert.press("Changer d’avis")
