from datetime import date, timedelta
from fractions import Fraction

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import EXPERT, FIRM, tell_story
from factories.territories import TerritoryFactory
from sqlalchemy import func, select, update

from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Convention
from webapp.models.groups import Absence
from webapp.models.mails import OutgoingMail
from webapp.services import spaces
from webapp.services.answers import accept_proposal, settle_answer
from webapp.services.directory import pause_expert
from webapp.services.missions import declare_visit, dispute_visit, end_mission, plan_visit
from webapp.services.spaces import (
    MAX_ABSENCES,
    come_back,
    drop_absence,
    find_experts,
    leave,
    note_absence,
    read_space,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

TODAY = date(2026, 11, 24)


@pytest.fixture
def asked(now):
    (proposal,) = tell_story(offers=1).send(now)
    return proposal


@pytest.fixture
def expert(asked):
    return asked.expert


def absences():
    return db.session.scalar(select(func.count()).select_from(Absence))


def test_an_address_is_found_whatever_its_capitals(expert):
    assert find_experts(expert.email.upper()) == [expert]
    assert find_experts("personne@exemple.fr") == []


def test_what_waits_for_an_answer_is_shown_until_its_last_day(asked, expert, now):
    assert read_space(expert, now).requests == [asked]
    assert read_space(expert, now + timedelta(days=9)).requests == [asked]
    assert read_space(expert, now + timedelta(days=10)).requests == []


def accept(asked, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
        settle_answer(asked, by=JOB, now=now)
    return mission


def test_an_answered_request_moves_to_the_missions_and_an_ended_one_to_the_past(asked, expert, now):
    mission = accept(asked, now)
    space = read_space(expert, now)
    assert (space.requests, space.missions, space.past_missions) == ([], [mission], [])

    with transaction():
        end_mission(mission, "finish", by=EXPERT, now=now)

    space = read_space(expert, now)
    assert (space.missions, space.past_missions) == ([], [mission])


def test_a_visit_waits_for_its_length_once_its_day_is_over(asked, expert, now):
    with transaction():
        mission = accept_proposal(asked, by=EXPERT, now=now).mission
        visit = plan_visit(mission, TODAY, by=EXPERT, now=now)
    same_day, day_after = read_space(expert, now), read_space(expert, now + timedelta(days=1))
    assert (same_day.passed, same_day.next_of) == ([], {mission.id: TODAY})
    assert (day_after.passed, day_after.next_of) == ([visit], {})

    with transaction():
        declare_visit(mission, TODAY, 180, by=EXPERT, now=now + timedelta(days=1), visit=visit)

    assert read_space(expert, now + timedelta(days=1)).passed == []


def test_days_of_conventions_with_days_of_other_lengths_add_up(asked, expert, now):
    with transaction():
        db.session.execute(update(Convention).values(minutes_per_day=480))
    mission = accept(asked, now)
    with transaction():
        declare_visit(mission, TODAY, 240, by=EXPERT, now=now)
        dispute_visit(declare_visit(mission, TODAY, 60, by=EXPERT, now=now), by=FIRM, now=now)

    space = read_space(expert, now)

    assert (space.given.this_year, space.given.in_all) == (Fraction(1, 2), Fraction(1, 2))
    assert space.given_of == {mission.id: 240}
    assert read_space(expert, now + timedelta(days=60)).given.this_year == 0


def test_a_pause_holds_through_its_last_day_and_can_be_ended(expert, now):
    with transaction():
        pause_expert(expert, TODAY, by=EXPERT, now=now)
    assert read_space(expert, now).paused_until == TODAY
    assert read_space(expert, now + timedelta(days=1)).paused_until is None

    with transaction():
        pause_expert(expert, None, by=EXPERT, now=now)

    assert read_space(expert, now).paused_until is None


def test_the_same_absence_is_noted_once(expert, now):
    for _ in range(2):
        with transaction():
            note_absence(expert, TODAY, TODAY, by=EXPERT, now=now)

    assert absences() == 1


def test_nobody_notes_absences_without_end(expert, now):
    with transaction():
        for days in range(MAX_ABSENCES + 3):
            day = TODAY + timedelta(days=days)
            note_absence(expert, day, day, by=EXPERT, now=now)

    assert absences() == MAX_ABSENCES


def test_an_absence_that_is_over_is_shown_no_more(expert, now):
    with transaction():
        note_absence(expert, TODAY, TODAY + timedelta(days=2), by=EXPERT, now=now)

    db.session.expire(expert)
    assert len(read_space(expert, now + timedelta(days=2)).absences) == 1
    assert read_space(expert, now + timedelta(days=3)).absences == []


def test_only_the_expert_drops_an_absence(asked, expert, now):
    (other,) = tell_story(offers=1).send(now)
    with transaction():
        note_absence(expert, TODAY, TODAY, by=EXPERT, now=now)
    absence_id = db.session.scalars(select(Absence.id)).one()

    with transaction():
        drop_absence(other.expert, absence_id, by=EXPERT, now=now)
    assert absences() == 1
    with transaction():
        drop_absence(expert, absence_id, by=EXPERT, now=now)

    assert absences() == 0


def left_mails():
    sent = OutgoingMail.template == "expert_has_left"
    return db.session.scalars(select(OutgoingMail.recipient).where(sent).order_by(OutgoingMail.id)).all()


def test_who_leaves_is_told_once_in_each_territory_where_their_group_or_its_parent_gives_days(expert, now):
    parent = GroupFactory()
    longwy = TerritoryFactory(contact_email="philippe@exemple.fr")
    TerritoryFactory(contact_email="elsewhere@exemple.fr")
    PledgeFactory(convention=ConventionFactory(territory=longwy), group=parent)
    expert.group.parent = parent
    db.session.commit()

    for _ in range(2):
        with transaction():
            leave(expert, by=EXPERT, now=now)

    assert expert.state == "left"
    assert left_mails() == ["helene.marchal@exemple.fr", "philippe@exemple.fr"]


def test_an_operator_of_several_territories_is_told_once(expert, now):
    for _ in range(2):
        place = TerritoryFactory(contact_email="alize@exemple.fr")
        PledgeFactory(convention=ConventionFactory(territory=place), group=expert.group)

    with transaction():
        leave(expert, by=EXPERT, now=now)

    told = select(func.count()).where(OutgoingMail.recipient == "alize@exemple.fr")
    assert (expert.state, db.session.scalar(told)) == ("left", 1)


def test_who_comes_back_is_asked_again(expert, now):
    with transaction():
        leave(expert, by=EXPERT, now=now)
    with transaction():
        come_back(expert, by=EXPERT, now=now)

    assert expert.state == "active"


def test_the_links_of_somebody_else_are_not_found(asked, expert, now):
    (other,) = tell_story(offers=1).send(now)
    mission = accept(other, now)

    assert spaces.find_request_link(expert, asked.public_id) is not None
    assert spaces.find_request_link(expert, other.public_id) is None
    assert spaces.find_mission_link(other.expert, mission.public_id) is not None
    assert spaces.find_mission_link(expert, mission.public_id) is None
