import pytest
from factories.people import GroupFactory
from factories.stories import DESK

from webapp.domain.errors import Refusal
from webapp.services.groups import GroupFacts, add_group
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def added(name, now, **facts):
    with transaction():
        return add_group(GroupFacts(name, "firm", **facts), by=DESK, now=now)


def test_an_organisation_gets_a_code_of_its_name(now):
    parent = GroupFactory(kind="association")

    group = added("Forges & Cie du Pays-Haut", now, parent_id=parent.id)

    assert group.parent is parent
    assert group.code.startswith("forges")
    assert added("Forges  Cie du Pays Haut", now).code != group.code


def test_a_name_is_added_once(now):
    added("Kléber", now)

    with pytest.raises(Refusal) as refusal:
        added("kléber", now)
    assert refusal.value.code == "group_is_known"
