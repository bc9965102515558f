from datetime import date, timedelta

import pytest
from factories.stories import EXPERT, FIRM, tell_story

from webapp.services.forecasts import NO_OUTLOOK, forecast_convention
from webapp.services.missions import confirm_visit, declare_visit
from webapp.services.tallies import tally_convention
from webapp.transaction import transaction


@pytest.fixture
def mission(engine_app, session, now):
    """Two days given at the end of November, of four that were agreed."""
    mission = tell_story(offers=1, minutes=1680).accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 840, by=EXPERT, now=now)
        confirm_visit(visit, by=FIRM, now=now)
    return mission


def outlook_at(mission, moment):
    return forecast_convention(tally_convention(mission.pledge.convention, now=moment))


def test_the_rhythm_of_the_last_twelve_months_goes_on_to_the_end(mission, now):
    found = outlook_at(mission, now + timedelta(days=40))

    group = mission.pledge.group_id
    assert found.groups[group].likely == 840 + 1042
    assert found.groups[group].low >= 840
    assert found.groups[group].high <= 4200
    assert found.total.likely == found.groups[group].likely


def test_a_month_under_way_is_not_yet_part_of_the_rhythm(mission, now):
    found = outlook_at(mission, now)

    assert found.groups[mission.pledge.group_id].likely == 840 + 840


def test_a_convention_that_is_over_or_begins_has_no_forecast(mission, now):
    convention = mission.pledge.convention
    over = tally_convention(convention, now=now, as_of=convention.ends_on)
    begun = tally_convention(convention, now=now, as_of=date(2025, 5, 20))

    assert forecast_convention(over) == NO_OUTLOOK
    assert forecast_convention(begun).total is None


def test_another_convention_changes_nothing(mission, now):
    tell_story().accepted(now)

    assert set(outlook_at(mission, now).groups) == {mission.pledge.group_id}
