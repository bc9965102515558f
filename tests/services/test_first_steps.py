import pytest
from factories.conventions import ConventionFactory
from factories.stories import tell_story
from factories.territories import TerritoryFactory

from webapp.services.first_steps import FirstSteps, read_first_steps

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_a_new_territory_has_everything_before_it():
    tell_story()
    place = TerritoryFactory()
    assert read_first_steps(frozenset({place.id})) == FirstSteps(None, False, False, False)

    draft = ConventionFactory(state="draft", territory=place)
    assert read_first_steps(frozenset({place.id})) == FirstSteps(draft.id, False, False, False)


def test_a_territory_at_work_has_taken_them(now):
    story = tell_story()
    here = frozenset({story.pledge.convention.territory_id})

    assert read_first_steps(here).are_taken

    story.role.need.state = "draft"
    assert not read_first_steps(here).are_taken


def test_without_an_expert_a_signed_convention_is_not_enough():
    story = tell_story(offers=0)

    steps = read_first_steps(frozenset({story.pledge.convention.territory_id}))

    assert (steps.is_signed, steps.has_experts, steps.are_taken) == (True, False, False)
