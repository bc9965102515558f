from datetime import date

import pytest
from factories.company_search import standing

from webapp.services import company_search
from webapp.services.company_search import Found, SearchUnavailable, look_up

SIREN = "000904078"


@pytest.fixture
def search():
    with standing() as found:
        yield found


@pytest.mark.parametrize(
    ("state", "closed_on", "found"),
    [
        ("A", None, Found("alive")),
        ("C", "2025-09-19", Found("closed", date(2025, 9, 19))),
        ("C", None, Found("closed")),
        (None, None, Found("unknown")),
    ],
)
def test_what_the_search_says_of_a_firm(search, state, closed_on, found):
    search.knows(SIREN, state, closed_on)

    assert look_up(search.address, SIREN) == found
    assert search.asked == [SIREN]


def test_a_firm_that_it_does_not_know_is_unknown_never_closed(search):
    assert look_up(search.address, SIREN) == Found("unknown")


def test_another_firm_in_the_answer_is_not_taken_for_it(search):
    search.knows("000904086", "C", "2025-01-01")
    search.firms[SIREN] = search.firms["000904086"]

    assert look_up(search.address, SIREN) == Found("unknown")


@pytest.mark.parametrize(
    "raw",
    [
        b"<html>Maintenance</html>",
        b'{"erreur": "trop de requetes"}',
        b'{"results": null}',
        b'{"results": [null]}',
        b'{"results": [{"siren": "000904078", "etat_administratif": "C", "date_fermeture": "hier"}]}',
        b"[]",
        b"",
    ],
)
def test_what_cannot_be_read_is_no_answer(search, raw):
    search.raw = raw

    with pytest.raises(SearchUnavailable):
        look_up(search.address, SIREN)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_search_that_refuses_is_out_of_reach(search, status):
    search.status = status

    with pytest.raises(SearchUnavailable):
        look_up(search.address, SIREN)


def test_nobody_waits_for_a_slow_search(search, monkeypatch):
    monkeypatch.setattr(company_search, "SILENCE", 0.1)
    search.pause = 0.5

    with pytest.raises(SearchUnavailable, match="Timeout"):
        look_up(search.address, SIREN)


def test_an_answer_without_end_is_cut(search, monkeypatch):
    monkeypatch.setattr(company_search, "LONGEST", 50)
    search.knows(SIREN, "A")

    with pytest.raises(SearchUnavailable):
        look_up(search.address, SIREN)


def test_a_search_that_does_not_stand_is_out_of_reach():
    with pytest.raises(SearchUnavailable):
        look_up("http://127.0.0.1:1/search", SIREN)
