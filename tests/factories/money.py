"""Money, ready to move: a fund that holds some, and advances in the situation that their trait names."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import factory
from factories.accounts import AccountFactory
from factories.base import Factory
from factories.people import CompanyFactory, GroupFactory
from factories.territories import TerritoryFactory

from webapp.clock import local_date
from webapp.domain.advances import Terms
from webapp.domain.states import Actor, ActorKind
from webapp.models.accounts import Account
from webapp.models.advances import Advance
from webapp.models.cash import CashEntry
from webapp.models.dossiers import Decision, Dossier
from webapp.models.funds import Contribution, Fund
from webapp.models.territories import Territory
from webapp.services import funds, payments, repayments
from webapp.services.advances import approve_advance
from webapp.transaction import transaction

#: 20,000 EUR
AMOUNT = 2_000_000


class FundFactory(Factory):
    class Meta:
        model = Fund

    code = factory.Sequence(lambda n: f"fonds-{n}")
    territory = factory.SubFactory(TerritoryFactory)
    name = "Fonds d’avances"
    opened_on = date(2025, 4, 1)


class ContributionFactory(Factory):
    class Meta:
        model = Contribution

    fund = factory.SubFactory(FundFactory)
    group = factory.SubFactory(GroupFactory)
    amount_cents = 10_000_000
    promised_on = date(2025, 4, 1)


class DossierFactory(Factory):
    class Meta:
        model = Dossier

    territory = factory.SubFactory(TerritoryFactory)
    company = factory.SubFactory(CompanyFactory)
    title = "Une plieuse"
    purpose = "machine"
    asked_cents = AMOUNT
    opened_on = date(2026, 9, 1)


class DecisionFactory(Factory):
    class Meta:
        model = Decision

    dossier = factory.SubFactory(DossierFactory)
    outcome = "approved"
    amount_cents = AMOUNT
    decided_on = date(2026, 11, 23)


class AdvanceFactory(Factory):
    class Meta:
        model = Advance

    fund = factory.SubFactory(FundFactory)
    decision = factory.SubFactory(DecisionFactory)
    amount_cents = AMOUNT
    pay_on = date(2026, 11, 24)


@dataclass
class Money:
    """A fund with money, two people of its desk, and the moment."""

    fund: Fund
    first: Account
    second: Account
    now: object
    entries: list[CashEntry] = field(default_factory=list)

    @property
    def by(self) -> Actor:
        return Actor(ActorKind.ACCOUNT, self.first.id)

    @property
    def other(self) -> Actor:
        return Actor(ActorKind.ACCOUNT, self.second.id)

    @property
    def today(self) -> date:
        return local_date(self.now)

    def decided(self, cents: int = AMOUNT, **values) -> Decision:
        dossier = DossierFactory(territory=self.fund.territory)
        return DecisionFactory(dossier=dossier, amount_cents=cents, **({"decided_on": self.today} | values))

    def approved(self, cents: int = AMOUNT, *, count: int = 20, conditions=(), **terms) -> Advance:
        decision = self.decided(cents)
        plan = Terms(terms.pop("starts_on", self.today), count, **terms)
        with transaction():
            return approve_advance(decision, self.fund, plan, conditions=conditions, by=self.by, now=self.now)

    def waiting(self, cents: int = AMOUNT, *, count: int = 20, **decision) -> Advance:
        """One that may wait, and does where the fund cannot pay it or others are before it."""
        granted, plan = self.decided(cents, **decision), Terms(self.today, count)
        with transaction():
            return approve_advance(granted, self.fund, plan, may_wait=True, by=self.by, now=self.now)

    def ordered(self, cents: int = AMOUNT, **terms) -> Advance:
        advance = self.approved(cents, **terms)
        with transaction():
            payments.order_payment(advance, by=self.by, now=self.now)
        return advance

    def running(self, cents: int = AMOUNT, **terms) -> Advance:
        advance = self.ordered(cents, **terms)
        with transaction():
            payments.confirm_payment(payments.find_open_order(advance), by=self.other, now=self.now)
        return advance

    def repay(self, advance: Advance, cents: int) -> list[CashEntry]:
        with transaction():
            return repayments.record_repayment(advance, cents, received_on=self.today, by=self.by, now=self.now)

    def later(self, **delay) -> "Money":
        self.now += timedelta(**delay)
        return self


def tell_money(now, *, contributed: int = 10_000_000, territory: Territory | None = None) -> Money:
    place = territory or TerritoryFactory()
    money = Money(
        FundFactory(territory=place),
        AccountFactory(coordinates=place),
        AccountFactory(coordinates=place, name="Marc Simon"),
        now,
    )
    contribution = ContributionFactory(fund=money.fund, amount_cents=contributed)
    with transaction():
        funds.receive_contribution(contribution, contributed, received_on=money.today, by=money.by, now=now)
    return money
