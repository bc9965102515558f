"""A coordinator's day, in a browser: the baskets, an amendment, a month closed, the bilan, an import of 200 experts."""

from io import BytesIO

import pytest
from browser.inspection import DESKTOP
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

#: by basket: the button of a card, and what the page says once it was pressed
ACTS = {
    "to_qualify": ("Solliciter les premiers", "demande part vers"),
    "asked": ("Solliciter la suite", "demande part vers"),
    "silent_3": ("Relancer", "rappel part vers"),
    "silent_9": ("Relancer", "rappel part vers"),
    "silent_45": ("Dire que c’est non", "Le besoin est clos"),
    "refused": ("Dire que c’est non", "Le besoin est clos"),
    "unanswered": ("Dire que c’est non", "Le besoin est clos"),
    "held_yes": ("Accepter", "jours"),
    "held_needs": ("Fausse demande", "mise de côté"),
    "no_contact": ("Écrire aux deux", "Chacun reçoit de nouveau"),
    "no_news": ("Redemander", "La question part"),
    "quiet": ("Finir la mission", "La mission est terminée"),
    "disputed": ("Compter comme l’entreprise", "Le différend est réglé"),
    "no_room": ("Inscrire", "L’engagement du groupe est toujours plein"),
    "asked_often": ("Un mois de repos", "Aucune demande jusqu’au"),
    "never_asked": ("Redemander ses offres", "La question part"),
    "behind": ("Écrire au groupe", "Une lettre part vers"),
    "nearly_used_up": ("Demander un avenant", "Une lettre part vers"),
}

#: what each drawing of a page says to who does not see it, and the fillings of its parts
DRAWINGS = """() => [...document.querySelectorAll('main svg[role=img]')].map(svg => ({
  said: svg.getAttribute('aria-labelledby').split(' ').map(id => document.getElementById(id)?.textContent.trim()),
  parts: [...svg.querySelectorAll('rect')].map(part => part.getAttribute('fill') ?? part.getAttribute('class'))}))"""

HEADS = "code;group;name;email;offer_code;title;place;radius_km;commune"

#: a cell of a line that is wrong, by its column, with what the page says to do
FAULTS = (
    ("email", "sans-arobase", "Ce n’est pas une adresse e-mail."),
    ("email", "", "La cellule est vide. Remplissez-la."),
    (
        "group",
        "Personne SA",
        "Aucun groupe de ce nom n’a promis de jours à votre territoire, dans une convention signée.",
    ),
    ("name", "", "La cellule est vide. Remplissez-la."),
    ("title", "", "La cellule est vide. Remplissez-la."),
    ("place", "au bout du monde", "Écrivez « sur place », « à distance » ou « sur place ou à distance »."),
    ("radius_km", "loin", "Écrivez un nombre entier de kilomètres, de 1 à 1 000, ou rien."),
    ("radius_km", "-3", "Écrivez un nombre entier de kilomètres, de 1 à 1 000, ou rien."),
    ("commune", "Toul", "Un code INSEE a cinq signes, par exemple 54528."),
    ("commune", "54999", "Aucune commune n’a ce code. Le code INSEE n’est pas le code postal."),
)
COLUMNS = {
    "email": "Adresse e-mail",
    "group": "Groupe",
    "name": "Nom",
    "title": "Offre",
    "place": "Lieu",
    "radius_km": "Rayon (km)",
    "commune": "Commune (INSEE)",
}


@pytest.fixture
def helene(window):
    helene = window(sizes=[DESKTOP])
    helene.become("Hélène Marchal")
    return helene


def press_first(person, words):
    """Press the first of the buttons that say this: a basket may hold several cards."""
    button = person.page.get_by_role("button", name=words).first
    with person.page.expect_navigation():
        button.click()


def download(person, words):
    """What a link gives to keep."""
    with person.page.expect_download() as kept:
        person.page.get_by_role("link", name=words, exact=True).click()
    return kept.value.path().read_bytes()


def test_a_card_of_each_basket_is_dealt_with_then_a_month_is_closed(helene):
    # one story: the days that a month takes to be over change what lies in the baskets
    helene.open("/desk")
    for code, (button, said) in ACTS.items():
        helene.open(f"/desk?corbeille={code}")
        press_first(helene, button)
        helene.sees(said)
    helene.open("/desk?corbeille=silent_21")
    helene.page.get_by_text("Vu jusqu’au…").click()
    helene.press("27 novembre")
    helene.sees("Vu. La carte revient le 27 novembre", "Vu par Hélène Marchal, revient le 27 novembre")

    helene.open("/desk")
    helene.pass_days(7)
    close_a_month(helene)


