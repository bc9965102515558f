from datetime import date, timedelta

import pytest
from factories.committees import tell_committee
from factories.documents import table_of
from factories.money import tell_money
from factories.stories import DESK, EXPERT, tell_story

from webapp.services.committee_lists import draw_up_committee_list, find_last_meeting
from webapp.services.missions import declare_visit
from webapp.services.need_ends import close_need
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(offers=1, name="Longwy")


def draw_up(story, now):
    return draw_up_committee_list(story.role.need.territory, now=now)


def test_an_open_need_is_one_line_with_its_group_and_days(story, now):
    mission = story.accepted(now)
    with transaction():
        declare_visit(mission, date(2026, 11, 24), 120, by=EXPERT, now=now)

    (row,) = table_of(draw_up(story, now), "open").rows
    assert row[1] == story.role.need.company.name
    assert row[4:8] == ("En mission", story.pledge.group.name, 420, 120)
    assert row[8] is None


def test_a_dossier_says_what_is_asked_of_the_committee(story, now):
    money = tell_money(now, territory=story.role.need.territory)
    committee = tell_committee(now, members=1, money=money)
    dossier = committee.dossier()
    with transaction():
        dossier.need_id, dossier.asked_cents, dossier.wished_minutes = story.role.need_id, 1_500_000, 840

    document = draw_up(story, now)
    assert any(row[6:] == (840, 1_500_000) for row in table_of(document, "asked").rows)
    (said,) = (row[8] for row in table_of(document, "open").rows)
    assert said.replace("\u202f", " ").replace("\u00a0", " ") == "15 000 € et 2 jours"


def test_needs_that_ended_before_the_last_meeting_are_told_no_more(story, now):
    committee = tell_committee(now, members=1, money=tell_money(now, territory=story.role.need.territory))
    with transaction():
        close_need(story.role.need, "no_help", by=DESK, now=now)
    assert len(table_of(draw_up(story, now), "ended").rows) == 1

    later = now + timedelta(days=60)
    with transaction():
        committee.sitting.state, committee.sitting.convened_at = "held", now
        committee.sitting.starts_at, committee.sitting.ends_at = later - timedelta(days=1), later
    assert find_last_meeting(story.role.need.territory, later) == date(2027, 1, 22)
    assert table_of(draw_up(story, later), "ended") is None


def test_nothing_is_told_since_a_meeting_that_never_was(story, now):
    assert [label for _figure, label in draw_up(story, now).highlights][-1] == "besoins finis"


def test_another_territory_is_not_on_it(story, now):
    other = tell_story(offers=1)

    assert table_of(draw_up(other, now), "open").rows[0][1] == other.role.need.company.name
    assert len(table_of(draw_up(story, now), "open").rows) == 1
