from datetime import date, timedelta

import pytest
from factories.needs import NeedFactory
from factories.stories import EXPERT, FIRM, tell_story
from sqlalchemy import event

from matching import Matcher
from matching import Offer as Text
from webapp.extensions import db
from webapp.services.answers import accept_proposal, decline_proposal, settle_answer
from webapp.services.inbox import count_waiting_firms, list_baskets
from webapp.services.missions import declare_visit, dispute_visit, plan_visit
from webapp.services.proposals import remind_expert
from webapp.transaction import transaction


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def scope_of(story):
    return frozenset({story.role.need.territory_id})


def found(story, now):
    """What lies in each basket of needs and missions that is not empty."""
    baskets = list_baskets(scope_of(story), now)
    return {basket.code: list(basket.entries) for basket in baskets if basket.entries and basket.entries[0].need}


def test_an_open_need_waits_to_be_qualified_with_what_its_words_find(story, now):
    (entry,) = found(story, now)["to_qualify"]

    assert entry.about == story.role
    assert entry.match.count == 2
    assert entry.match.title == story.offers[0].title


def test_a_need_without_a_near_offer_lies_in_its_own_basket(story, now):
    story.role.need.text = story.role.title = "élever des autruches"
    db.session.commit()

    (entry,) = found(story, now)["no_match"]

    assert entry.match.count == 0


def test_an_offer_that_scores_nothing_is_not_called_near(story, now):
    words = "crin, feutre, jonc, rotin, raphia, sangle, galon : notre travailleur s’en va"
    offer = story.offers[0]
    (hit,) = Matcher().fit([Text(id="1", title=offer.title, text=offer.text, skills=())]).rank(words)
    assert 0 < hit.score < 0.005
    story.role.need.text = story.role.title = words
    db.session.commit()

    (entry,) = found(story, now)["no_match"]

    assert entry.match.title == ""


def test_a_floor_that_nobody_reaches_names_the_nearest(story, now):
    story.role.need.territory.floor_permille = 1000
    db.session.commit()

    (entry,) = found(story, now)["no_match"]

    assert (entry.match.count, entry.match.title) == (0, story.offers[0].title)


def test_what_was_sent_waits_with_its_answers_and_reminder(story, now):
    first, second = story.send(now)
    with transaction():
        decline_proposal(first, "no_time", by=EXPERT, now=now)
        remind_expert(second, by=EXPERT, now=now)

    baskets = found(story, now)

    assert list(baskets) == ["asked"]
    (entry,) = baskets["asked"]
    assert entry.asked.counts == {"declined": 1, "sent": 1}
    assert entry.asked.count == 2
    assert entry.asked.reminded_at == now
    assert entry.since == now


def test_when_everybody_declined_the_role_needs_a_hand(story, now):
    for proposal in story.send(now):
        with transaction():
            decline_proposal(proposal, "too_far", by=EXPERT, now=now)
        with transaction():
            settle_answer(proposal, by=EXPERT, now=now)

    assert list(found(story, now)) == ["refused"]


def test_a_held_yes_leaves_the_basket_of_silence(story, now):
    story.pledge.pledged_minutes = 0
    db.session.commit()
    first, _second = story.send(now)
    with transaction():
        accept_proposal(first, by=EXPERT, now=now)

    baskets = found(story, now)

    assert [entry.about for entry in baskets["held_yes"]] == [first]
    assert "asked" not in baskets


def test_a_filled_role_is_in_no_basket(story, now):
    story.accepted(now)

    assert found(story, now) == {}


def test_a_held_need_waits_to_be_read(story, now):
    need = NeedFactory(territory=story.role.need.territory, state="held")

    assert [entry.need for entry in found(story, now)["held_needs"]] == [need]


def test_a_disputed_visit_and_days_without_room_wait(story, now):
    story.pledge.pledged_minutes = 420
    db.session.commit()
    mission = story.accepted(now)
    with transaction():
        visit = declare_visit(mission, date(2026, 11, 24), 600, by=EXPERT, now=now)
    assert [entry.about for entry in found(story, now)["no_room"]] == [visit]

    with transaction():
        dispute_visit(visit, by=FIRM, now=now)
    assert [entry.about for entry in found(story, now)["disputed"]] == [visit]


def test_a_visit_whose_day_has_passed_waits_for_news(story, now):
    mission = story.accepted(now)
    with transaction():
        visit = plan_visit(mission, date(2026, 11, 24), by=EXPERT, now=now)

    assert "no_news" not in found(story, now)
    assert [entry.about for entry in found(story, now + timedelta(days=1))["no_news"]] == [visit]


def test_an_expert_who_stays_silent_about_a_mission_is_called(story, now):
    mission = story.accepted(now)
    mission.last_asked_at = now - timedelta(days=8)
    db.session.commit()

    assert [entry.about for entry in found(story, now)["no_news"]] == [mission]
    assert "no_news" not in found(story, now - timedelta(days=2))


def test_only_hot_baskets_count_and_a_firm_counts_once(story, now):
    need = NeedFactory(territory=story.role.need.territory, state="held", contact=story.role.need.contact)
    assert need.company == story.role.need.company
    assert count_waiting_firms(list_baskets(scope_of(story), now)) == 1

    db.session.delete(need)
    db.session.commit()
    story.send(now)
    assert count_waiting_firms(list_baskets(scope_of(story), now)) == 0


def test_another_territory_sees_nothing_of_it(story, now):
    other = tell_story()

    assert {entry.need for entries in found(story, now).values() for entry in entries} == {story.role.need}
    assert {entry.need for entries in found(other, now).values() for entry in entries} == {other.role.need}


def test_the_number_of_queries_does_not_grow_with_the_baskets(story, now):
    def count_queries():
        db.session.expire_all()
        found(story, now)
        db.session.expire_all()
        seen = []
        listen = lambda *_: seen.append(1)  # noqa: E731
        event.listen(db.engine, "before_cursor_execute", listen)
        found(story, now)
        event.remove(db.engine, "before_cursor_execute", listen)
        return len(seen)

    few = count_queries()
    for _ in range(4):
        tell = tell_story()
        tell.role.need.territory = story.role.need.territory
    db.session.commit()

    assert count_queries() == few
