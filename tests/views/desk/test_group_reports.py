from datetime import timedelta

import pytest
from factories.people import GroupReferentFactory
from factories.stories import DESK
from factories.visits import confirm_at_colin
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.reports import PublishedReport
from webapp.services.links import mint_secret
from webapp.services.missions import correct_visit
from webapp.transaction import transaction


@pytest.fixture(autouse=True)
def referent(story):
    return GroupReferentFactory(group=story.pledge.group, name="Paul Aubertin")


@pytest.fixture
def address(story):
    return {"convention_id": story.pledge.convention_id, "partner_id": story.pledge.group_id}


def test_the_report_is_drawn_up_for_the_last_whole_quarter(desk, story, address):
    shown = desk.get("desk.group_reports_draft", **address)

    assert shown.heading == f"{story.pledge.group.name}, 3e trimestre 2026"
    assert "son lien part à Paul Aubertin" in shown.text


def test_publishing_freezes_it_and_mails_its_link_once(desk, story, address):
    for _ in range(2):
        desk.post("desk.group_reports_publish", data={"quarter": "2026-T3"}, **address)

    (report,) = db.session.scalars(select(PublishedReport))
    assert (report.kind, report.version) == ("group_quarter", 1)
    mails = db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "group_report")).all()
    assert [mail.person_kind for mail in mails] == ["referent"]


def test_the_referent_reads_the_very_report_without_an_account(desk, page, story, address):
    desk.post("desk.group_reports_publish", data={"quarter": "2026-T3"}, **address)
    report = db.session.scalars(select(PublishedReport)).one()
    link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.READ_REPORT)).one()
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)

    assert report.title in page.get("links.reports_show", public_id=link.public_id).text
    abroad = page.get("links.reports_show", public_id=link.public_id, lang="en").text
    assert "Ce que comptent ces chiffres" in abroad
    assert "This report was published in French." in abroad
    named = page.get("links.reports_file", public_id=link.public_id, extension="pdf").response.headers
    assert f"trimestre-{story.pledge.group.code}-2026-T3-v1.pdf" in named["Content-Disposition"]
    files = {
        extension: page.get("links.reports_file", public_id=link.public_id, extension=extension).response.data
        for extension in ("pdf", "xlsx")
    }
    assert files == {"pdf": report.pdf, "xlsx": report.workbook}


def test_the_referent_is_told_of_a_later_correction(desk, page, story, address, now):
    visit = confirm_at_colin(story, now)
    desk.post("desk.group_reports_publish", data={"quarter": "2026-T4"}, **address)
    link = db.session.scalars(select(ActionLink).where(ActionLink.purpose == Purpose.READ_REPORT)).one()
    with transaction():
        token = mint_secret(link)
    page.open("GET", f"/r/{token}", status=303)
    assert "Ce qui a changé depuis" not in page.get("links.reports_show", public_id=link.public_id).text

    with transaction():
        correct_visit(visit, reason="wrong_day", by=DESK, now=now + timedelta(minutes=1))
    shown = page.get("links.reports_show", public_id=link.public_id).text

    assert "Publiés 0,75 Visites corrigées depuis −0,75 Écrits depuis 0 Aujourd’hui 0" in shown
    assert "Le jour est faux" in shown


def test_a_group_that_promised_nothing_here_has_no_report(desk, address):
    desk.get("desk.group_reports_draft", status=404, **address | {"partner_id": 999_999})


@pytest.mark.parametrize("quarter", ["2031-T1", "hier", ""])
def test_a_quarter_that_is_none_shows_the_last_one(desk, address, quarter):
    assert "3e trimestre 2026" in desk.get("desk.group_reports_draft", quarter=quarter, **address).heading
