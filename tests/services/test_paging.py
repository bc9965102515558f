import pytest
from factories.people import CompanyFactory
from factories.stories import tell_story
from sqlalchemy import select

from webapp.extensions import db
from webapp.models.companies import Company
from webapp.services.paging import Page, contains, paginate


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def test_pages_hold_what_they_say(story):
    for _ in range(4):
        CompanyFactory()
    rows = select(Company).order_by(Company.id)

    pages = [paginate(rows, number, size=2) for number in (1, 2, 3)]

    assert [len(page.rows) for page in pages] == [2, 2, 1]
    assert (pages[0].previous, pages[0].next, pages[2].previous, pages[2].next) == (None, 2, 2, None)
    assert pages[0].pages == 3
    assert paginate(rows, 99, size=2).number == 3
    assert paginate(rows, -5, size=2).number == 1
    assert Page([], 1, 0).pages == 1


@pytest.mark.parametrize("words", ["MENUISERIE", "Évrard", "evrard", "oeuvre", "100%", "b_is"])
def test_words_are_found_in_any_case_with_or_without_accents(story, words):
    known = CompanyFactory(name="Menuiserie Évrard, gros œuvre, 100% b_is")
    CompanyFactory(name="Fonderie 100 b-is")

    found = db.session.scalars(select(Company.id).where(contains(Company.name, words), Company.id >= known.id)).all()

    assert found == [known.id]
