"""Money, in a browser: two people pay an advance, a file of the bank is read and matched, a funder reads its statement, a
firm says on its phone that a month is hard."""

import pytest
from browser.inspection import DESKTOP, PHONE
from factories.bank import camt, entry

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]


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
