from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from webapp.domain.advances import Terms, instalment_plan

PAST = (date(2022, 4, 1), date(2025, 3, 31))


@pytest.fixture(scope="module")
def past(programme):
    """The decisions of the past convention of Terres de Lorraine, by dossier."""
    ours = {row.code for row in programme.dossiers if row.territory == "terres-de-lorraine"}
    return {
        row.dossier: row for row in programme.decisions if row.dossier in ours and PAST[0] <= row.decided_on <= PAST[1]
    }


def repaid(programme):
    sums = Counter()
    for row in programme.repayments:
        sums[row.dossier] += row.euros
    return sums


def test_forty_five_firms_got_980_000_euros(programme, past):
    firms = {row.company for row in programme.dossiers if row.code in past}

    assert len(past) == len(firms) == 45
    assert sum(row.euros for row in past.values()) == 980_000
    assert all(15_000 <= row.euros <= 30_000 for row in past.values())


def test_the_fund_began_with_441_000_euros_most_of_it_from_michelin(programme):
    brought = {
        row.group: row.euros
        for row in programme.contributions
        if row.fund == "tdl-avances" and row.received_on and row.received_on <= PAST[1]
    }

    assert sum(brought.values()) == 441_000
    assert brought["michelin"] > 441_000 / 2


def test_all_of_the_past_came_back_but_one(programme, past):
    sums = repaid(programme)

    assert [code for code, row in past.items() if sums[code] != row.euros] == ["a08"]
    assert [row.dossier for row in programme.advance_steps if row.step == "default"] == ["a08"]


def test_what_came_back_never_exceeds_what_was_lent(programme):
    granted = {row.dossier: row.euros for row in programme.decisions}

    assert [code for code, euros in repaid(programme).items() if euros > granted[code]] == []


@pytest.mark.parametrize("fund", ["tdl-avances", "longwy-avances"])
def test_a_fund_is_never_below_zero_on_any_day(programme, fund):
    theirs = {row.dossier for row in programme.advances if row.fund == fund}
    granted = {row.dossier: row.euros for row in programme.decisions}
    paid = [row for row in programme.advance_steps if row.step == "confirm" and row.dossier in theirs]
    moves = [(row.received_on, Decimal(row.euros)) for row in programme.contributions if row.fund == fund]
    moves = [(day, euros) for day, euros in moves if day]
    moves += [(row.at.date(), -Decimal(granted[row.dossier])) for row in paid]
    moves += [(row.received_on, row.euros) for row in programme.repayments if row.dossier in theirs]

    cash = Decimal(0)
    for _, euros in sorted(moves, key=lambda move: (move[0], -move[1])):
        cash += euros
        assert cash >= 0


def test_longwy_gives_money_only_with_a_mission(programme):
    missions = {row.code: row.company for row in programme.past_missions}
    ours = [row for row in programme.dossiers if row.territory == "longwy"]

    assert len(ours) == 10
    assert all(missions[row.need] == row.company for row in ours)


def test_a_plan_of_the_files_can_be_drawn(programme):
    granted = {row.dossier: row.euros for row in programme.decisions}

    for row in programme.advances:
        terms = Terms(row.pay_on, row.count, row.every_months, row.grace_months)
        assert len(instalment_plan(granted[row.dossier] * 100, terms)) == row.count


def test_every_dossier_is_decided_once(programme):
    assert Counter(row.dossier for row in programme.decisions) == Counter(row.code for row in programme.dossiers)
