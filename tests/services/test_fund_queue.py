from datetime import timedelta

import pytest
from factories.territories import LocalRuleFactory
from sqlalchemy import select

from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.services.fund_queue import PASSING_RULE, let_pass, list_funds_with_queue, list_queue, release_queue
from webapp.services.notes import list_notes
from webapp.services.schedules import find_schedule
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def release(money):
    with transaction():
        return release_queue(money.fund, by=JOB, now=money.now)


def letters():
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.template == "advance_released")).all()


def test_who_waits_is_paid_in_turn_and_the_coordinator_is_told_once(money):
    running = money.running(9_000_000, count=9)
    big, small = money.waiting(2_500_000), money.waiting(1_100_000)
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
    first, second = money.waiting(2_500_000), money.waiting(1_100_000)
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
    money.waiting(20_000_000)
    money.waiting(11_000_000)

    assert [each.expected_on for each in list_queue(money.fund, money.today)] == [None, None]


def test_a_decision_that_ended_waits_for_the_committee_and_holds_nobody_up(money):
    running = money.running(9_000_000, count=9)
    old = money.waiting(2_500_000, valid_until=money.today + timedelta(days=20))
    young = money.waiting(1_100_000)
    (place, _) = list_queue(money.fund, money.today)
    assert place.is_lapsed

    money.later(days=21)
    money.repay(running, 2_000_000)

    assert release(money) == [young]
    assert old.state == "queued"


def test_the_plan_counts_from_the_day_on_which_it_can_be_paid(money):
    running = money.running(9_000_000, count=9)
    waiting = money.waiting(2_500_000)
    money.later(days=40)
    money.repay(running, 2_000_000)

    release(money)

    assert waiting.pay_on == money.today
    schedule = find_schedule(waiting)
    assert (schedule.starts_on, schedule.reason) == (money.today, "approval")


def reason_of(advance):
    approved = Event.object_kind == "advance", Event.object_id == advance.id, Event.step == "approve"
    return db.session.scalar(select(Event.reason).where(*approved))


def test_a_small_one_joins_the_queue_although_the_fund_could_pay_it(money):
    money.running(9_000_000)
    big = money.waiting(2_500_000)

    with pytest.raises(Refusal, match="others_wait"):
        money.approved(500_000)
    small = money.waiting(500_000)

    assert [place.advance for place in list_queue(money.fund, money.today)] == [big, small]
    assert reason_of(small) is None


def test_who_was_decided_first_is_first_whenever_it_was_written(money):
    money.running(9_000_000)
    second = money.waiting(2_500_000)
    first = money.waiting(1_500_000, decided_on=money.today - timedelta(days=3))

    assert [place.advance for place in list_queue(money.fund, money.today)] == [first, second]


def test_an_approval_releases_first_what_could_be_paid_all_along(money):
    running = money.running(9_000_000)
    big = money.waiting(2_500_000)
    money.repay(running, 5_000_000)

    assert money.approved(500_000).state == "approved"
    assert big.state == "approved"


def test_a_decision_that_ended_lets_new_ones_pass(money):
    money.running(9_000_000)
    old = money.waiting(2_500_000, valid_until=money.today)
    money.later(days=1)

    assert money.approved(500_000).state == "approved"
    assert old.state == "queued"


def test_a_territory_may_let_small_ones_pass_and_the_event_says_so(money):
    running = money.running(9_000_000)
    LocalRuleFactory(territory=money.fund.territory, code=PASSING_RULE, value=10_000)
    big = money.waiting(2_500_000)

    small, medium = money.approved(900_000), money.waiting(1_000_001)
    late = money.waiting(1_000_000)
    money.repay(running, 950_000)
    assert release(money) == [late]

    assert [each.state for each in (big, small, medium, late)] == ["queued", "approved", "queued", "approved"]
    assert [reason_of(each) for each in (small, late)] == ["small_passes", "small_passes"]


def test_a_coordinator_lets_one_pass_for_a_reason(money):
    money.running(9_000_000)
    big, small = money.waiting(2_500_000), money.waiting(500_000)

    def passing(advance, words="Le salaire de décembre"):
        with transaction():
            let_pass(advance, words=words, by=money.by, now=money.now)

    with pytest.raises(Refusal, match="reason_missing"):
        passing(small, " ")
    with pytest.raises(FundExhausted):
        passing(big)
    passing(small)
    with pytest.raises(WrongState):
        passing(small)

    assert (big.state, small.state, reason_of(small)) == ("queued", "approved", "allowed_to_pass")
    assert [note.text for note in list_notes(small)] == ["Le salaire de décembre"]


def test_nobody_passes_on_a_decision_that_ended(money):
    money.running(9_000_000)
    money.waiting(2_500_000)
    old = money.waiting(500_000, valid_until=money.today)
    money.later(days=1)

    with pytest.raises(Refusal, match="decision_lapsed"):
        let_pass(old, words="Vite", by=money.by, now=money.now)
