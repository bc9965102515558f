from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory, PledgeFactory
from factories.needs import NeedFactory, OfferFactory, ProposalFactory, RoleFactory
from factories.people import AbsenceFactory, CompanyFactory, ContactFactory, ExpertFactory, GroupFactory
from factories.territories import CommuneFactory, LocalRuleFactory, TerritoryFactory
from sqlalchemy import event

from webapp.extensions import db
from webapp.models.conventions import PledgeCondition
from webapp.models.groups import Exclusion
from webapp.models.offers import Skill
from webapp.services.shortlists import best_matches, first_choices, preview, rank_chosen, shortlist

TEXT = "besoin d’une relectur de contra de travail"


@pytest.fixture
def world(engine_app, session, now):
    """A territory with a convention, a group with days, one expert with one offer, and a role that it answers."""

    class World:
        territory = TerritoryFactory()
        convention = ConventionFactory(territory=territory)
        pledge = PledgeFactory(convention=convention)
        expert = ExpertFactory(group=pledge.group)
        offer = OfferFactory(expert=expert)
        other = OfferFactory(expert=expert, title="Réglage de presses à injecter", text="Moules et outillage.")
        company = CompanyFactory()
        need = NeedFactory(territory=territory, contact=ContactFactory(company=company), text=TEXT, title=TEXT)
        role = RoleFactory(need=need)

        def find(self):
            return shortlist(self.role, now)

        def only(self):
            found = self.find()
            (entry,) = found.above + found.below + found.refused
            return entry

    return World()


def terms_of(entry):
    return {term.code: (term.finding, term.effect) for term in entry.terms}


def refusals_of(entry):
    return [finding.rule for finding in entry.refusals]


def test_the_offer_that_shares_words_comes_with_its_reasons(world):
    (entry,) = world.find().above

    assert entry.offer == world.offer
    assert entry.words >= 35
    assert "contra de travail" in {reason.asked for reason in entry.reasons}


def test_the_shown_terms_add_up_to_the_score(world, now):
    world.expert.commune.latitude += 300_000
    AbsenceFactory(expert=world.expert, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 13))
    ProposalFactory(offer=world.other, sent_at=now - timedelta(days=89))
    db.session.commit()

    entry = world.only()

    assert terms_of(entry) == {
        "theme": ("unticked", 0),
        "distance": ("either", -3),
        "days": ("behind", 2),
        "asked": ("asked", -1),
        "absence": ("away", -4),
    }
    assert entry.score == entry.words - 6
    assert entry.candidate.distance_km == 33


def test_a_pair_of_words_that_adds_next_to_nothing_is_not_told(world):
    world.need.text = "un contrat de travail à relire, et ranger le garage avant la saison, on parlera du reste"
    world.role.title = world.need.text
    db.session.commit()

    entry = world.only()

    assert "contrat de travail" in {reason.asked for reason in entry.reasons}
    assert min(reason.share for reason in entry.hit.reasons) < 0.02 <= min(reason.share for reason in entry.reasons)


def test_an_offer_of_the_ticked_theme_goes_before_its_equal(world):
    first, second = world.offer, OfferFactory(expert=world.expert)
    second.skills.append(Skill(code="hr-contracts", family="hr", label="Relire", label_en="Review"))
    first.skills.append(Skill(code="law-contracts", family="law", label="Relire", label_en="Review"))
    db.session.commit()
    assert [entry.offer for entry in world.find().above] == [first, second]

    world.need.themes = "it hr"
    db.session.commit()

    found = world.find().above
    assert [entry.offer for entry in found] == [second, first]
    assert [terms_of(entry)["theme"][0] for entry in found] == ["ticked", "other"]
    assert found[0].words == found[1].words


