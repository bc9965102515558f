import pytest
from factories.committees import tell_committee
from factories.stories import tell_story

from webapp.services import recusals
from webapp.services.packets import draw_up_packet, reason_of

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now, members=3)


def test_a_packet_holds_each_dossier_in_its_order_but_those_withheld(committee, now):
    first, second = committee.laid(), committee.laid()
    committee.act(recusals.declare_recusal, first, committee.members[0], "interest")
    mine, others = (draw_up_packet(committee.sitting, seat, now=now) for seat in committee.members[:2])

    assert [chapter.dossier for chapter in mine.chapters] == [None, second.dossier]
    assert [chapter.dossier for chapter in others.chapters] == [first.dossier, second.dossier]
    assert others.chapters[0].readers == ["Organisme 1", "Organisme 2"]
    assert others.chapters[0].barred == ["Organisme 0"]


def test_one_who_is_only_proposed_to_stand_aside_is_told_nothing_either(committee, now):
    item = committee.laid()
    committee.act(lambda *, by, now: recusals._add(item, committee.members[0], "data", "finances", by=by, now=now))

    assert draw_up_packet(committee.sitting, committee.members[0], now=now).chapters[0].dossier is None


def test_missions_of_the_firm_are_counted(committee, now):
    story = tell_story()
    story.accepted(now)
    item = committee.laid(committee.dossier(contact=story.role.need.contact))

    assert draw_up_packet(item.sitting, None, now=now).chapters[0].missions == 1


def test_the_reason_is_that_of_an_incomplete_dossier(committee):
    whole = committee.laid()
    begun = committee.laid(committee.dossier(complete=False), reason="Les comptes arrivent.")

    assert (reason_of(whole), reason_of(begun)) == ("", "Les comptes arrivent.")
