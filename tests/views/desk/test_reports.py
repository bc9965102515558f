from datetime import date, timedelta
from io import BytesIO

import pytest
from factories.stories import EXPERT, FIRM
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from webapp.services.accounts import actor_of
from webapp.services.missions import confirm_visit, correct_visit, declare_visit
from webapp.services.published_reports import list_published
from webapp.transaction import transaction


@pytest.fixture
def visit(story, now):
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 210, by=EXPERT, now=now)
    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    return visit


def test_the_bilan_shows_its_figures_and_what_they_count(desk, story, visit):
    page = desk.get("desk.reports_draft", convention_id=story.pledge.convention_id)

    assert page.heading == "Bilan : Convention 2025-2028"
    assert "Jours par groupe" in page.text
    assert "Relecture de contrats de travail" in page.text
    assert "Déclarés, confirmés et réputés confirmés." in page.text


def test_a_bilan_is_published_read_again_and_compared(desk, story, visit, now):
    convention = story.pledge.convention
    desk.post("desk.reports_publish", convention_id=convention.id, data={"as_of": "", "names": "yes"})
    (report,) = list_published(convention, "bilan:")

    assert "Rien : le journal donne" in desk.get("desk.reports_show", report_id=report.id).text

    with transaction():
        correct_visit(visit, reason="wrong_length", by=actor_of(desk.account), now=now + timedelta(minutes=1))
    page = desk.get("desk.reports_show", report_id=report.id)
    assert "Ce rapport reste tel qu’il a été publié" in page.text
    assert "Chiffres différents aujourd’hui" in page.text
    assert "Publiés 0,5 Visites corrigées depuis −0,5 Écrits depuis 0 Aujourd’hui 0" in page.text
    corrected = f"N° {visit.mission_id}, visite du 24 novembre 2026 La durée est fausse 24 novembre 2026, "
    corrected += f"{desk.account.name} −0,5"
    assert corrected in page.text.replace("\u00a0", " ").replace("\u202f", " ")

    desk.post("desk.reports_publish", convention_id=convention.id, data={"as_of": "", "names": "yes"})
    second, first = list_published(convention, "bilan:")
    assert "La version 2 est publiée depuis le" in desk.get("desk.reports_show", report_id=first.id).text
    assert "est publiée depuis le" not in desk.get("desk.reports_show", report_id=second.id).text


def test_a_reader_of_english_is_told_that_it_was_published_in_french(desk, story, visit):
    convention = story.pledge.convention
    desk.post("desk.reports_publish", convention_id=convention.id)
    (report,) = list_published(convention, "bilan:")
    said = "This report was published in French."

    assert said in desk.get("desk.reports_show", report_id=report.id, lang="en").text
    assert "in French" in desk.get("desk.reports_draft", convention_id=convention.id, lang="en").text
    assert said not in desk.get("desk.reports_show", report_id=report.id, lang="fr").text


@pytest.mark.parametrize("extension", ["pdf", "xlsx"])
def test_the_files_of_a_published_bilan_are_the_ones_handed_out(desk, story, visit, extension):
    convention = story.pledge.convention
    draft = desk.get("desk.reports_draft_file", convention_id=convention.id, extension=extension)
    desk.post("desk.reports_publish", convention_id=convention.id)
    (report,) = list_published(convention, "bilan:")

    published = desk.get("desk.reports_file", report_id=report.id, extension=extension)

    assert published.response.data == draft.response.data
    assert "attachment" in published.response.headers["Content-Disposition"]


def test_page_pdf_and_workbook_say_the_same(desk, story, visit):
    convention_id = story.pledge.convention_id
    page = desk.get("desk.reports_draft", convention_id=convention_id)
    pdf = desk.get("desk.reports_draft_file", convention_id=convention_id, extension="pdf").response.data
    book = desk.get("desk.reports_draft_file", convention_id=convention_id, extension="xlsx").response.data

    words = "".join(each.extract_text() for each in PdfReader(BytesIO(pdf)).pages)
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_name("Jours par groupe").to_python()
    assert rows[-1][rows[0].index("Donnés")] == 0.5
    assert "0,5" in page.text
    assert "0,5" in words


@pytest.mark.parametrize("typed", ["31/02/2026", "demain", "2099-01-01", "\x00", "1/1/1"])
def test_a_day_that_is_none_is_said_and_the_bilan_is_of_today(desk, story, visit, typed):
    page = desk.get("desk.reports_draft", convention_id=story.pledge.convention_id, as_of=typed)

    assert "arrêtés au 24 novembre 2026" in page.text


def test_another_territory_has_no_such_bilan(desk, story, visit):
    for endpoint in ("desk.reports_draft", "desk.reports_show"):
        name = "convention_id" if endpoint.endswith("draft") else "report_id"
        desk.get(endpoint, status=404, **{name: 10**6})
