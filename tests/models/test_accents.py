import pytest
from factories.people import CompanyFactory
from sqlalchemy import literal, select

from webapp.domain.text import bare
from webapp.extensions import db
from webapp.models.accents import without_accents
from webapp.models.companies import Company

IN_ORDER = ("Atelier", "Ébénisterie", "église Saint-Jean", "Étain", "évrard", "Façades", "Œuvre", "Olive", "Zoé")


def test_an_accent_does_not_send_a_name_behind_all_others(engine_app, session, now):
    for name in reversed(IN_ORDER):
        CompanyFactory(name=name)

    found = db.session.scalars(select(Company.name).order_by(without_accents(Company.name))).all()

    assert tuple(found) == IN_ORDER


@pytest.mark.parametrize("text", ["Évrard & Fils", "ÇÀ ET LÀ", "œuvre, ŒUVRE", "Łódź", "Straße 5", "Ŀ ŉ Ĳ", ""])
def test_both_engines_read_a_letter_as_the_rules_do(engine_app, session, text):
    assert db.session.scalar(select(without_accents(literal(text)))) == bare(text)
