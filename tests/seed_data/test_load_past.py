from collections import Counter, defaultdict
from decimal import Decimal

import holidays
import pytest

from seed_data.load_past import HALF_DAY, past_needs, past_steps

MINUTES_PER_DAY = 420


@pytest.fixture(scope="module")
def missions(programme):
    return {row.code: row for row in programme.past_missions}


@pytest.fixture(scope="module")
def given(programme, missions):
    """Minutes of each convention."""
    minutes = Counter()
    for visit in programme.past_visits:
        minutes[missions[visit.mission].convention] += visit.minutes
    return minutes


def test_terres_de_lorraine_gave_exactly_129_days(given):
    assert given["tdl-2022"] == 54_180 == 129 * MINUTES_PER_DAY


def test_longwy_gave_exactly_80_days(given):
    assert given["longwy-2021"] == 33_600 == 80 * MINUTES_PER_DAY


def test_the_past_convention_has_45_missions_told_in_full(programme):
    assert Counter(row.convention for row in programme.past_missions)["tdl-2022"] == 45
    assert all(len(row.need_text) > 20 for row in programme.past_missions)


def test_the_present_conventions_have_given_some_days_too(given):
    assert given["tdl-2025"] == 40 * MINUTES_PER_DAY
    assert given["longwy-2024"] > 0


def test_conventions_follow_each_other_without_a_gap_or_an_overlap(programme):
    by_territory = defaultdict(list)
    for row in programme.conventions:
        by_territory[row.territory].append(row)
    for first, second in by_territory.values():
        assert (second.starts_on - first.ends_on).days == 1
    assert {row.minutes_per_day for row in programme.conventions} == {MINUTES_PER_DAY}


def test_a_mission_runs_in_order_within_its_convention(programme, missions):
    conventions = {row.code: row for row in programme.conventions}
    days = defaultdict(list)
    for visit in programme.past_visits:
        days[visit.mission].append(visit.worked_on)
    assert set(days) == set(missions)
    for code, mission in missions.items():
        convention = conventions[mission.convention]
        story = [mission.opened_on, mission.accepted_on, *days[code], mission.ended_on]
        assert story == sorted(story), code
        assert convention.starts_on <= story[0] <= story[-1] <= convention.ends_on, code


def test_visits_are_of_plausible_length_on_working_days(programme):
    closed = holidays.France(years=range(2021, 2027))
    assert [row for row in programme.past_visits if row.worked_on.weekday() > 4 or row.worked_on in closed] == []
    assert {row.minutes % 30 for row in programme.past_visits} == {0}
    lengths = sorted(row.minutes for row in programme.past_visits)
    assert (lengths[0], lengths[-1]) == (90, 420)
    assert len({(row.mission, row.worked_on) for row in programme.past_visits}) == len(programme.past_visits)


def test_about_one_visit_in_ten_was_confirmed_by_silence(programme):
    outcomes = Counter(row.outcome for row in programme.past_visits)
    assert set(outcomes) == {"confirmed", "deemed"}
    assert 0.06 < outcomes["deemed"] / outcomes.total() < 0.15


def test_an_offer_is_given_by_its_own_expert(programme, missions):
    expert_of = {row.code: row.expert for row in programme.offers}
    assert [row.code for row in missions.values() if expert_of[row.offer] != row.expert] == []


def test_only_firms_of_the_territory_were_helped(programme, missions):
    territory_of_epci = {row.siren: row.territory for row in programme.territory_epcis}
    epci_of = {row.insee: row.epci for row in programme.communes}
    home = {row.code: territory_of_epci[epci_of[row.commune]] for row in programme.companies}
    wanted = {row.code: row.territory for row in programme.conventions}
    assert [row.code for row in missions.values() if home[row.company] != wanted[row.convention]] == []


def _caps(programme):
    """Days each group may give under each convention: pledged, agreed overrun, amendments."""
    caps = Counter()
    for row in programme.pledges:
        caps[row.convention, row.group] += row.days + row.overrun_days
    for row in programme.amendments:
        caps[row.convention, row.group] += row.days
    return caps


def test_no_group_has_given_more_than_it_may(programme, missions):
    booked_by = {row.code: row.parent or row.code for row in programme.groups}
    group_of = {row.code: booked_by[row.group] for row in programme.experts}
    used = Counter()
    for visit in programme.past_visits:
        mission = missions[visit.mission]
        used[mission.convention, group_of[mission.expert]] += Decimal(visit.minutes) / MINUTES_PER_DAY
    caps = _caps(programme)
    assert {key: (days, caps[key]) for key, days in used.items() if days > caps[key]} == {}


def test_pledges_are_half_days_and_stand_once(programme):
    assert all(row.days * 2 == int(row.days * 2) for row in programme.pledges)
    keys = [(row.convention, row.group, row.year) for row in programme.pledges]
    assert len(set(keys)) == len(keys)
    yearly = {(row.convention, row.group) for row in programme.pledges if row.year}
    assert {("tdl-2025", "expertis-cfe")} == yearly
    assert not {(row.convention, row.group) for row in programme.pledges if not row.year} & yearly


def test_an_amendment_changes_a_pledge_of_its_convention_while_it_runs(programme):
    conventions = {row.code: row for row in programme.conventions}
    pledges = {(row.convention, row.group) for row in programme.pledges}
    for row in programme.amendments:
        convention = conventions[row.convention]
        assert (row.convention, row.group) in pledges
        assert convention.starts_on <= row.written_on <= row.effective_on <= convention.ends_on
        assert row.days != 0
        assert row.author
        assert row.reason


def test_a_mission_asks_for_the_time_it_gave_in_whole_half_days(programme, missions):
    minutes = Counter()
    for visit in programme.past_visits:
        minutes[visit.mission] += visit.minutes

    for need in past_needs(programme):
        asked = need.days * MINUTES_PER_DAY
        assert 0 <= asked - minutes[need.code] < HALF_DAY
        assert need.filed_on == missions[need.code].opened_on


def test_a_mission_is_told_from_the_form_to_its_end(programme):
    told = defaultdict(list)
    for step in past_steps(programme):
        told[step.need].append(step)

    for steps in told.values():
        names = [step.step for step in steps]
        assert names[:4] == ["submit", "confirm_address", "propose", "accept"]
        assert names[-2:] == ["finish", "close_helped"]
        assert [step.at for step in steps] == sorted(step.at for step in steps)


def test_only_a_visit_that_was_confirmed_has_the_word_of_the_firm(programme):
    steps = Counter(step.step for step in past_steps(programme))
    outcomes = Counter(row.outcome for row in programme.past_visits)

    assert (steps["declare"], steps["confirm"]) == (outcomes.total(), outcomes["confirmed"])
