from datetime import timedelta

import pytest
from conftest import NOW
from factories.accounts import AccountFactory
from factories.committees import tell_committee
from factories.people import CompanyFactory, ContactFactory, ExpertFactory, GroupFactory
from factories.stories import EXPERT, tell_story

from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.groups import Exclusion
from webapp.services import decisions, dossiers, recusals, sittings, votes
from webapp.services.answers import decline_proposal, settle_answer
from webapp.services.committee_seats import seat_member
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def test_who_finances_or_is_excluded_is_kept_out_as_soon_as_it_is_laid(committee):
    bank, rival, *_ = committee.members
    dossier = committee.dossier()
    committee.act(dossiers.set_funding, dossier, {"bank": 100}, bank=bank.group)
    with transaction():
        expert = ExpertFactory.build(group=rival.group)
        db.session.add(expert)
        db.session.flush()
        db.session.add(Exclusion(expert_id=expert.id, company_id=dossier.company_id))
    item = committee.laid(dossier)

    assert [(row.member, row.reason, row.state) for row in item.recusals] == [
        (bank, "finances", "proposed"),
        (rival, "excluded", "proposed"),
    ]
    assert [recusals.is_barred(item, member) for member in committee.members] == [True, True, False, False]
    assert committee.act(recusals.propose_recusals, item) == []


@pytest.mark.parametrize(
    ("before", "proposed"),
    [("laid", ["excluded"]), ("another has voted", ["excluded"]), ("has voted", []), ("decided", [])],
)
def test_a_conflict_that_is_learnt_after_a_dossier_was_laid_is_proposed_too(committee, before, proposed):
    member, now = committee.members[0], committee.money.now
    request = learn_of(member)
    item = committee.laid(committee.dossier(contact=request.role.need.contact))
    if before != "laid":
        committee.held()
        committee.vote(item, {"another has voted": " f", "has voted": "f", "decided": "  ff"}[before])
    if before == "decided":
        committee.act(decisions.adjourn_item, item, "documents", "")

    with transaction():
        settle_answer(request, by=JOB, now=now + timedelta(minutes=31))

    assert [(row.member, row.reason, row.state) for row in item.recusals] == [
        (member, reason, "proposed") for reason in proposed
    ]
    assert recusals.is_barred(item, member) == bool(proposed)


@pytest.mark.parametrize(
    ("laid_first", "siren", "reasons"),
    [(False, "732829320", ["excluded"]), (True, "732829320", ["excluded"]), (True, "552100554", []), (True, None, [])],
)
def test_a_conflict_with_one_site_of_a_firm_keeps_out_of_what_is_laid_for_another(
    committee, laid_first, siren, reasons
):
    request, now = learn_of(committee.members[0]), committee.money.now
    request.role.need.company.siren = siren and "732829320"
    db.session.commit()
    dossier = committee.dossier(contact=ContactFactory(company=CompanyFactory(siren=siren)))
    if laid_first:
        committee.laid(dossier)
    with transaction():
        settle_answer(request, by=JOB, now=now + timedelta(minutes=31))
    if not laid_first:
        committee.laid(dossier)

    (item,) = committee.sitting.items
    assert [(row.member, row.reason) for row in item.recusals] == [(committee.members[0], each) for each in reasons]


def test_what_a_member_has_declared_holds_when_the_dossier_is_laid_again(committee):
    item, (member, other, *_) = committee.laid(), committee.members
    committee.act(recusals.declare_recusal, item, member, "competitor")
    committee.held()
    committee.vote(item, " ff")
    committee.act(decisions.adjourn_item, item, "documents", "")
    committee.sitting = committee.act(
        sittings.plan_sitting,
        committee.territory,
        sittings.Meeting(committee.money.now + timedelta(days=9), committee.money.now + timedelta(days=9, hours=2)),
    )

    again = committee.laid(item.dossier)

    assert [(row.member, row.basis, row.reason, row.state) for row in again.recusals] == [
        (member, "declared", "competitor", "confirmed")
    ]
    assert (recusals.is_barred(again, member), recusals.is_barred(again, other)) == (True, False)


def learn_of(member):
    """A request that somebody of the member's organisation has declined: the firm is a client of theirs."""
    story = tell_story()
    request, *_ = story.send(NOW)
    with transaction():
        request.expert.group_id = member.group_id
    with transaction():
        decline_proposal(request, "conflict", by=EXPERT, now=NOW, words="C’est un client.")
    return request


def test_who_has_voted_is_not_kept_out_when_somebody_else_takes_a_seat(committee):
    item, voter = committee.laid(), committee.members[0]
    committee.held()
    committee.vote(item, "f")
    with transaction():
        expert = ExpertFactory.build(group=voter.group)
        db.session.add(expert)
        db.session.flush()
        db.session.add(Exclusion(expert_id=expert.id, company_id=item.dossier.company_id))

    committee.act(seat_member, committee.territory, GroupFactory(), AccountFactory())

    assert item.recusals == []
    assert votes.ballot_of(item).members == len(committee.members) + 1


def test_the_desk_confirms_or_lifts_what_was_proposed(committee):
    item = committee.laid()
    first, second = (
        committee.act(recusals.declare_recusal, item, member, "supplier") for member in committee.members[:2]
    )
    proposed = committee.act(_propose, item, committee.members[2])
    committee.act(recusals.lift_recusal, proposed)

    assert not recusals.is_barred(item, committee.members[2])
    assert (first.state, first.basis, second.reason) == ("confirmed", "declared", "supplier")
    with pytest.raises(Refusal, match="declared_by_member"):
        committee.act(recusals.lift_recusal, first)
    with pytest.raises(WrongState):
        committee.act(recusals.confirm_recusal, proposed)


def _propose(item, member, *, by, now):
    return recusals._add(item, member, "data", "finances", by=by, now=now)


def test_a_member_may_declare_what_the_desk_had_lifted(committee):
    item, member = committee.laid(), committee.members[0]
    proposed = committee.act(_propose, item, member)
    committee.act(recusals.lift_recusal, proposed)
    again = committee.act(recusals.declare_recusal, item, member, "interest")

    assert (again.id, again.state, again.basis) == (proposed.id, "confirmed", "declared")


def test_who_has_voted_is_recused_no_more(committee):
    item = committee.laid()
    committee.held()
    committee.vote(item, "f")

    with pytest.raises(Refusal, match="has_voted"):
        committee.act(recusals.declare_recusal, item, committee.members[0], "interest")


def test_who_is_recused_does_not_vote_by_the_service_either(committee):
    item, member = committee.laid(), committee.members[0]
    committee.act(recusals.declare_recusal, item, member, "interest")
    committee.held()

    with pytest.raises(NotAllowed):
        committee.act(votes.cast_vote, item, member, "for")
