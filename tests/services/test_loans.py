from datetime import date

import pytest
from factories.conventions import ConventionFactory
from factories.money import tell_money

from webapp.extensions import db
from webapp.models.dossiers import DossierFunding
from webapp.services.loans import list_loans

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_the_advances_of_a_convention_with_the_other_money_of_each(now):
    money = tell_money(now)
    convention = ConventionFactory(
        territory=money.fund.territory, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31)
    )
    earlier = ConventionFactory(territory=money.fund.territory, starts_on=date(2020, 1, 1), ends_on=date(2021, 12, 31))
    first, _approved, second = money.running(), money.approved(), money.running(1_000_000)
    dossier = first.decision.dossier
    for source, cents in (("bank", 3_000_000), ("own", 500_000)):
        db.session.add(DossierFunding(dossier_id=dossier.id, source=source, amount_cents=cents))
    db.session.commit()

    found = list_loans(convention)

    assert [(each.company_id, each.purpose, each.cents, each.funding_cents) for each in found] == [
        (dossier.company_id, "machine", 2_000_000, 3_500_000),
        (second.decision.dossier.company_id, "machine", 1_000_000, 0),
    ]
    assert list_loans(earlier) == []
