from datetime import timedelta

import pytest

from webapp.domain.advances import Terms
from webapp.services import schedules
from webapp.services.advances import reschedule_advance
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_the_last_schedule_counts(money):
    advance = money.running(count=4)
    money.repay(advance, 500_000)
    with transaction():
        start = money.today + timedelta(days=1)
        reschedule_advance(advance, Terms(start, 3), words="Chantier décalé", by=money.by, now=money.now)

    schedule = schedules.find_schedule(advance)
    before, plan = schedules.list_plans([advance.id])[advance.id]
    assert (schedule.version, before) == (2, 500_000)
    assert plan == schedule.plan
    assert [line.left_cents for line in schedules.lines_of(advance, schedule)] == [500_000, 500_000, 500_000]


def test_a_schedule_tells_its_terms_again(money):
    schedule = schedules.find_schedule(money.approved(count=6, every_months=3, grace_months=12))

    assert schedules.terms_of(schedule) == Terms(money.today, 6, 3, 12)


def test_a_schedule_that_starts_right_is_not_drawn_again(money, now):
    advance = money.approved()
    with transaction():
        assert schedules.start_schedule(advance, money.today, "payment", now=now).version == 1


def test_arrears_are_those_of_the_schedule_that_counts(money):
    advance = money.running(count=4)
    first = schedules.find_schedule(advance).plan[0].due_on

    assert schedules.arrears_on(advance, first).cents == 0
    assert schedules.arrears_on(advance, first + timedelta(days=9)).days_late == 9
