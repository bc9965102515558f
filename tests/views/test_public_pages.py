import pytest
from factories.territories import TerritoryFactory
from pages import PageClient

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


def test_a_page_never_says_english_over_french_words(app, session):
    found = PageClient(app, language="en").get("public.pages_home")

    assert found.all("html")[0].get("lang") == "fr"


def test_a_page_that_does_not_exist_says_so(page):
    assert "n’existe pas" in page.open("GET", "/rien-de-tel", status=404).heading
