from datetime import date

import pytest
from factories.conventions import PledgeFactory
from factories.documents import table_of
from factories.stories import EXPERT, tell_story
from factories.visits import confirm_at_colin
from sqlalchemy import func, select

from webapp.extensions import db
from webapp.models.ledger import DayEntry
from webapp.services.bilans import draw_up_bilan
from webapp.services.outcomes import aid_of_mission, open_promise
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(pledged_minutes=4200)


@pytest.fixture
def visit(story, now):
    return confirm_at_colin(story, now)


def test_the_bilan_adds_up_to_the_ledger(story, visit, now):
    document = draw_up_bilan(story.pledge.convention, now=now)

    given = db.session.scalar(
        select(func.sum(DayEntry.declared_delta + DayEntry.confirmed_delta + DayEntry.deemed_delta))
    )
    for code in ("years", "families", "sizes", "missions"):
        assert table_of(document, code).total[-1] == given == 315, code
    assert table_of(document, "groups").total[-2] == given


def test_a_bar_keeps_what_is_left_of_past_years_apart_from_what_is_free(story, now):
    story.pledge.year = 2025
    PledgeFactory(convention=story.pledge.convention, group=story.pledge.group, year=2026, pledged_minutes=60)
    db.session.commit()

    sections = draw_up_bilan(story.pledge.convention, now=now).sections

    (bar,) = next(section.bars for section in sections if section.bars)
    assert (bar.parts[-1].state, bar.parts[-1].minutes) == ("lapsed", 4200)


def test_firms_are_named_only_where_that_is_asked_and_experts_never(story, visit, now):
    convention = story.pledge.convention
    expert = visit.mission.proposal.expert.name

    named, unnamed = (str(draw_up_bilan(convention, now=now, with_names=names)) for names in (True, False))

    assert "Menuiserie Colin" in named
    assert "Menuiserie Colin" not in unnamed
    assert expert not in named + unnamed


def test_a_past_day_knows_nothing_of_what_was_written_later(story, visit, now):
    before = draw_up_bilan(story.pledge.convention, now=now, as_of=date(2026, 11, 23))

    assert table_of(before, "missions").rows == ()
    assert table_of(before, "groups").total[-2] == 0


def test_jobs_and_money_stand_in_it_where_there_are_some(story, visit, now):
    convention = story.pledge.convention
    assert not {"jobs", "money"} & {section.code for section in draw_up_bilan(convention, now=now).sections}

    with transaction():
        open_promise(aid_of_mission(visit.mission), by=EXPERT, now=now, created=300, preserved=100)
    jobs = table_of(draw_up_bilan(convention, now=now), "jobs")

    assert jobs.rows == (("Créés", 300, None), ("Préservés", 100, None))
