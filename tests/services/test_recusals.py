import pytest
from factories.committees import tell_committee
from factories.people import ExpertFactory

from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.extensions import db
from webapp.models.groups import Exclusion
from webapp.services import dossiers, recusals, votes
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
