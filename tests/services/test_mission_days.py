from datetime import date, timedelta

from factories.stories import DESK, EXPERT, FIRM, tell_story

from webapp.domain.deadlines import end_of_day
from webapp.services.mission_days import list_coming_days, list_mission_days
from webapp.services.missions import correct_visit, declare_visit, dispute_visit, plan_visit, settle_dispute
from webapp.transaction import transaction

UNTIL = end_of_day(date(2026, 12, 31))


def test_a_mission_is_told_with_what_was_booked_in_a_span(engine_app, session, now):
    story = tell_story(offers=1, minutes=840)
    mission = story.accepted(now)
    for day, minutes, at in ((date(2026, 11, 24), 120, now), (date(2026, 11, 30), 60, now + timedelta(days=9))):
        with transaction():
            declare_visit(mission, day, minutes, by=EXPERT, now=at)
    convention = story.pledge.convention

    (whole,) = list_mission_days(convention, UNTIL)
    (part,) = list_mission_days(convention, UNTIL, booked=(date(2026, 11, 25), date(2026, 11, 30)))
    assert (whole.delivered, whole.visits, part.delivered, part.visits) == (180, 2, 60, 1)
    assert list_mission_days(convention, UNTIL, group_id=story.pledge.group_id + 1) == ()


def test_what_is_still_reserved_comes_with_the_day_of_the_next_visit(engine_app, session, now):
    story = tell_story(offers=1, minutes=840)
    mission = story.accepted(now)
    with transaction():
        plan_visit(mission, date(2026, 12, 3), by=EXPERT, now=now)

    (coming,) = list_coming_days(
        story.pledge.convention, UNTIL, group_id=story.pledge.group_id, after=date(2026, 11, 24)
    )
    assert (coming.reserved, coming.next_on) == (840, date(2026, 12, 3))


def test_a_visit_counts_once_on_the_day_that_stands_and_not_when_it_did_not_take_place(engine_app, session, now):
    story, later = tell_story(offers=1, minutes=840), now + timedelta(days=15)
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 120, by=EXPERT, now=now)
        correct_visit(visit, by=EXPERT, now=later, reason="expert")
        declare_visit(mission, date(2026, 12, 3), 120, by=EXPERT, now=later, visit=visit)
        never = declare_visit(mission, date(2026, 12, 8), 60, by=EXPERT, now=later)
        dispute_visit(never, by=FIRM, now=later)
        settle_dispute(never, None, by=DESK, now=later)

    (found,) = list_mission_days(story.pledge.convention, UNTIL)

    assert (found.visits, found.first_on, found.last_on) == (1, date(2026, 12, 3), date(2026, 12, 3))
    assert found.delivered == 120
