import pytest
from factories.bank import camt, entry
from factories.money import tell_money
from factories.people import ContactFactory

from webapp.domain.advances import Terms
from webapp.domain.states import Actor, ActorKind
from webapp.services import advance_links, advances, payments
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.basket_money import list_money_baskets
from webapp.services.inbox import count_waiting_firms, list_baskets
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def baskets(money):
    found = list_money_baskets(frozenset({money.fund.territory_id}), money.now)
    return {basket.code: basket.entries for basket in found}


def abouts(money, code):
    return [entry.about for entry in baskets(money)[code]]


def test_an_advance_goes_from_basket_to_basket(money):
    advance = money.approved(conditions=["Bail signé"])
    (card,) = baskets(money)["conditions"]
    assert (card.about, [row.words for row in card.facts["conditions"]]) == (advance, ["Bail signé"])

    with transaction():
        advances.lift_condition(advance.conditions[0], words="Vu.", by=money.by, now=money.now)
    assert (abouts(money, "conditions"), abouts(money, "to_order")) == ([], [advance])

    with transaction():
        payments.order_payment(advance, by=money.by, now=money.now)
    assert (abouts(money, "to_order"), abouts(money, "to_confirm")) == ([], [advance])

    with transaction():
        payments.confirm_payment(payments.find_open_order(advance), by=money.other, now=money.now)
    assert not any(baskets(money).values())


def test_what_is_late_stands_by_age(money):
    young = money.running(count=2, starts_on=money.today)
    old = money.running(count=20)
    money.later(days=40)
    money.repay(young, 1)
    late = baskets(money)["instalments_late"]
    assert [card.about for card in late] == [young, old]

    money.repay(young, 999_999)
    money.later(days=30)

    assert [(card.about, card.facts["arrears"].days_late) for card in baskets(money)["instalments_late"]] == [
        (old, 40),
        (young, 9),
    ]


def test_a_firm_in_trouble_waits_for_an_answer_and_may_write_again(money):
    advance = money.running()
    contact = ContactFactory(company=advance.decision.dossier.company)
    by = Actor(ActorKind.CONTACT, contact.id)
    for _ in range(2):
        with transaction():
            advance_links.say_trouble(advance, "Un client ne paie pas.", by=by, now=money.now)
        assert abouts(money, "in_trouble") == [advance]
        with transaction():
            advance_links.hear_firm(advance, "Appelée : elle paie en mars.", by=money.by, now=money.now)
        assert abouts(money, "in_trouble") == []


def test_lines_of_the_bank_and_the_queue_have_their_place(money):
    money.running(9_000_000, count=9)
    with transaction():
        waiting = advances.approve_advance(
            money.decided(), money.fund, Terms(money.today, 20), may_wait=True, by=money.by, now=money.now
        )
        content = camt("08", [entry("08", 100, name="Un"), entry("08", 200, name="Deux")])
        keep_file(money.fund, "a.xml", content, read_statement(content), by=money.by, now=money.now)

    found = baskets(money)

    assert [(card.about, card.facts["lines"]) for card in found["bank_lines"]] == [(money.fund, 2)]
    assert [(card.about, card.facts["place"].number) for card in found["queued"]] == [(waiting, 1)]


def test_another_territory_sees_nothing_of_it(money, now):
    money.ordered()

    assert not any(basket.entries for basket in list_money_baskets(frozenset({tell_money(now).fund.territory_id}), now))


def test_a_firm_that_waits_for_a_signature_is_counted_once(money):
    money.ordered()
    found = list_baskets(frozenset({money.fund.territory_id}), money.now)

    assert count_waiting_firms(found) == 1
