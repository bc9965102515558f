from io import BytesIO

import pytest
from factories.committees import tell_committee
from factories.territories import TerritoryFactory

from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.services import dossiers
from webapp.services.links import mint_secret
from webapp.transaction import transaction

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def dossier(session, now):
    committee = tell_committee(now, members=0, territory=TerritoryFactory(name="Terres de Lorraine"))
    return committee.dossier(complete=False)


@pytest.fixture
def here(page, dossier, now):
    """The link of the dossier, opened in this browser."""
    with transaction():
        link = dossiers.dossier_link(dossier, now)
        token = str(mint_secret(link))
    page.get("links.redirect_open", token=token, status=303)
    return {"public_id": link.public_id}


def reload(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def test_a_firm_completes_its_dossier_step_by_step_and_hands_it_in(page, dossier, here):
    assert "Il manque encore" in page.get("links.dossiers_show", **here).text
    for endpoint, typed in (
        ("dossiers_project", {"title": "Un four", "purpose": "machine", "project": "Cuire.", "asked_cents": "20 000"}),
        ("dossiers_funding", {"own": "5 000"}),
        ("dossiers_promises", {"founded_on": "01/02/2015", "other_aid_cents": "0", "jobs_created": "2"}),
    ):
        page.get(f"links.{endpoint}", **here)
        page.post(f"links.{endpoint}", typed, **here)
    for kind in ("accounts", "plan"):
        page.get("links.dossiers_documents", **here)
        typed = {"kind": kind, "document": (BytesIO(PDF), f"{kind}.pdf")}
        page.post("links.dossiers_documents", typed, **here)
    assert "complet" in page.get("links.dossiers_show", **here).text
    page.post("links.dossiers_submit", {}, **here)

    assert reload(dossier).state == "submitted"
    page.get("links.dossiers_project", status=303, **here)
    page.get("links.dossiers_show", **here)


def test_an_account_number_is_refused_where_it_was_typed_and_nothing_is_lost(page, dossier, here):
    told = "Notre compte est FR14 2004 1010 0505 0001 3M02 606."
    typed = {"title": "Un four", "purpose": "machine", "project": told, "asked_cents": "20 000"}
    refused = page.post("links.dossiers_project", typed, status=200, **here)

    (text,) = refused.all("textarea")
    assert text.get("aria-invalid") == "true"
    assert "".join(text.itertext()).strip() == told
    assert [field.get("name") for field in refused.all("input") if field.get("aria-invalid") == "true"] == []


def test_a_document_is_judged_by_its_content_and_can_be_taken_back(page, dossier, here):
    typed = {"kind": "plan", "document": (BytesIO(b"MZ\x90"), "plan.pdf")}
    refused = page.post("links.dossiers_documents", typed, status=200, **here)
    assert "Nous ne lisons pas ce document" in refused.text
    page.post("links.dossiers_documents", {"kind": "plan", "document": (BytesIO(PDF), "plan.pdf")}, **here)
    (document,) = reload(dossier).documents
    page.post("links.dossiers_drop", {}, document_id=document.id, **here)

    assert reload(dossier).documents == []


def test_a_browser_that_has_not_opened_the_link_sees_nothing(page, dossier, now):
    with transaction():
        link = dossiers.dossier_link(dossier, now)

    assert link.purpose == Purpose.COMPLETE_DOSSIER
    page.get("links.dossiers_show", public_id=link.public_id, status=403)
