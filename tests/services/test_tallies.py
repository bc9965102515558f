from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.people import GroupFactory
from factories.stories import DESK, tell_story
from factories.visits import TODAY, declare_four
from sqlalchemy import func, select

from webapp.clock import local_date
from webapp.domain.ledger import Balance, Delta
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.conventions import Amendment, Pledge
from webapp.models.ledger import DayEntry
from webapp.services.amendments import Change, Joining, Signed, apply_amendment, list_joining, write_amendment
from webapp.services.contract_parts import join_convention
from webapp.services.contracts import Reason
from webapp.services.tallies import (
    figures_of,
    find_past_convention,
    find_scoped_convention,
    list_conventions,
    tally_convention,
)
from webapp.services.tally_lines import list_promises
from webapp.transaction import transaction

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def story(engine_app, session, now):
    return tell_story(offers=1, minutes=1260)


@pytest.fixture
def mission(story, now):
    return story.accepted(now)


@pytest.fixture
def told(mission, now):
    return declare_four(mission, now)


def test_the_tally_is_the_sum_of_the_ledger(told, now):
    (entry,) = tally_convention(told.pledge.convention, now=now).groups

    assert entry.balance == Balance(4200, 0, Delta(reserved=840, declared=30, confirmed=210, deemed=60, disputed=120))
    assert entry.balance.counters.delivered == 300
    assert entry.balance.free == 4200 - 840 - 300 - 120


def test_the_tally_equals_the_counters_of_the_pledge(told, now):
    (entry,) = tally_convention(told.pledge.convention, now=now).groups
    pledge = db.session.get(Pledge, told.pledge_id, populate_existing=True)

    counters = entry.balance.counters
    for name in ("reserved", "declared", "confirmed", "deemed", "disputed"):
        assert getattr(counters, name) == getattr(pledge, f"{name}_minutes")


def test_a_past_day_knows_what_was_written_before_its_end(told, now):
    convention = told.pledge.convention

    yesterday = tally_convention(convention, now=now, as_of=TODAY - timedelta(days=1))
    assert yesterday.total == Balance(4200, 0, Delta())
    assert tally_convention(convention, now=now, as_of=TODAY).total.counters.delivered == 300


def test_a_past_day_does_not_know_a_later_amendment(story, now):
    pledge, later = story.pledge, now + timedelta(days=2)
    amendment = Amendment(pledge_id=pledge.id, effective_on=date(2026, 11, 26), written_at=now, delta_minutes=840)
    db.session.add(amendment)
    db.session.commit()
    with transaction():
        assert apply_amendment(amendment, by=JOB, now=later)

    assert tally_convention(pledge.convention, now=later).total.pledged == 5040
    assert tally_convention(pledge.convention, now=later, as_of=TODAY).total.pledged == 4200
    for day, minutes, known in ((later.date(), 5040, [amendment]), (TODAY, 4200, [amendment]), (YESTERDAY, 4200, [])):
        (line,) = list_promises(pledge.convention, day)
        assert (line.promise.pledged, line.amendments) == (minutes, known)


def test_a_group_that_joins_on_a_day_to_come_is_told_apart_until_then(story, now):
    convention, group, day = story.pledge.convention, GroupFactory(name="Wig France"), date(2026, 12, 1)
    signed, why = Signed("Paul Referent", "rejoint"), Reason(DESK, now)
    with transaction():
        for year, minutes in ((2026, 840), (2027, 1260)):
            pledge = join_convention(convention, group, year, minutes, signed=signed, why=why, effective_on=day)

    assert [entry.group for entry in tally_convention(convention, now=now).groups] == [story.pledge.group]
    assert list_promises(convention, TODAY, group.id) == []
    assert list_joining(convention) == [Joining("Wig France", day, 2100)]

    then = now + timedelta(days=7)
    with transaction():
        for amendment in db.session.scalars(select(Amendment)).all():
            assert apply_amendment(amendment, by=JOB, now=then)
    with transaction():
        write_amendment(pledge, Change(days=420), signed, by=DESK, now=then, effective_on=date(2026, 12, 24))

    assert {entry.group.name: entry.balance.pledged for entry in tally_convention(convention, now=then).groups} == {
        "Wig France": 2100,
        story.pledge.group.name: 4200,
    }
    assert list_joining(convention) == []


