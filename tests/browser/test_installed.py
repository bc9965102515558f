"""The first person of a new site comes in: what no demonstration shows, for it speaks no TLS and asks for no password."""

import re

import pytest
from browser.inspection import PHONE
from browser.installation import install
from browser.window import Window
from passlib.totp import TOTP

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

PERSON, PASSWORD = "ann.weber@exemple.fr", "Une phrase que personne ne devine"


@pytest.fixture
def site(tmp_path):
    with install(tmp_path / "site") as site:
        yield site


@pytest.fixture
def window(chromium, site, looks):
    window = Window(chromium, site, looks, sizes=[PHONE])
    yield window
    window.close()
    assert not window.faults, "\n".join(window.faults)


TERRITORY = (
    *("territory", "open", "toulois", "--name", "Toulois", "--operator", "Agence du Toulois"),
    *("--contact", "Ann Weber", "--phone", "03 53 01 24 18", "--email", PERSON, "--epci", "200070563"),
)


def test_whoever_gets_the_first_account_chooses_a_password_and_a_second_factor(site, window):
    site.alize(*TERRITORY)
    site.alize("user", "add", PERSON, "--name", "Ann Weber", "--territory", "toulois")
    window.open(re.search(r"https://\S+", site.letter_to(PERSON))[0])

    window.write("Nouveau mot de passe", PASSWORD)
    window.write("Le même, encore une fois", PASSWORD)
    window.press("Enregistrer")
    window.sees("Votre nouveau mot de passe est enregistré")
    window.write("Votre adresse e-mail", PERSON)
    window.write("Votre mot de passe", PASSWORD)
    window.press("Me connecter")
    window.sees("mettez en place le second facteur")
    window.press("Commencer")
    window.write("Code", code_of(window.page.locator("code").inner_text()))
    window.press("Mettre en place")
    window.sees("Le second facteur est en place")
    window.follow("À traiter")
    window.sees("Votre territoire est ouvert")
    window.open("/compte").press("Me déconnecter")
    window.open("/desk")

    assert window.heading == "Connexion"


def code_of(key):
    """What an application of codes shows for this key."""
    return TOTP(key=key.replace(" ", "")).generate().token
