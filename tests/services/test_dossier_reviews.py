from datetime import timedelta

import pytest
from factories.committees import tell_committee
from factories.money import DecisionFactory, DossierFactory
from factories.people import CompanyFactory
from factories.stories import tell_story
from factories.territories import LocalRuleFactory, ReferenceRateFactory

from webapp.domain.advances import Terms
from webapp.domain.eligibility import Verdict
from webapp.services.dossier_reviews import (
    equivalent_of,
    find_scoped_dossier,
    has_mission,
    list_dossiers,
    review_dossier,
)
from webapp.services.dossiers import Promises, note_promises

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now, members=0)


def test_a_review_holds_what_lacks_the_rules_and_the_leverage(committee):
    LocalRuleFactory(territory=committee.territory, code="money_max_euros", value=15_000)
    whole = review_dossier(committee.dossier(), committee.money.today)
    begun = review_dossier(committee.dossier(complete=False), committee.money.today)

    assert (whole.missing, whole.leverage_hundredths) == ([], 175)
    assert [(finding.rule, finding.verdict) for finding in whole.findings] == [("money_max_euros", Verdict.NOT_MET)]
    assert begun.missing == ["jobs", "funding", "aid", "founded_on", "accounts", "plan"]
    assert begun.de_minimis.verdict is Verdict.UNKNOWN


def test_aid_granted_within_three_years_counts(committee):
    dossier, today = committee.dossier(), committee.money.today
    for days, cents in ((100, 700_000), (3 * 366, 900_000)):
        before = DossierFactory(territory=committee.territory, company=dossier.company)
        DecisionFactory(dossier=before, decided_on=today - timedelta(days=days), grant_equivalent_cents=cents)
    DecisionFactory(
        dossier=DossierFactory(territory=committee.territory, company=dossier.company),
        decided_on=today,
        amount_cents=500_000,
    )

    assert review_dossier(dossier, today).facts.granted_aid_cents == 1_200_000


def test_aid_to_another_site_of_the_firm_counts_and_that_of_the_dossier_itself_only_once(committee):
    dossier, today = committee.dossier(), committee.money.today
    dossier.company.siren = "732829320"
    site = CompanyFactory(siren="732829320")
    for other, cents in ((dossier, 10_000), (DossierFactory(territory=committee.territory, company=site), 20_000)):
        DecisionFactory(dossier=other, decided_on=today, grant_equivalent_cents=cents)
    DecisionFactory(dossier=DossierFactory(territory=committee.territory), decided_on=today)

    assert review_dossier(dossier, today).facts.granted_aid_cents == 20_000


def test_the_reference_rate_of_the_territory_gives_the_value(committee):
    dossier, today = committee.dossier(), committee.money.today
    unknown = review_dossier(dossier, today)
    ReferenceRateFactory(territory_id=committee.territory.id, rate_bp=400)
    known = review_dossier(dossier, today)

    assert (unknown.has_rate, unknown.equivalent_cents) == (False, 2_000_000)
    assert known.has_rate
    assert 70_000 < known.equivalent_cents < 85_000
    assert equivalent_of(400, None, Terms(today, 24)) == 0


def test_the_sector_is_that_of_the_firm(committee):
    LocalRuleFactory(territory=committee.territory, code="sector_never", value=None, divisions="16 47")
    dossier = committee.dossier()
    assert review_dossier(dossier, committee.money.today).findings[0].verdict is Verdict.UNKNOWN

    committee.act(note_promises, dossier, Promises(naf="1610A"))

    assert dossier.company.naf == "1610A"
    assert review_dossier(dossier, committee.money.today).findings[0].verdict is Verdict.NOT_MET


def test_a_firm_that_was_helped_has_its_mission(now):
    story = tell_story()
    company_id = story.role.need.company_id

    assert not has_mission(company_id)
    story.accepted(now)
    assert has_mission(company_id)


def test_a_list_holds_what_its_desk_may_see(committee):
    mine = committee.dossier()
    DossierFactory()
    laid = committee.laid().dossier
    ids = frozenset({committee.territory.id})

    assert [row.id for row in list_dossiers(ids, "open").rows] == [mine.id]
    assert [row.id for row in list_dossiers(ids, "laid").rows] == [laid.id]
    assert {row.id for row in list_dossiers(ids, "all", "PLIEUSE").rows} == {mine.id, laid.id}
    assert list_dossiers(ids, "all", "scierie").count == 0
    assert find_scoped_dossier(ids, mine.id) is mine
    assert find_scoped_dossier(frozenset(), mine.id) is None
