import pytest
from factories.accounts import sign_in
from factories.shortfalls import short
from pages import PageClient

from webapp.extensions import db


@pytest.fixture
def open_page(app, session, now):
    def tell(**values):
        money, case = short(now, **values)
        client = PageClient(app)
        sign_in(client.client, money.first)
        return client, case

    return tell


def plain(page):
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_coordinator_sees_what_the_rule_would_change_and_applies_it(open_page):
    client, case = open_page()

    assert "Emplois promis, pas venus" in client.get("desk.home_show").text
    said = plain(client.get("desk.shortfalls_decide", case_id=case.id))
    assert "avait promis 5 emplois, créés et préservés ; 12 mois après, elle en compte 3." in said
    assert "reviendraient en 18 échéances" in said
    client.post("desk.shortfalls_decide", {"choice": "apply", "words": "Décidé en séance"}, case_id=case.id)

    db.session.refresh(case)
    assert case.state == "called"
    assert "Décidé en séance" in client.get("desk.advances_show", advance_id=case.advance_id).html


def test_where_one_instalment_is_left_only_leaving_it_is_offered(open_page):
    client, case = open_page(count=1)

    page = client.get("desk.shortfalls_decide", case_id=case.id)
    assert "il n’y a rien à rapprocher" in plain(page)
    assert "Appliquer la règle" not in page.text
    client.post("desk.shortfalls_decide", {"words": "Presque remboursé"}, case_id=case.id)

    db.session.refresh(case)
    assert case.state == "left"


def test_a_decision_has_its_reason(open_page):
    client, case = open_page()

    client.post("desk.shortfalls_decide", {"choice": "leave", "words": ""}, case_id=case.id, status=200)

    db.session.refresh(case)
    assert case.state == "open"
