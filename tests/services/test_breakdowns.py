from datetime import date, timedelta

import pytest
from factories.stories import EXPERT, FIRM, tell_story

from webapp.domain.ledger import Delta
from webapp.extensions import db
from webapp.models.offers import Skill
from webapp.services.breakdowns import YearTally, find_families, tally_by_family, tally_by_year
from webapp.services.missions import confirm_visit, declare_visit
from webapp.services.tallies import tally_convention
from webapp.services.tally_lines import LineFilter, list_lines
from webapp.transaction import transaction


@pytest.fixture
def mission(engine_app, session, now):
    story = tell_story(offers=1, minutes=1260)
    codes = ("hr-contracts", "hr"), ("hr-payroll", "hr"), ("law-contracts", "law")
    story.offers[0].skills = [Skill(code=code, family=family, label=code, label_en=code) for code, family in codes]
    db.session.commit()
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 420, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)
    return mission


def tally_of(mission, now):
    return tally_convention(mission.pledge.convention, now=now)


def test_an_offer_belongs_to_the_family_of_most_of_its_skills(mission, now):
    (row,) = tally_by_family(tally_of(mission, now))

    assert find_families() == {mission.proposal.offer_id: "hr"}
    assert (row.family, row.counters) == ("hr", Delta(reserved=840, confirmed=420))


def test_an_offer_without_skills_counts_too(mission, now):
    mission.proposal.offer.skills = []
    db.session.commit()

    assert [row.family for row in tally_by_family(tally_of(mission, now))] == [""]


def test_families_add_up_to_the_tally(mission, now):
    tally = tally_of(mission, now)

    assert sum((row.counters for row in tally_by_family(tally)), start=Delta()) == tally.total.counters


@pytest.mark.parametrize(("family", "minutes"), [("hr", 420), ("law", 0), ("", 0), (None, 420)])
def test_a_family_opens_the_lines_that_add_up_to_it(mission, family, minutes):
    page = list_lines(mission.pledge.convention, "delivered", LineFilter(family=family), page=1)

    assert page.total == minutes


def test_the_years_share_what_was_promised_and_what_was_given(mission, now):
    tally = tally_of(mission, now)
    years = tally_by_year(tally)

    assert [(row.year, row.given) for row in years] == [(2025, 0), (2026, 420), (2027, 0), (2028, 0)]
    assert sum(row.planned for row in years) == tally.total.pledged
    assert [row.left for row in years] == [max(row.planned - row.given, 0) for row in years]
    assert YearTally(2026, years[1].starts_on, years[1].ends_on, planned=420, given=840, disputed=0).left == 0
    assert (years[0].starts_on, years[-1].ends_on) == (date(2025, 4, 1), date(2028, 3, 31))


def test_yesterday_knows_nothing_of_today(mission, now):
    tally = tally_convention(mission.pledge.convention, now=now, as_of=date(2026, 11, 24) - timedelta(days=1))

    assert tally_by_family(tally) == []
    assert [row.given for row in tally_by_year(tally)] == [0, 0, 0, 0]
