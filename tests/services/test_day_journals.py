from datetime import date, timedelta

import pytest
from factories.accounts import AccountFactory
from factories.stories import EXPERT, tell_story

from webapp.domain.states import JOB, Actor, ActorKind
from webapp.services.day_journals import JournalFilter, list_journal, list_names_of
from webapp.services.missions import confirm_visit, declare_visit, deem_visit
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def told(now):
    """A yes, a visit that the desk confirms, another that silence confirms a day later."""
    story, helper = tell_story(), AccountFactory(name="Hélène Marchal")
    mission = story.accepted(now)
    with transaction():
        first = declare_visit(mission, date(2026, 11, 24), 60, by=EXPERT, now=now)
        confirm_visit(first, by=Actor(ActorKind.ACCOUNT, helper.id), now=now)
    later = now + timedelta(days=1)
    with transaction():
        second = declare_visit(mission, date(2026, 11, 25), 60, by=EXPERT, now=later)
        deem_visit(second, by=JOB, now=later)
    return story.pledge, helper


def kinds(pledge, **wanted):
    return [line.kind for line in list_journal(pledge.convention, JournalFilter(**wanted), page=1).rows]


def test_lines_come_the_last_first_with_their_sum_of_pages(told):
    page = list_journal(told[0].convention, JournalFilter(), page=7)

    assert [line.kind for line in page.rows] == ["deem", "declare", "confirm", "declare", "reserve"]
    assert (page.number, page.count) == (1, 5)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "confirm"}, ["confirm"]),
        ({"kind": "nonsense"}, ["deem", "declare", "confirm", "declare", "reserve"]),
        ({"since": date(2026, 11, 25)}, ["deem", "declare"]),
        ({"until": date(2026, 11, 24)}, ["confirm", "declare", "reserve"]),
        ({"written_by": date(2026, 11, 24)}, ["confirm", "declare", "reserve"]),
        ({"group_id": -1}, []),
    ],
)
def test_a_filter_keeps_what_it_says(told, wanted, found):
    assert kinds(told[0], **wanted) == found


def test_each_author_has_a_name_and_a_job_has_none(told):
    pledge, helper = told
    lines = list_journal(pledge.convention, JournalFilter(), page=1).rows

    names = list_names_of((line.actor_kind, line.actor_id) for line in lines)

    assert names[("account", helper.id)] == "Hélène Marchal"
    assert ("job", None) not in names