def test_a_ticked_theme_carries_over_the_floor_in_the_list_the_baskets_and_the_preview(world, now):
    world.offer.skills.append(
        Skill(code="hr-contracts", family="hr", label="Temps de travail", label_en="Working time")
    )
    db.session.commit()
    world.territory.floor_permille = 10 * (world.only().words + 3)
    db.session.commit()
    assert world.find().above == ()
    assert best_matches([world.role])[world.role.id].count == 0
    assert preview(TEXT, [], world.territory, now=now).count == 0

    world.need.themes = "hr"
    db.session.commit()

    assert [entry.offer for entry in world.find().above] == [world.offer]
    assert first_choices(world.find(), 2) == [], "a theme alone sends nothing"
    assert best_matches([world.role])[world.role.id].count == 1
    assert preview(TEXT, ["hr"], world.territory, now=now).count == 1


def test_a_request_of_ninety_one_days_ago_is_forgotten(world, now):
    ProposalFactory(offer=world.other, sent_at=now - timedelta(days=91))

    assert terms_of(world.only())["asked"] == ("never", 0)


def test_an_unknown_place_is_not_checked_and_costs_nothing(world):
    world.company.commune.latitude = None
    db.session.commit()

    assert terms_of(world.only())["distance"] == ("not_checked", 0)


def test_an_absence_after_the_delay_to_answer_costs_nothing(world):
    AbsenceFactory(expert=world.expert, starts_on=date(2026, 12, 15), ends_on=date(2026, 12, 20))

    assert terms_of(world.only())["absence"] == ("none", 0)


def test_a_group_without_pledge_to_the_territory_is_not_shown(world):
    OfferFactory(title=world.offer.title, text=world.offer.text)

    assert world.only().offer == world.offer


def test_a_firm_answers_with_the_pledge_of_its_association(world):
    firm = GroupFactory(parent=world.pledge.group, kind="firm")
    world.expert.group = firm
    db.session.commit()

    assert world.only().candidate.pledge == world.pledge
    assert world.only().candidate.free_minutes == 4200


def test_without_convention_in_force_the_offer_is_refused_with_the_reason(world):
    world.convention.starts_on, world.convention.ends_on = date(2020, 1, 1), date(2022, 12, 31)
    db.session.commit()

    assert refusals_of(world.only()) == ["pledge"]


def test_an_expert_asked_about_the_role_is_not_asked_again(world):
    ProposalFactory(offer=world.other, role=world.role, state="declined")

    assert refusals_of(world.only()) == ["engaged"]


def test_a_request_taken_back_may_be_sent_again(world):
    ProposalFactory(offer=world.other, role=world.role, state="withdrawn")

    assert refusals_of(world.only()) == []


def test_conflict_pause_ceiling_and_dead_address_refuse(world, now):
    db.session.add(Exclusion(expert_id=world.expert.id, company_id=world.company.id))
    world.expert.paused_until = date(2026, 11, 24)
    world.expert.max_asks = 0
    world.expert.bounced_at = now
    db.session.commit()

    assert refusals_of(world.only()) == ["excluded", "paused", "asked_too_often", "unreachable"]


@pytest.mark.parametrize(("siren", "refusals"), [("732829320", ["excluded"]), ("552100554", []), (None, [])])
def test_a_conflict_with_one_site_of_a_firm_holds_for_the_others(world, siren, refusals):
    world.company.siren = siren
    other = CompanyFactory(siren="732829320" if siren else None)
    db.session.add(Exclusion(expert_id=world.expert.id, company_id=other.id))
    db.session.commit()

    assert refusals_of(world.only()) == refusals


def test_a_condition_of_the_group_refuses_or_stays_unchecked(world):
    world.pledge.conditions += [PledgeCondition(code="max_staff", value=5), PledgeCondition(code="independent")]
    db.session.commit()

    entry = world.only()

    assert refusals_of(entry) == ["max_staff"]
    assert [(finding.rule, finding.verdict) for finding in entry.candidate.conditions] == [
        ("independent", "not_checked")
    ]


def test_the_distance_to_the_site_of_the_group_is_a_condition(world):
    site = CommuneFactory(latitude=48_675_000 + 900_000)
    world.pledge.group.site = site
    world.pledge.conditions.append(PledgeCondition(code="max_km", value=50))
    db.session.commit()

    assert refusals_of(world.only()) == ["max_km"]


