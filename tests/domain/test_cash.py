import pytest

from webapp.domain.cash import BY_ADVANCE, ROUTES, SOURCES, CashAccount, CashKind, deltas


def balance(sums):
    uses = sum(cents for account, cents in sums.items() if account not in SOURCES)
    return uses - sum(cents for account, cents in sums.items() if account in SOURCES)


@pytest.mark.parametrize("kind", ROUTES)
def test_every_kind_keeps_the_balance_and_its_reversal_restores(kind):
    source, target = ROUTES[kind]

    there, back = deltas(source, target, 100), deltas(target, source, 100)

    assert balance(there) == balance(back) == 0
    assert {account: there[account] + back[account] for account in there} == {source: 0, target: 0}


def test_every_kind_but_the_reversal_has_its_way():
    assert set(ROUTES) == set(CashKind) - {CashKind.REVERSE}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("contribution", {"cash": 100, "contributed": 100}),
        ("payment", {"cash": -100, "lent": 100}),
        ("repayment", {"lent": -100, "cash": 100}),
        ("overpayment", {"cash": 100, "held": 100}),
        ("refund", {"cash": -100, "held": -100}),
        ("use_of_held", {"lent": -100, "held": -100}),
        ("write_off", {"doubtful": -100, "lost": 100}),
        ("late_recovery", {"cash": 100, "recovered": 100}),
        ("fee", {"cash": -100, "fees": 100}),
    ],
)
def test_a_movement_fills_and_empties_its_accounts(kind, changes):
    assert deltas(*ROUTES[CashKind(kind)], 100) == changes


def test_an_advance_keeps_every_account_that_is_its_own():
    assert set(BY_ADVANCE) == set(CashAccount) - {CashAccount.CASH, CashAccount.FEES, CashAccount.CONTRIBUTED}
