import pytest
from factories.committees import tell_committee
from factories.needs import NeedFactory
from factories.territories import LocalRuleFactory
from sqlalchemy import func, select

from webapp.domain.advances import Terms
from webapp.domain.errors import FundExhausted, Refusal, WrongState
from webapp.extensions import db
from webapp.models.advances import Advance
from webapp.models.mails import OutgoingMail
from webapp.services import dossiers, sittings
from webapp.services.decisions import Money, adjourn_item, approve_item, refuse_item
from webapp.services.forgetting import forget_person
from webapp.services.notes import list_notes
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def money(committee, cents=2_000_000, **values):
    return Money(committee.money.fund, cents, Terms(committee.money.today, 20), **values)


def voted(committee, choices="fff", dossier=None):
    item = committee.laid(dossier)
    committee.held()
    committee.vote(item, choices)
    return item


def test_an_approval_promises_the_money_and_opens_the_days_at_once(committee):
    item = voted(committee)
    granted = money(committee, conditions=("Bail signé",))
    decision = committee.act(approve_item, item, money=granted, minutes=840)
    committee.act(sittings.close_sitting, committee.sitting)

    advance = db.session.scalars(select(Advance).where(Advance.decision_id == decision.id)).one()
    assert (advance.state, advance.amount_cents, advance.conditions[0].words) == ("approved", 2_000_000, "Bail signé")
    need = item.dossier.need
    assert (need.state, [(role.state, role.minutes) for role in need.roles]) == ("open", [("open", 840)])
    assert (decision.votes_for, decision.votes_against, decision.minutes) == (3, 0, 840)
    assert (decision.valid_until - decision.decided_on).days == 180
    assert (item.dossier.state, committee.sitting.state) == ("approved", "closed")
    assert [line for line in list_breaches() if "published_report" not in line] == []


def test_days_become_one_more_role_of_the_request_behind_the_dossier(committee):
    need = NeedFactory(territory=committee.territory, state="open")
    dossier = committee.dossier(need=need, contact=need.contact)
    committee.act(approve_item, voted(committee, dossier=dossier), minutes=420)

    assert [(role.title, role.minutes) for role in need.roles][-1] == ("Une plieuse", 420)
    assert dossier.need is need


def test_what_the_fund_cannot_pay_is_refused_or_waits(committee):
    item = voted(committee)

    with pytest.raises(FundExhausted):
        committee.act(approve_item, item, money=money(committee, 10_000_001))
    assert (item.decision, item.dossier.state) == (None, "laid")
    committee.act(approve_item, item, money=money(committee, 10_000_001, may_wait=True))
    assert db.session.scalars(select(Advance.state)).one() == "queued"


@pytest.mark.parametrize(("choices", "code"), [("f", "majority_missing"), ("fa", "majority_missing")])
def test_without_a_majority_nothing_is_granted(committee, choices, code):
    item = voted(committee, choices.replace("f", "a", 1) if choices == "f" else choices)

    with pytest.raises(Refusal, match=code):
        committee.act(approve_item, item, minutes=420)


def test_without_a_quorum_nothing_is_decided(committee):
    item = committee.laid()
    committee.held(present=1)
    committee.vote(item, "f")

    with pytest.raises(Refusal, match="quorum_missing"):
        committee.act(approve_item, item, minutes=420)
    with pytest.raises(Refusal, match="quorum_missing"):
        committee.act(adjourn_item, item, "documents", "")


def test_an_approval_grants_something(committee):
    with pytest.raises(Refusal, match="nothing_granted"):
        committee.act(approve_item, voted(committee))


def test_where_the_territory_says_so_money_comes_with_a_mission_only(committee):
    LocalRuleFactory(territory=committee.territory, code="money_needs_mission", value=None)
    db.session.expire_all()
    item = voted(committee)

    with pytest.raises(Refusal, match="mission_missing"):
        committee.act(approve_item, item, money=money(committee))
    committee.act(approve_item, item, money=money(committee), minutes=420)
    assert item.dossier.state == "approved"


def test_a_dossier_is_decided_once(committee):
    item = voted(committee)
    committee.act(approve_item, item, minutes=420)

    with pytest.raises(WrongState):
        committee.act(adjourn_item, item, "documents", "")


def test_an_adjourned_dossier_is_completed_and_laid_again(committee):
    item = committee.laid()
    committee.held()
    decision = committee.act(adjourn_item, item, "documents", "Le dernier bilan manque.")
    dossier = item.dossier
    committee.act(dossiers.describe_project, dossier, dossiers.Project("Une plieuse", "machine", "Mieux dit.", 100_000))
    committee.act(dossiers.submit_dossier, dossier)

    assert (decision.outcome, decision.reason, dossier.state) == ("adjourned", "documents", "submitted")
    assert [note.text for note in list_notes(decision)] == ["Le dernier bilan manque."]


def test_a_refusal_has_its_reason_and_its_votes(committee):
    item = voted(committee, "aaf")

    with pytest.raises(Refusal, match="reason_missing"):
        committee.act(refuse_item, item, "documents", "")
    with pytest.raises(Refusal, match="words_missing"):
        committee.act(refuse_item, item, "other_refused", " ")
    decision = committee.act(refuse_item, item, "not_viable", "")
    assert (decision.outcome, decision.votes_against, item.dossier.state) == ("refused", 2, "refused")


def test_nobody_is_written_to_who_was_erased_while_the_dossier_lay_there(committee):
    refused, approved = committee.laid(), committee.laid()
    committee.held()
    committee.vote(refused, "aaa")
    committee.vote(approved, "fff")
    before = db.session.scalar(select(func.count(OutgoingMail.id)))
    for item in (refused, approved):
        with transaction():
            forget_person(item.dossier.contact, now=committee.money.now)

    committee.act(refuse_item, refused, "not_viable", "")
    with pytest.raises(Refusal, match="contact_missing"):
        committee.act(approve_item, approved, minutes=420)

    assert db.session.scalar(select(func.count(OutgoingMail.id))) == before


def test_nothing_is_refused_that_was_carried(committee):
    with pytest.raises(Refusal, match="was_carried"):
        committee.act(refuse_item, voted(committee), "not_viable", "")
