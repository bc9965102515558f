from datetime import date, timedelta

import pytest
from factories.conventions import PledgeFactory
from factories.people import GroupFactory
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

    assert [(row.year, row.counters.delivered) for row in years] == [(2025, 0), (2026, 420), (2027, 0), (2028, 0)]
    assert sum(row.promised for row in years) == tally.total.pledged
    assert [row.left for row in years] == [max(row.promised - row.counters.delivered, 0) for row in years]
    assert YearTally(2026, promised=420, counters=Delta(confirmed=840)).left == 0


def test_what_is_promised_for_a_year_is_of_that_year(mission, now):
    convention = mission.pledge.convention
    before = {row.year: row.promised for row in tally_by_year(tally_of(mission, now))}
    PledgeFactory(convention=convention, group=GroupFactory(), year=2027, pledged_minutes=840)

    years = tally_by_year(tally_of(mission, now))

    assert {row.year: row.promised for row in years} == before | {2027: before[2027] + 840}


def test_what_is_booked_after_the_end_has_its_year(mission, now):
    convention = mission.pledge.convention
    convention.ends_on = date(2025, 12, 31)
    db.session.commit()

    years = tally_by_year(tally_of(mission, now))

    assert [(row.year, row.promised, row.counters.delivered) for row in years] == [(2025, 4200, 0), (2026, 0, 420)]


def test_yesterday_knows_nothing_of_today(mission, now):
    tally = tally_convention(mission.pledge.convention, now=now, as_of=date(2026, 11, 24) - timedelta(days=1))

    assert tally_by_family(tally) == []
    assert [row.counters.delivered for row in tally_by_year(tally)] == [0, 0, 0, 0]
