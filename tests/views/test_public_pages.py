import re
from dataclasses import replace

import pytest
from factories.territories import TerritoryFactory

from webapp.domain.catalogue import ACCOUNT, NOTICE, RULES

ENDPOINTS = (
    "public.pages_home",
    "public.pages_how",
    "public.pages_figures",
    "public.pages_privacy",
    "public.pages_accessibility",
    "public.pages_contact",
)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_anyone_may_read_the_public_pages(page, endpoint):
    TerritoryFactory(name="Terres de Lorraine")

    assert page.get(endpoint, at_most=6).heading


def test_a_page_that_does_not_exist_says_so(page):
    assert "n’existe pas" in page.open("GET", "/rien-de-tel", status=404).heading


def test_the_page_of_personal_data_states_the_periods_of_the_catalogue(app, page):
    shown = page.get("public.pages_privacy")
    rows = [row for row in shown.all("tr") if len(row) == 4][1:]
    said = [[shown.words_of(cell) for cell in row][2] for row in rows]
    periods = [sorted(map(int, re.findall(r"\d+", words))) for words in said]

    assert sorted(periods) == sorted(sorted(count for count in (rule.years, rule.days) if count) for rule in wanted())


def wanted():
    """The rules; the page also tells how long before its end an account is warned."""
    return [replace(rule, days=NOTICE.days) if rule is ACCOUNT else rule for rule in RULES]


def test_the_legal_notice_is_led_to_from_every_page_once_it_is_given(app, page, monkeypatch):
    assert "Mentions légales" not in page.get("public.pages_contact").text

    monkeypatch.setitem(app.config, "PUBLISHER", "Agence du Saintois, 1 place du Marché, Vézelise, Anne Colin")

    assert "Éditeur Agence du Saintois" in page.get("public.pages_contact").text
    assert "/nous-ecrire#mentions" in page.get("public.pages_home").html
