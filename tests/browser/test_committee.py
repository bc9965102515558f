import pytest
from browser.inspection import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
FIRM, PROJECT = "Imprimerie Marotel", "Une presse numérique"


def join(firm, kind):
    firm.choose(kind)
    firm.page.get_by_label("Le document", exact=True).set_input_files(
        {"name": f"{kind}.pdf", "mimeType": "application/pdf", "buffer": PAGE}
    )
    firm.press("Joindre")


def complete(firm):
    """A firm, on its phone, page after page."""
    firm.take_link("Compléter le dossier")
    firm.follow("Le projet")
    firm.write("Racontez-le", "Notre compte est FR14 2004 1010 0505 0001 3M02 606.")
    firm.press("Garder et continuer")
    firm.sees("Retirez le numéro de compte")
    firm.write("Racontez-le", "Imprimer ici les petites séries que nous sous-traitons.")
    firm.press("Garder et continuer")
    firm.write("Banque", "30 000")
    firm.press("Garder et continuer")
    firm.write("L’entreprise existe depuis le", "01/02/2009")
    firm.write("Code APE de l’entreprise", "18.12Z")
    firm.write("Aides de minimis reçues en trois ans", "0")
    firm.write("Emplois que le projet créera", "2")
    firm.press("Garder et continuer")
    join(firm, "Comptes des dernières années")
    join(firm, "Plan d’affaires")
    firm.follow("Voir mon dossier")
    firm.looks_in_english()
    firm.press("Remettre mon dossier")
    firm.sees("Votre dossier est remis")


def lay(helene):
    helene.become("Hélène Marchal")
    helene.open("/desk/dossiers")
    helene.follow(f"{FIRM} : {PROJECT}")
    helene.follow("Présenter au comité")
    helene.press("Inscrire à l’ordre du jour")
    helene.follow("Voir la séance")


def take_off(helene, firm):
    case = helene.page.locator("article", has_text=firm)
    case.locator("summary", has_text="Retirer ce dossier").click()
    helene._leave_by(case.get_by_role("button", name="Retirer de l’ordre du jour"))


def hold(helene, *members):
    helene.press("Ouvrir la séance")
    helene.follow("Qui est là")
    for member in members:
        helene.choose(member)
    helene.press("Enregistrer")


def vote(member, choice):
    member.follow(f"5. {FIRM}")
    member.choose(choice)
    member.press("Voter")
    member.sees(f"Vous avez voté : {choice}")


def test_a_dossier_goes_from_a_phone_to_the_minutes(window):
    firm, helene, elisabeth, sandrine = (window(sizes=[PHONE]), window(), window(sizes=[PHONE]), window(sizes=[PHONE]))
    complete(firm)
    lay(helene)

    elisabeth.become("Élisabeth Caron")
    sandrine.become("Sandrine Poirel")
    sandrine.follow("1. Scierie Vautrelle")
    sandrine.looks_in_english()
    sandrine.page.locator("summary", has_text="Ce dossier me concerne").click()
    sandrine.choose("Mon organisme est un fournisseur ou un client")
    sandrine.press("Ne pas voter")
    sandrine.sees("1. Dossier non communiqué")
    sandrine.does_not_see("Scierie Vautrelle")
    packet = sandrine.page.get_by_role("link", name="Mes dossiers en PDF").get_attribute("href")
    assert sandrine.page.request.get(packet).body().startswith(b"%PDF")

    for other in ("Scierie Vautrelle", "Métallerie Lhuillier", "Vergers de la Côte", "Fromagerie des Côtes"):
        take_off(helene, other)
    hold(helene, "Élisabeth Caron", "Sandrine Poirel", "Jean-Marc Vallin")
    for member in (elisabeth, sandrine):
        member.open("/comite")
        vote(member, "Pour")

    helene.follow("Accorder")
    helene.looks_in_english()
    helene.write("Nombre d’échéances", "20")
    helene.press("Accorder")
    helene.press("Clore la séance")
    helene.follow("Écrire et publier")
    helene.write("Une remarque", "Le comité visitera l’atelier au printemps.")
    helene.press("Publier le procès-verbal")
    helene.sees("Version 1", "2 pour, 0 contre, 0 abstentions")
    helene.looks_in_english()
    elisabeth.open("/comite")
    elisabeth.sees("Séances passées")
    elisabeth.looks_in_english()