def test_a_score_under_the_floor_is_below_and_never_sent_alone(world):
    world.territory.floor_permille = 1000
    db.session.commit()

    found = world.find()

    assert [entry.offer for entry in found.below] == [world.offer]
    assert first_choices(found, 2) == []


def test_the_first_choices_hold_one_offer_an_expert(world):
    OfferFactory(expert=world.expert)
    second = OfferFactory(expert=ExpertFactory(group=world.pledge.group))

    chosen = first_choices(world.find(), 2)

    assert [choice.offer for choice in chosen] == [world.offer, second]
    assert chosen[0].score_permille == world.find().above[0].words * 10
    assert chosen[0].reasons[0][0] in TEXT


@pytest.mark.parametrize("why", ["exhausted", "away"])
def test_who_has_no_days_or_is_away_is_shown_and_not_sent_alone(world, why):
    if why == "exhausted":
        world.pledge.pledged_minutes = 419
    else:
        AbsenceFactory(expert=world.expert, starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 30))
    db.session.commit()

    found = world.find()

    assert [entry.offer for entry in found.above] == [world.offer]
    assert first_choices(found, 2) == []


def test_a_firm_that_breaks_a_rule_is_never_sent_alone(world):
    LocalRuleFactory(territory=world.territory, code="max_staff", value=7)

    found = world.find()

    assert found.company_is_refused
    assert first_choices(found, 2) == []


def test_a_rule_nobody_has_checked_refuses_nothing(world):
    LocalRuleFactory(territory=world.territory, code="independent", value=None)

    found = world.find()

    assert [(finding.rule, finding.verdict) for finding in found.company] == [("independent", "not_checked")]
    assert len(first_choices(found, 2)) == 1


def test_a_changed_offer_is_found_by_its_new_words_at_once(world):
    assert world.only().offer == world.offer
    world.offer.title, world.offer.text = "Plan de nettoyage", "Hygiène des ateliers"
    world.other.title = "Relecture de contrats de travail"
    db.session.commit()

    assert world.only().offer == world.other


def test_a_withdrawn_offer_and_an_expert_who_left_are_not_found(world):
    world.offer.state = "withdrawn"
    db.session.commit()
    assert world.find().above == ()

    world.offer.state = "active"
    world.expert.state = "left"
    db.session.commit()
    assert world.find().above == ()


def test_chosen_offers_are_ranked_even_when_no_word_meets(world, now):
    ranked = rank_chosen(world.role, [world.other.id, world.offer.id], now)

    assert [(entry.offer, entry.words > 0) for entry in ranked] == [(world.offer, True), (world.other, False)]


def test_the_preview_counts_people_and_names_the_words(world, now):
    OfferFactory(expert=world.expert)

    found = preview(TEXT, [], world.territory, now=now)

    assert found.count == 1
    assert set(found.words) == {"relectur", "contra de travail"}
    assert preview("zzz qqq", ["hr"], world.territory, now=now).count == 0
    assert preview(TEXT, [], TerritoryFactory(), now=now).count == 0


def test_the_number_of_queries_does_not_grow_with_the_offers(world):
    def count_queries():
        db.session.commit()
        world.find()
        db.session.expire_all()
        seen = []
        event.listen(db.engine, "before_cursor_execute", lambda *_: seen.append(1))
        world.find()
        return len(seen)

    few = count_queries()
    for _ in range(5):
        OfferFactory(expert=ExpertFactory(group=world.pledge.group))

    assert count_queries() == few


def test_the_title_a_coordinator_wrote_is_compared_beside_the_words(world):
    world.role.title = "Réglage de presses"
    db.session.commit()

    found = world.find()

    assert {entry.offer for entry in found.above + found.below} == {world.offer, world.other}


def test_each_of_several_roles_is_compared_by_its_own_title(world):
    world.role.title = "Réglage de presses"
    RoleFactory(need=world.need, title="Plan de nettoyage")
    db.session.commit()

    assert world.only().offer == world.other
