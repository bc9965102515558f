"""A committee and its money, in a browser: a dossier goes from a phone to the minutes, two people pay an advance, a file of
the bank is read and matched, a funder reads its statement, a firm says on its phone that a month is hard."""

import pytest
from browser.inspection import DESKTOP, PHONE
from factories.bank import camt, entry

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
    """Today, and not on the day that was planned."""
    helene.sees("La séance s’ouvre ici, le jour même.")
    helene.page.locator("summary", has_text="Autres actes").click()
    helene.follow("Changer la date ou le lieu")
    helene.looks_in_english()
    helene.write("Jour de la réunion", "24/11/2026")
    helene.press("Enregistrer")
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


def open_fund(person):
    person.open("/desk/fonds")
    person.follow("Fonds d’avances de Terres de Lorraine")
    person.looks_in_english()


def test_two_people_pay_and_the_one_who_ordered_is_refused(window):
    helene, camille = window(sizes=[DESKTOP]), window(sizes=[DESKTOP])
    helene.become("Hélène Marchal")
    helene.open("/desk?corbeille=to_confirm")
    helene.sees("Une personne a ordonné, une autre confirme")
    helene.follow("Confirmer le paiement")
    helene.press("Confirmer le paiement")
    helene.sees("Vous avez ordonné ce paiement")

    camille.become("Camille Roussel")
    camille.open("/desk?corbeille=to_confirm")
    camille.follow("Confirmer le paiement")
    camille.press("Confirmer le paiement")
    camille.sees("Le paiement est confirmé", "En cours")
    camille.looks_in_english()


def test_a_file_of_the_bank_is_read_and_its_line_is_matched(window):
    helene = window(sizes=[DESKTOP])
    helene.become("Hélène Marchal")
    open_fund(helene)
    helene.follow("La banque")
    content = camt("08", [entry("08", -780, words="Commission de mouvement", reference="F-1")])
    file = {"name": "releve.xml", "mimeType": "application/xml", "buffer": content}
    helene.page.get_by_label("Fichier de la banque").set_input_files(file)
    helene.press("Lire le fichier")
    helene.sees("1 lignes nouvelles sur 1", "Commission de mouvement")
    helene.looks_in_english()
    line = helene.page.locator("article", has_text="Commission de mouvement")
    helene._leave_by(line.get_by_role("link", name="Dire ce que c’est"))
    helene.choose("Frais de banque")
    helene.press("Noter")
    helene.sees("La ligne est rapprochée")


def test_a_funder_has_its_statement(window):
    helene = window(sizes=[DESKTOP, PHONE])
    helene.become("Hélène Marchal")
    open_fund(helene)
    helene.page.get_by_role("link", name="Michelin : son relevé").click()
    helene.sees("Relevé : Michelin", "Sa part des emplois")
    helene.looks_in_english()


def test_a_firm_says_on_its_phone_that_a_month_is_hard(window):
    firm, helene = window(sizes=[PHONE]), window(sizes=[DESKTOP])
    firm.take_link("Suivre l’avance")
    firm.sees("à rembourser", "Prochaine échéance", "À qui écrire")
    firm.looks_in_english()
    firm.follow("Dire ce qui se passe")
    firm.write("Que se passe-t-il", "Un client nous paie en mars.")
    firm.press("Envoyer")
    firm.sees("C’est dit", "Un client nous paie en mars.")

    helene.become("Hélène Marchal")
    helene.open("/desk?corbeille=in_trouble")
    helene.sees("L’entreprise a écrit que rembourser devient difficile")
    helene.follow("Noter ce qui est convenu")
    helene.write("Qu’avez-vous convenu", "Deux mois de plus, au prochain comité.")
    helene.press("Noter")
    helene.sees("Deux mois de plus, au prochain comité.")
