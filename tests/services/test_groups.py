import pytest
from factories.people import GroupFactory
from factories.stories import DESK, tell_story
from sqlalchemy import select

from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.events import Event
from webapp.services.groups import GroupFacts, add_group, change_group, list_under, may_move
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


def changed(group, now, **facts):
    with transaction():
        return change_group(group, GroupFacts(**({"name": group.name, "kind": group.kind} | facts)), by=DESK, now=now)


def test_what_is_written_of_a_group_is_corrected_and_each_correction_noted(now):
    group, parent = added("Klébre", now), GroupFactory(kind="association")

    assert changed(group, now, name="Kléber", kind="large_group", parent_id=parent.id) == ["name", "kind", "parent_id"]
    assert changed(group, now, parent_id=parent.id) == []

    assert (group.name, group.kind, group.parent) == ("Kléber", "large_group", parent)
    assert list_under(parent) == [group]
    noted = select(Event.step, Event.reason).where(Event.object_kind == "partner_group", Event.object_id == group.id)
    assert db.session.execute(noted.order_by(Event.id)).all() == [
        ("add", ""),
        ("change", "name"),
        ("change", "kind"),
        ("change", "parent_id"),
    ]


def test_a_group_keeps_its_name_but_takes_nobody_elses(now):
    group = added("Kléber", now)
    added("Wig", now)

    assert changed(group, now, name="KLÉBER") == ["name"]
    with pytest.raises(Refusal, match="group_is_known"):
        changed(group, now, name="wig")


def test_a_group_never_stands_under_itself(now):
    group = added("Kléber", now)
    below = added("Kléber Toul", now, parent_id=group.id)

    for parent in (group, below):
        with pytest.raises(Refusal, match="group_under_itself"):
            changed(group, now, parent_id=parent.id)


def test_a_group_whose_people_were_asked_stays_where_its_days_are_booked(now):
    story = tell_story(offers=1)
    group, other = story.offers[0].expert.group, GroupFactory()
    assert may_move(group)
    story.send(now)

    assert not may_move(group)
    with pytest.raises(Refusal, match="group_was_asked"):
        changed(group, now, parent_id=other.id)
    assert changed(group, now, name="Un autre nom") == ["name"]
