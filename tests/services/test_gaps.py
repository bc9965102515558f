from datetime import timedelta

import pytest
from factories.needs import NeedFactory, RoleFactory
from factories.stories import tell_story
from factories.territories import CommuneFactory

from webapp.extensions import db
from webapp.models.offers import Skill
from webapp.services.gaps import find_gaps

A_YEAR = timedelta(days=366)


@pytest.fixture
def story(engine_app, session, now):
    story = tell_story(offers=1)
    skills = (
        ("hr-contracts", "hr", "Contrats de travail"),
        ("prod-leather", "production", "Maroquinerie et couture du cuir"),
    )
    rows = [Skill(code=code, family=family, label=label, label_en=code) for code, family, label in skills]
    db.session.add_all(rows)
    story.offers[0].skills = rows[:1]
    db.session.commit()
    return story


def gaps(story, now):
    return find_gaps(story.role.need.territory, now)


def need(story, text, now, **values):
    row = NeedFactory(territory=story.role.need.territory, text=text, title=text[:60], opened_at=now, **values)
    return RoleFactory(need=row)


def test_needs_that_nobody_answers_are_grouped_by_the_skill_they_ask_for(story, now):
    roles = [need(story, text, now) for text in ("coudre du cuir épais", "réparer la couture d’un sac en cuir")]

    (missing,) = gaps(story, now).missing

    assert (missing.label, missing.is_unoffered) == ("Maroquinerie et couture du cuir", True)
    assert {role.id for role in missing.roles} == {role.id for role in roles}


def test_a_need_that_resembles_no_skill_stands_in_its_own_words(story, now):
    need(story, "élever des autruches", now)

    assert [missing.label for missing in gaps(story, now).missing] == ["élever des autruches"]


def test_a_need_that_is_answered_or_old_is_no_gap(story, now):
    need(story, "coudre du cuir", now - A_YEAR)

    assert list(gaps(story, now).missing) == []


def test_an_offer_that_nobody_asked_for_in_a_year_is_shown(story, now):
    assert list(gaps(story, now).unasked) == []
    assert list(gaps(story, now + A_YEAR).unasked) == story.offers

    story.send(now)
    assert list(gaps(story, now + timedelta(days=300)).unasked) == []


def test_a_commune_beyond_every_radius_is_covered_by_nobody(story, now):
    near, far = CommuneFactory(), CommuneFactory(latitude=45_000_000)
    story.role.need.territory.communes = [near, far]
    story.offers[0].radius_km, story.offers[0].place = 50, "on_site"
    db.session.commit()

    found = gaps(story, now)

    (family,) = found.coverage
    assert (family.family, family.reached, family.communes) == ("hr", 1, 2)
    assert list(family.missing) == list(found.nowhere) == [far]


def test_an_offer_without_a_limit_goes_everywhere_and_one_from_afar_nowhere(story, now):
    story.role.need.territory.communes = [CommuneFactory(latitude=45_000_000)]
    story.offers[0].radius_km, story.offers[0].place = None, "on_site"
    db.session.commit()
    assert list(gaps(story, now).nowhere) == []

    story.offers[0].place = "remote"
    db.session.commit()
    assert len(gaps(story, now).nowhere) == 1
