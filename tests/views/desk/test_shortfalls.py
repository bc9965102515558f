import pytest
from factories.shortfalls import short
from pages import PageClient

from webapp.extensions import db


@pytest.fixture
def open_page(app, session, now):
    def tell(**values):
        money, case = short(now, **values)
        client = PageClient.of(app, money.first)
        return client, case

    return tell


def plain(page):
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_coordinator_sees_what_the_rule_would_change_and_applies_it(open_page):
    client, case = open_page()

    assert "Emplois promis, pas venus" in client.get("desk.home_show").text
    said = plain(client.get("desk.shortfalls_decide", case_id=case.id))
    assert "avait promis 5 emplois, créés et préservés ; 12 mois après, elle en compte 3." in said
    assert "les 6 dernières échéances seraient appelées avec celle du 24 décembre 2026" in said
    assert "Tout reviendrait le 24 mai 2028 au lieu du 24 novembre 2028" in said
    client.post("desk.shortfalls_decide", {"choice": "apply", "words": "Décidé en séance"}, case_id=case.id)

    db.session.refresh(case)
    assert case.state == "called"
    page = client.get("desk.advances_show", advance_id=case.advance_id)
    assert "Décidé en séance" in page.html
    advance = plain(page)
    assert "18 échéances mensuelles, les 6 dernières étant appelées avec celle du 24 décembre 2026" in advance
    assert "24 échéances mensuelles" in advance


def test_where_nothing_can_be_called_only_leaving_it_is_offered(open_page):
    client, case = open_page(count=1)

    page = client.get("desk.shortfalls_decide", case_id=case.id)
    assert "Aucune échéance ne vient assez tard" in plain(page)
    assert "Appliquer la règle" not in page.text
    client.post("desk.shortfalls_decide", {"words": "Presque remboursé"}, case_id=case.id)

    db.session.refresh(case)
    assert case.state == "left"


def test_a_decision_has_its_reason(open_page):
    client, case = open_page()

    client.post("desk.shortfalls_decide", {"choice": "leave", "words": ""}, case_id=case.id, status=200)

    db.session.refresh(case)
    assert case.state == "open"
