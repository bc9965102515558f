from factories.due import over
from factories.stories import FIRM, tell_story

from webapp.domain.opinions import Opinions, OpinionTotal
from webapp.services.opinion_tallies import opinions_by_territory, opinions_of
from webapp.services.opinions import give_opinion
from webapp.transaction import transaction


def test_a_convention_without_questions_has_sums_of_nothing(engine_app, session, now):
    convention = tell_story().pledge.convention

    assert opinions_of([convention.id], until=now) == Opinions()
    assert opinions_by_territory({convention.territory_id}) == {}


def test_the_answer_of_one_side_says_nothing_of_the_other(engine_app, session, now):
    mission = over(tell_story(offers=1), now)
    with transaction():
        give_opinion(mission, "contact", "no", by=FIRM, now=now)

    found = opinions_by_territory({mission.pledge.convention.territory_id})
    assert list(found.values()) == [Opinions(firms=OpinionTotal(1, no=1))]
