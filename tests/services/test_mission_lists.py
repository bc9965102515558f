import pytest
from factories.stories import tell_story

from webapp.services.mission_lists import (
    list_missions,
    list_movements,
)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


@pytest.fixture
def scope(story):
    return frozenset({story.role.need.territory_id})


def test_missions_are_filtered_and_searched(story, scope, now):
    mission = story.accepted(now)

    assert list_missions(scope, "open", "", page=1).rows == [mission]
    assert list_missions(scope, "over", "", page=1).rows == []
    assert list_missions(scope, "all", "humbert", page=1).rows == [mission]
    assert list_missions(scope, "all", "nobody", page=1).rows == []
    assert list_missions(frozenset(), "all", "", page=1).rows == []
    assert [line.kind for line in list_movements(mission)] == ["reserve"]