def test_a_past_day_knows_no_group_that_joined_later(story, now):
    convention, group, later = story.pledge.convention, GroupFactory(), now + timedelta(days=2)
    signed, why = Signed("Paul Referent", "rejoint"), Reason(DESK, later)
    with transaction():
        joined = join_convention(convention, group, None, 840, signed=signed, why=why, effective_on=later.date())

    assert len(tally_convention(convention, now=later).groups) == 2
    assert [entry.group for entry in tally_convention(convention, now=later, as_of=TODAY).groups] == [
        story.pledge.group
    ]
    assert list_promises(convention, TODAY, group.id) == []
    with transaction():
        cut = later + timedelta(days=2)
        write_amendment(joined, Change(days=-840), Signed("Paul Referent", "part"), by=DESK, now=cut)
        write_amendment(
            joined, Change(days=420), Signed("Paul Referent", "revient"), by=DESK, now=cut + timedelta(days=2)
        )
    between = tally_convention(convention, now=cut + timedelta(days=3), as_of=local_date(cut))
    assert [entry.balance.pledged for entry in between.groups if entry.group == group] == [0]


def test_the_rows_of_a_yearly_pledge_are_one_group(engine_app, session, now):
    convention, group = ConventionFactory(), GroupFactory()
    for year in (2025, 2026, 2027):
        PledgeFactory(convention=convention, group=group, year=year, pledged_minutes=420, overrun_minutes=60)

    (entry,) = tally_convention(convention, now=now).groups

    assert (entry.balance.pledged, entry.balance.cap) == (1260, 1440)
    assert entry.balance.free == 960
    assert entry.this_year.free == 480
    assert not entry.is_nearly_used_up


def test_the_days_of_a_year_are_spent_on_the_promise_of_that_year(told, now):
    told.pledge.year = 2025
    for year in (2026, 2027):
        PledgeFactory(convention=told.pledge.convention, group=told.pledge.group, year=year, pledged_minutes=60)
    db.session.commit()

    (entry,) = tally_convention(told.pledge.convention, now=now).groups

    assert entry.balance.lapsed == 4200 - 840 - 300 - 120
    assert entry.balance.free == 120
    assert entry.this_year == Balance(60, 0, Delta())


def test_given_is_cumulated_month_by_month_up_to_the_day(told, now):
    given = tally_convention(told.pledge.convention, now=now).given

    assert given[0] == (date(2025, 4, 30), 0)
    assert given[-2:] == ((date(2026, 10, 31), 0), (TODAY, 300))
    assert len(given) == 20


def test_a_convention_that_is_over_ends_with_its_last_day(engine_app, session, now):
    convention = ConventionFactory(starts_on=date(2022, 1, 1), ends_on=date(2022, 3, 31))

    tally = tally_convention(convention, now=now)

    assert [day for day, _minutes in tally.given] == [date(2022, 1, 31), date(2022, 2, 28), date(2022, 3, 31)]
    assert tally.elapsed == 1


def test_a_group_is_behind_by_what_it_gave_and_not_by_what_it_keeps(told, now):
    (entry,) = tally_convention(told.pledge.convention, now=now).groups

    assert entry.is_behind
    told.pledge.pledged_minutes = 1300
    db.session.commit()
    (entry,) = tally_convention(told.pledge.convention, now=now).groups
    assert entry.is_nearly_used_up


def test_the_figures_give_days_and_exact_minutes(told, now):
    figures = figures_of(told.pledge.convention, now=now)

    assert figures["pledged_days"] == 10
    assert (figures["delivered_days"], figures["delivered_minutes"]) == (0.71, 300)
    assert figures["reserved_days"] == 2
    assert (figures["confirmed_days"], figures["deemed_minutes"], figures["disputed_minutes"]) == (0.5, 60, 120)
    assert figures["free_minutes"] == 4200 - 840 - 300 - 120
    assert figures["as_of"] == "2026-11-24"


def test_an_empty_convention_has_figures_of_zero(engine_app, session, now):
    figures = figures_of(ConventionFactory(), now=now)

    assert (figures["pledged_days"], figures["delivered_days"], figures["free_days"]) == (0, 0, 0)


def test_the_past_convention_is_the_last_that_has_ended(engine_app, session):
    present = ConventionFactory()
    older, last = (
        ConventionFactory(territory=present.territory, starts_on=start, ends_on=end)
        for start, end in [(date(2019, 4, 1), date(2022, 3, 31)), (date(2022, 4, 1), date(2025, 3, 31))]
    )

    assert find_past_convention(present.territory, TODAY) == last
    assert find_past_convention(present.territory, date(2023, 1, 1)) == older
    assert find_past_convention(present.territory, date(2019, 1, 1)) is None


def test_conventions_are_found_within_the_scope_only(engine_app, session):
    mine, other = ConventionFactory(), ConventionFactory()
    scope = frozenset({mine.territory_id})

    assert list_conventions(scope) == [mine]
    assert find_scoped_convention(scope, mine.id) == mine
    assert find_scoped_convention(scope, other.id) is None


def test_a_tally_writes_nothing(told, now):
    before = db.session.scalar(select(func.count(DayEntry.id)))
    figures_of(told.pledge.convention, now=now)

    assert not db.session.dirty
    assert db.session.scalar(select(func.count(DayEntry.id))) == before
