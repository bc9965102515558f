import re
from datetime import date

import pytest
from elements import PAGES, by_class, ids_of, words_of

from webapp.domain.catalogue import NOTICE, RULES

RULES_BY_CODE = {rule.code: rule for rule in RULES}


@pytest.mark.parametrize("code", [400, 403, 404, 409, 410, 413, 429, 500, 503])
def test_every_error_page_says_what_happened_and_gives_its_reference(show, code):
    tree = show(f'{{% include "errors/{code}.html" %}}', reference="7f3a91c2")

    heading = words_of(tree.find(".//h1"))
    assert words_of(tree.find(".//title")) == f"{heading} | Alizé"
    assert "7f3a91c2" in words_of(tree)


def test_a_refusal_speaks_with_its_own_words(show):
    tree = show('{% include "errors/409.html" %}', message="Ce mois est clos.")

    assert words_of(by_class(tree, "lead")[0]) == "Ce mois est clos."


def test_a_dead_link_offers_a_new_one_only_where_that_helps(show):
    with_offer = show('{% include "errors/410.html" %}', resend_url="/lien/renvoi")

    assert with_offer.find(".//form").get("action") == "/lien/renvoi"
    assert with_offer.find(".//form").get("method") == "post"
    assert show('{% include "errors/410.html" %}').find(".//form") is None


PROOF = {
    "place": "Terres de Lorraine", "projects": 45, "minutes": 54180, "minutes_per_day": 420, "jobs_created": 115,
    "jobs_preserved": None, "starts_on": date(2012, 4, 1), "ends_on": date(2015, 3, 31),
}  # fmt: skip


def test_the_home_page_shows_the_figures_that_are_known(show):
    tree = show('{% include "public/pages/home.html" %}', proof=PROOF)

    assert [words_of(figure) for figure in by_class(tree, "proofs")[0].iter("dd")] == ["45", "129", "115"]
    assert not by_class(show('{% include "public/pages/home.html" %}', proof=None), "proofs")


def test_the_figures_page_says_so_when_nothing_is_signed(show):
    assert by_class(show('{% include "public/pages/figures.html" %}', proof=None, conventions=[]), "empty")
    assert not by_class(show('{% include "public/pages/figures.html" %}', proof=PROOF, conventions=[]), "empty")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_for_everyone_have_one_heading_and_french_typography(show, name):
    tree = show(
        f'{{% include "public/pages/{name}.html" %}}', proof=PROOF, territories=[], rules=RULES_BY_CODE, notice=NOTICE
    )
    text = "".join(tree.find(".//main").itertext())

    assert len(tree.findall(".//h1")) == 1
    assert len(ids_of(tree)) == len(set(ids_of(tree)))
    assert not re.findall(r"[^\u00a0]:(?=\s)|[^\u202f][;?!](?=\s|$)|«[^\u00a0]|[^\u00a0]»|'", text)
