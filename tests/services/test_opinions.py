from datetime import date, timedelta

import pytest
from factories.due import over
from factories.people import AbsenceFactory
from factories.stories import DESK, EXPERT, FIRM, tell_story
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from webapp.domain.errors import Refusal
from webapp.domain.links import Purpose
from webapp.domain.opinions import OpinionTotal
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.models.opinions import Opinion
from webapp.services.links import find_link
from webapp.services.missions import confirm_visit, declare_visit, end_mission
from webapp.services.opinion_tallies import opinions_by_territory, opinions_of
from webapp.services.opinions import (
    add_words,
    ask_for_opinions,
    find_opinion,
    give_opinion,
    is_asked_of,
    list_missions_to_ask_about,
    list_opinions,
    send_opinion_link,
    words_of,
)
from webapp.transaction import transaction

TWO_DAYS = timedelta(days=2)


@pytest.fixture
def mission(engine_app, session, now):
    return over(tell_story(offers=1), now)


def ask(mission, now):
    with transaction():
        return ask_for_opinions(mission, by=JOB, now=now)


def say(mission, side, score, now):
    with transaction():
        return give_opinion(mission, side, score, by=FIRM if side == "contact" else EXPERT, now=now)


def mails():
    rows = select(OutgoingMail.person_kind).where(OutgoingMail.template == "opinion_wanted")
    return sorted(db.session.scalars(rows))


def test_both_sides_are_asked_once_in_all(mission, now):
    assert ask(mission, now + TWO_DAYS)
    assert not ask(mission, now + TWO_DAYS)

    assert mails() == ["contact", "expert"]
    assert [opinion.state for opinion in list_opinions(mission)] == ["open", "open"]


def test_who_has_answered_on_a_page_gets_no_mail(mission, now):
    say(mission, "contact", "yes", now)

    assert ask(mission, now + TWO_DAYS)
    assert mails() == ["expert"]


@pytest.mark.parametrize(
    ("after", "is_due"),
    [(timedelta(days=1), False), (TWO_DAYS, True), (timedelta(days=59), True), (timedelta(days=60), False)],
)
def test_the_question_comes_while_it_is_remembered(mission, now, after, is_due):
    assert (mission.id in list_missions_to_ask_about(now + after)) is is_due


def test_a_visit_that_waits_for_the_firm_goes_first(engine_app, session, now):
    story = tell_story(offers=1)
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 120, by=EXPERT, now=now)
        end_mission(mission, "finish", by=EXPERT, now=now)
    assert mission.id not in list_missions_to_ask_about(now + TWO_DAYS)

    with transaction():
        confirm_visit(visit, by=FIRM, now=now)
    assert mission.id in list_missions_to_ask_about(now + TWO_DAYS)


def test_a_mission_that_ended_early_is_asked_about_too(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)
    assert not is_asked_of(mission, "contact")
    with transaction():
        end_mission(mission, "abandon", by=DESK, now=now)

    assert is_asked_of(mission, "contact")
    assert ask(mission, now + TWO_DAYS)


def test_a_cancelled_mission_is_not(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)
    with transaction():
        end_mission(mission, "cancel", by=DESK, now=now)

    assert not ask(mission, now + TWO_DAYS)


def test_an_expert_who_is_away_is_asked_when_back(mission, now):
    AbsenceFactory(expert=mission.proposal.expert, starts_on=date(2026, 11, 25), ends_on=date(2026, 11, 30))

    assert ask(mission, now + TWO_DAYS)
    assert mails() == ["contact"]
    assert ask(mission, now + timedelta(days=8))
    assert mails() == ["contact", "expert"]


def test_the_last_answer_stands_and_the_events_tell_the_others(mission, now):
    say(mission, "contact", "no", now)
    opinion = say(mission, "contact", "yes", now + TWO_DAYS)

    assert opinion.score == "yes"
    assert opinions_of([mission.pledge.convention_id], until=now + timedelta(days=3)).firms == OpinionTotal(1, yes=1)


def test_nothing_is_said_of_a_mission_under_way(engine_app, session, now):
    mission = tell_story(offers=1).accepted(now)

    with pytest.raises(Refusal, match="too_early"):
        say(mission, "contact", "yes", now)
    assert find_opinion(mission, "contact") is None


def test_an_answer_that_is_none_of_the_three_is_refused(mission, now):
    with pytest.raises(Refusal, match="unknown_code"):
        say(mission, "contact", "perhaps", now)


def test_the_database_wants_the_moment_of_a_score(mission, now):
    opinion = say(mission, "contact", "yes", now)

    with pytest.raises(IntegrityError, match="score_has_its_moment"):
        db.session.execute(update(Opinion).where(Opinion.id == opinion.id).values(answered_at=None))


def test_the_database_keeps_one_question_a_side(mission, now):
    say(mission, "contact", "yes", now)

    db.session.add(Opinion(mission=mission, side="contact"))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_words_are_kept_once_for_the_coordinator(mission, now):
    opinion = say(mission, "expert", "yes", now)
    for _ in range(2):
        with transaction():
            add_words(opinion, "On apprend aussi.", by=EXPERT, now=now)

    assert words_of(opinion) == ["On apprend aussi."]


def test_a_lost_link_is_mailed_again(mission, now):
    ask(mission, now + TWO_DAYS)
    opinion = find_opinion(mission, "contact")
    link = find_link(Purpose.GIVE_OPINION, opinion.id, mission.role.need.contact)
    with transaction():
        send_opinion_link(link, now + timedelta(days=100))

    assert mails() == ["contact", "contact", "expert"]
    assert link.expires_at > now + timedelta(days=200)


def test_sums_of_a_convention_a_group_and_a_territory_agree(mission, now):
    other = over(tell_story(offers=1), now)
    ask(mission, now + TWO_DAYS)
    say(mission, "contact", "partly", now + TWO_DAYS)
    say(other, "contact", "no", now)
    convention, later = mission.pledge.convention, now + timedelta(days=9)

    found = opinions_of([convention.id], until=later)
    assert found.firms == OpinionTotal(1, partly=1)
    assert found.experts == OpinionTotal(1)
    assert opinions_of([convention.id], until=later, group_id=mission.pledge.group_id) == found
    assert opinions_of([convention.id], until=later, group_id=other.pledge.group_id).asked == 0
    assert opinions_by_territory({convention.territory_id}) == {convention.territory_id: found}


def test_what_is_said_later_is_in_no_sum_of_before(mission, now):
    ask(mission, now + TWO_DAYS)
    say(mission, "contact", "yes", now + timedelta(days=5))
    of = [mission.pledge.convention_id]

    assert opinions_of(of, until=now).asked == 0
    assert opinions_of(of, until=now + timedelta(days=3)).firms == OpinionTotal(1)
    assert db.session.scalar(select(func.count(Opinion.id))) == 2
