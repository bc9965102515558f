import pytest
from factories.needs import NeedFactory, OfferFactory
from factories.stories import tell_story
from sqlalchemy import select

from webapp.domain.errors import WrongState
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.offers import Skill
from webapp.services.proposals import Choice, send_proposals
from webapp.services.shortlists import shortlist
from webapp.services.themes import change_themes, suggest_themes
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")
DESK = Actor(ActorKind.ACCOUNT, 7)


def change(need, now, **themes):
    with transaction():
        return change_themes(need, by=DESK, now=now, **themes)


def events(need):
    rows = db.session.scalars(select(Event).where(Event.object_kind == "need", Event.object_id == need.id))
    return [(event.step, event.reason, event.actor_id) for event in rows.all()]


def skilled(offer, family):
    found = db.session.scalar(select(Skill).where(Skill.code == family))
    skill = found or Skill(code=family, family=family, label=family, label_en=family)
    offer.skills.append(skill)
    return offer


def test_a_theme_is_ticked_and_unticked_and_each_is_written_with_its_code(now):
    need = NeedFactory(themes="sales")

    assert change(need, now, ticked=["it", "hr"], unticked=["sales"]) == ["hr", "sales", "it"]

    assert need.themes == "hr it"
    assert events(need) == [("tick_theme", "hr", 7), ("untick_theme", "sales", 7), ("tick_theme", "it", 7)]


def test_what_is_ticked_already_changes_nothing_and_leaves_no_event(now):
    need = NeedFactory(themes="it")

    assert change(need, now, ticked=["it"], unticked=["hr"]) == []

    assert need.themes == "it"
    assert events(need) == []


def test_the_themes_of_a_need_that_is_over_stay(now):
    need = NeedFactory(state="closed_no_help", themes="it")

    with pytest.raises(WrongState):
        change(need, now, ticked=["hr"])

    assert need.themes == "it"


def test_the_ranking_follows_a_theme_at_once(now):
    story = tell_story()
    skilled(story.offers[1], "hr")
    db.session.commit()
    before = [entry.offer for entry in shortlist(story.role, now).above]

    change(story.role.need, now, ticked=["hr"])

    after = [entry.offer for entry in shortlist(story.role, now).above]
    assert (before, after) == (story.offers, story.offers[::-1])


def test_where_nobody_is_found_the_themes_of_the_nearest_offers_are_suggested(now):
    story = tell_story(floor_permille=1000)
    for offer in story.offers:
        skilled(offer, "law")
    skilled(story.offers[0], "hr")
    skilled(OfferFactory(expert=story.offers[0].expert, title="Réglage de presses", text="Moules."), "production")
    db.session.commit()

    assert suggest_themes(shortlist(story.role, now)) == ("law", "hr")


@pytest.mark.parametrize(("floor", "themes"), [(100, ""), (1000, "it")])
def test_it_is_not_asked_where_somebody_is_found_or_a_theme_is_ticked(now, floor, themes):
    story = tell_story(floor_permille=floor)
    skilled(story.offers[0], "law")
    story.role.need.themes = themes
    db.session.commit()

    assert suggest_themes(shortlist(story.role, now)) is None


def test_it_is_not_asked_while_somebody_has_the_request(now):
    story = tell_story(floor_permille=1000)
    skilled(story.offers[0], "law")
    db.session.commit()
    with transaction():
        send_proposals(story.role, [Choice(story.offers[1])], by=DESK, now=now)

    assert suggest_themes(shortlist(story.role, now)) is None


def test_words_that_no_offer_answers_suggest_nothing(now):
    story = tell_story()
    skilled(story.offers[0], "law")
    story.role.need.text = story.role.title = "zzz"
    db.session.commit()

    assert suggest_themes(shortlist(story.role, now)) == ()
