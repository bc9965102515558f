import pytest
from factories.needs import NeedFactory, OfferFactory, ProposalFactory
from factories.people import ExpertFactory, GroupFactory
from factories.stories import tell_story
from factories.territories import LocalRuleFactory

from webapp.domain.eligibility import Verdict
from webapp.extensions import db
from webapp.models.territories import territory_commune
from webapp.services.candidates import check_company, list_candidate_ids, load_candidates


@pytest.fixture
def story(engine_app, session, now):
    return tell_story()


def test_candidates_are_the_active_offers_of_groups_that_pledged_here(story):
    lent = OfferFactory(expert=ExpertFactory(group=GroupFactory(parent=story.pledge.group)))
    OfferFactory(expert=story.offers[0].expert, state="withdrawn")
    OfferFactory(expert=ExpertFactory(group=story.pledge.group, state="left"))
    OfferFactory()

    found = list_candidate_ids(story.role.need.territory)

    assert found == {lent.id, *(offer.id for offer in story.offers)}


def test_the_rules_of_the_territory_are_met_not_met_or_not_checked(story):
    need = story.role.need
    for code, value in (("in_territory", None), ("max_staff", 7), ("independent", None), ("money_max_euros", 15000)):
        LocalRuleFactory(territory=need.territory, code=code, value=value)
    assert [(found.rule, found.verdict) for found in check_company(need)] == [
        ("in_territory", Verdict.NOT_MET),
        ("max_staff", Verdict.NOT_MET),
        ("independent", Verdict.UNKNOWN),
    ]

    place = {"territory_id": need.territory_id, "insee": need.company.commune_insee}
    db.session.execute(territory_commune.insert().values(**place))
    need.company.is_independent, need.company.staff = True, 7
    db.session.commit()
    assert {found.verdict for found in check_company(need)} == {Verdict.MET}


def test_a_need_without_a_firm_has_no_rule_to_meet(story):
    need = NeedFactory(territory=story.role.need.territory, company=None)

    assert check_company(need) == []


def test_the_asks_of_an_expert_are_counted_with_their_answers(story, now):
    offer = story.offers[0]
    ProposalFactory(offer=OfferFactory(expert=offer.expert), sent_at=now, state="declined")
    ProposalFactory(offer=OfferFactory(expert=offer.expert), sent_at=now, state="expired")
    ProposalFactory(offer=OfferFactory(expert=offer.expert), sent_at=now, state="withdrawn")

    candidate = load_candidates(story.role, [offer.id], now=now)[offer.id]

    assert (candidate.asked, candidate.answered) == (2, 1)
    assert candidate.free_minutes == 4200


def test_the_row_of_the_year_answers_before_the_one_for_the_whole(story, now):
    story.pledge.year = 2025
    db.session.commit()

    candidate = load_candidates(story.role, [story.offers[0].id], now=now)[story.offers[0].id]

    assert candidate.pledge is None
    assert [found.rule for found in candidate.refusals] == ["pledge"]
    story.pledge.year = 2026
    db.session.commit()
    assert load_candidates(story.role, [story.offers[0].id], now=now)[story.offers[0].id].pledge == story.pledge