def close_a_month(helene):
    open_present(helene)
    helene.follow("Clore un mois")
    helene.press("Clore novembre 2026")

    helene.sees("Novembre 2026 est clos.", "novembre 2026 clos le 1er décembre 2026, Hélène Marchal")
    assert not helene.page.get_by_role("button", name="Clore novembre 2026").count()


def test_a_pledge_is_raised_and_never_cut_below_what_is_given(helene):
    open_present(helene)
    helene.follow("Le contrat")
    helene.page.get_by_role("link", name="Avenant, Michelin").click()
    helene.choose("Le groupe promet plus de jours")
    amend(helene, "5")
    helene.sees("55", "Paul Aubertin")

    helene.page.get_by_role("link", name="Avenant, Michelin").click()
    helene.choose("Le groupe promet moins de jours")
    amend(helene, "54")
    helene.sees("Jours occupés : 9,5 jours")


def open_present(person):
    person.open("/desk/conventions")
    person.follow("Convention 2025-2028")


def amend(person, days):
    person.write("De combien", days)
    person.write("Convenu avec", "Paul Aubertin")
    person.write("Pourquoi ?", "Le groupe l’a voulu ainsi.")
    person.press("Écrire l’avenant")


def test_the_drawings_are_read_without_colour_and_without_eyes(helene):
    open_present(helene)
    drawings = helene.page.evaluate(DRAWINGS)

    assert len(drawings) > 5
    for drawing in drawings:
        assert all(drawing["said"]), drawing
        known = [part for part in drawing["parts"] if not part.startswith(("f-edge", "f-track", "t-box"))]
        assert len(set(known)) == len(known), f"two parts of one filling: {drawing}"
    for caption in ("Jours par groupe", "Jours cumulés à la fin de chaque période"):
        assert helene.page.locator("table", has=helene.page.locator("caption", has_text=caption)).count() == 1


def test_the_bilan_is_published_and_taken_away(helene):
    open_present(helene)
    helene.follow("Voir le bilan")
    helene.press("Publier ce bilan")
    helene.sees("Le bilan est publié, version 1.")
    helene.follow("Version 1, arrêtée au")
    helene.sees("Version 1, publiée le", "Rien : le journal donne aujourd’hui les mêmes chiffres.")

    given = helene.row("Michelin")["Donnés"]
    printed = PdfReader(BytesIO(download(helene, "PDF")))
    assert printed.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert given in " ".join(page.extract_text() for page in printed.pages)
    sheet = CalamineWorkbook.from_filelike(BytesIO(download(helene, "Classeur XLSX"))).get_sheet_by_index(1).to_python()
    line = next(row for row in sheet if row[0] == "Michelin")
    assert float(given.replace(",", ".")) in [round(cell, 2) for cell in line[1:]]


def sheet_of(*, with_faults):
    """Two hundred offers of two hundred experts; ten of them wrong in one cell, every twentieth."""
    names = HEADS.split(";")
    rows = []
    for number in range(200):
        row = dict(
            zip(names, (f"imp{number}", "Michelin", f"Camille Exemple {number}", f"imp{number}@exemple.fr",
                        f"imp{number}-1", f"Lecture de plans, atelier {number}", "à distance", "50", "54528"), strict=True)
        )  # fmt: skip
        if with_faults and number % 20 == 0:
            column, value, _said = FAULTS[number // 20]
            row[column] = value
        rows.append(";".join(row.values()))
    content = "\r\n".join([HEADS, *rows]).encode()
    return {"name": "experts.csv", "mimeType": "text/csv", "buffer": content}


def read_sheet(person, *, with_faults):
    person.open("/desk/imports")
    person.page.locator("input[type=file]").set_input_files(sheet_of(with_faults=with_faults))
    person.press("Lire le fichier")


def test_two_hundred_experts_come_in_whole_once_ten_lines_are_right(helene):
    read_sheet(helene, with_faults=True)
    helene.sees("190 nouvelles lignes", "10 cellules refusées")
    for place, (column, value, said) in enumerate(FAULTS):
        row = helene.row(f"Ligne {2 + 20 * place}")
        assert (row["Colonne"], row["Ce qu’il faut faire"]) == (COLUMNS[column], said)
        assert value in row["Ce qui est écrit"]
    assert not helene.page.get_by_role("button", name="Importer").count()
    helene.open("/desk/experts?q=Camille+Exemple")
    helene.does_not_see("Camille Exemple")

    read_sheet(helene, with_faults=False)
    helene.sees("200 nouvelles lignes", "0 cellule refusée")
    helene.press("Importer")
    helene.sees("200 lignes sont écrites.")
    read_sheet(helene, with_faults=False)
    helene.sees("200 inchangées", "Ce fichier ne change rien.")
