from datetime import date

import pytest
from factories.conventions import ConventionFactory, PledgeFactory

from webapp.domain.deadlines import ONE_DAY
from webapp.services import advance_lists as lists

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def here(money):
    return frozenset({money.fund.territory_id})


def listed(money, state="", words="", on=date(2026, 11, 24)):
    return {row.id for row in lists.list_advances(here(money), state, words, today=on, page=1).rows}


def test_each_filter_holds_the_advances_of_its_states(money):
    approved, ordered, running = money.approved(), money.ordered(), money.running()

    assert listed(money, "todo") == {approved.id, ordered.id}
    assert listed(money, "running") == {running.id}
    assert listed(money, "over") == set()
    assert listed(money) == {approved.id, ordered.id, running.id}


def test_a_name_finds_the_advance_of_its_firm(money):
    first, _second = money.running(), money.running()
    first.decision.dossier.company.name = "Menuiserie Aubry"

    assert listed(money, words="aubry") == {first.id}


def test_an_advance_is_late_from_the_day_after_its_instalment_until_it_is_paid(money):
    advance = money.running(starts_on=date(2026, 12, 1))
    (line,) = lists.list_next_lines([advance]).values()

    assert listed(money, "late", on=line.due_on) == set()
    assert listed(money, "late", on=line.due_on + ONE_DAY) == {advance.id}
    assert lists.list_arrears([advance], line.due_on + ONE_DAY)[advance.id].cents == line.amount_cents
    money.repay(advance, line.amount_cents)
    assert listed(money, "late", on=line.due_on + ONE_DAY) == set()


def test_what_does_not_run_has_no_arrears_and_no_next_instalment(money):
    approved = money.approved()

    assert lists.list_arrears([approved], date(2030, 1, 1)) == {}
    assert lists.list_next_lines([approved]) == {}


def test_another_territory_finds_nothing(money):
    advance, elsewhere = money.running(), frozenset({-1})
    (entry,) = [entry for entry in lists.list_entries(advance) if entry.advance_id == advance.id][:1]
    (contribution,) = lists.list_contributions(money.fund)
    found = [
        (lists.find_scoped_advance, advance),
        (lists.find_scoped_entry, entry),
        (lists.find_scoped_fund, money.fund),
        (lists.find_scoped_contribution, contribution),
    ]

    for find, row in found:
        assert find(here(money), row.id) == row
        assert find(elsewhere, row.id) is None
    assert lists.list_scoped_funds(elsewhere) == []


def test_a_group_may_bring_money_once_its_convention_is_signed(money):
    signed, draft = (ConventionFactory(territory=money.fund.territory, state=state) for state in ("signed", "draft"))
    pledge = PledgeFactory(convention=signed)
    PledgeFactory(convention=draft)

    assert lists.list_possible_funders(money.fund) == [pledge.group]


def test_the_last_movement_of_a_fund_stands_first(money):
    advance = money.running()
    money.later(days=1).repay(advance, 5_000)

    days = [entry.booked_on for entry in lists.list_fund_entries(money.fund, page=1).rows]

    assert days == sorted(days, reverse=True)
    assert days[0] == date(2026, 11, 25)
