from datetime import timedelta

import pytest
from factories.money import tell_money
from sqlalchemy import select

from webapp.domain.advances import Terms
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.advances import approve_advance
from webapp.services.fund_queue import list_funds_with_queue, list_queue, release_queue
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def money(now):
    return tell_money(now)


def wait(money, cents, **decision):
    with transaction():
        return approve_advance(
            money.decided(cents, **decision), money.fund, Terms(money.today, 20), by=money.by, now=money.now,
            may_wait=True,
        )  # fmt: skip


def release(money):
    with transaction():
        return release_queue(money.fund, by=JOB, now=money.now)


def letters():
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "advance_released")).all()


def test_who_waits_is_paid_in_turn_and_the_coordinator_is_told_once(money):
    running = money.running(9_000_000, count=9)
    big, small = wait(money, 2_500_000), wait(money, 1_100_000)
    assert (big.state, small.state) == ("queued", "queued")
    assert release(money) == []

    # enough for the small one, which stands behind
    money.repay(running, 200_000)
    assert release(money) == []
    money.repay(running, 1_300_000)
    assert release(money) == [big]
    assert release(money) == []

    assert (big.state, small.state) == ("approved", "queued")
    (letter,) = letters()
    assert (letter.recipient, letter.object_id) == (money.fund.territory.contact_email, big.id)


def test_the_month_of_each_counts_who_stands_before(money):
    running = money.running(9_000_000, count=9)
    first, second = wait(money, 2_500_000), wait(money, 1_100_000)
    dates = [part.due_on for part in find_schedule(running).plan]

    places = list_queue(money.fund, money.today)

    # 10,000 EUR now and as much each month: 25,000 after two of them; what is left and the first one's own
    # first instalment are 6,250, one more month makes 11,000
    assert [(each.number, each.advance, each.expected_on) for each in places] == [
        (1, first, dates[1]),
        (2, second, dates[2]),
    ]
    assert list_funds_with_queue() == [money.fund.id]


def test_no_day_is_said_where_no_money_is_in_sight(money):
    wait(money, 20_000_000)
    wait(money, 11_000_000)

    assert [each.expected_on for each in list_queue(money.fund, money.today)] == [None, None]


def test_a_decision_that_ended_waits_for_the_committee_and_holds_nobody_up(money):
    running = money.running(9_000_000, count=9)
    old = wait(money, 2_500_000, valid_until=money.today + timedelta(days=20))
    young = wait(money, 1_100_000)
    (place, _) = list_queue(money.fund, money.today)
    assert place.is_lapsed

    money.later(days=21)
    money.repay(running, 2_000_000)

    assert release(money) == [young]
    assert old.state == "queued"


def test_the_plan_counts_from_the_day_on_which_it_can_be_paid(money):
    running = money.running(9_000_000, count=9)
    waiting = wait(money, 2_500_000)
    money.later(days=40)
    money.repay(running, 2_000_000)

    release(money)

    assert waiting.pay_on == money.today
    schedule = find_schedule(waiting)
    assert (schedule.starts_on, schedule.reason) == (money.today, "approval")
