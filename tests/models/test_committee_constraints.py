"""What the database refuses by itself about the committee, each violated once."""

from datetime import date, datetime

import pytest
from factories.committees import MemberFactory, RecusalFactory, SittingFactory, VoteFactory, tell_committee
from factories.money import DecisionFactory, DossierFactory
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError

from webapp.extensions import db
from webapp.models.committees import CommitteeMember, Vote
from webapp.models.dossiers import Decision, DossierDocument, DossierFunding
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


@pytest.fixture
def committee(now):
    return tell_committee(now)


def add(row):
    with transaction():
        db.session.add(row)


def write(statement):
    with transaction():
        db.session.execute(statement.execution_options(synchronize_session=False))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"project": "x" * 4001},
        {"wished_minutes": 0},
        {"other_aid_cents": -1},
        {"jobs_created": -1},
        {"jobs_preserved": 10_001},
        {"contact_id": 999_999},
    ],
)
def test_a_dossier_out_of_bounds_is_refused(values):
    with pytest.raises(DatabaseError):
        DossierFactory(**values)


@pytest.mark.parametrize("values", [{"reason": "mood"}, {"minutes": 0}, {"outcome": "refused", "minutes": 420}])
def test_a_decision_out_of_bounds_is_refused(values):
    with pytest.raises(DatabaseError):
        DecisionFactory(**({"amount_cents": None} | values))


def test_an_agenda_item_has_one_decision(committee):
    item = committee.laid()
    DecisionFactory(dossier=item.dossier, item_id=item.id)

    with pytest.raises(DatabaseError):
        DecisionFactory(dossier=item.dossier, item_id=item.id)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost"},
        {"kind": "walk"},
        {"place": "x" * 201},
        {"ends_at": datetime.fromisoformat("2026-12-03T09:00+00:00")},
        {"state": "held"},
    ],
)
def test_a_sitting_out_of_bounds_is_refused(committee, values):
    with pytest.raises(DatabaseError):
        SittingFactory(territory=committee.territory, **values)


def test_who_is_recused_is_refused_a_vote(committee):
    item, member = committee.laid(), committee.members[0]
    RecusalFactory(item=item, member=member, state="proposed")

    with pytest.raises(DatabaseError, match="refuses_who_is_recused"):
        VoteFactory(item=item, member=member, cast_at=committee.money.now, recorded_by=member.account_id)


def test_whose_recusal_was_lifted_may_vote_once(committee):
    item, member = committee.laid(), committee.members[0]
    RecusalFactory(item=item, member=member, state="lifted")
    cast = {"item": item, "member": member, "cast_at": committee.money.now, "recorded_by": member.account_id}
    VoteFactory(**cast)

    with pytest.raises(DatabaseError):
        VoteFactory(**cast)


@pytest.mark.parametrize("change", [update(Vote).values(choice="against"), delete(Vote)])
def test_a_vote_is_never_changed(committee, change):
    member = committee.members[0]
    VoteFactory(item=committee.laid(), member=member, cast_at=committee.money.now, recorded_by=member.account_id)

    with pytest.raises(DatabaseError, match="append-only"):
        write(change)


@pytest.mark.parametrize("change", [update(Decision).values(amount_cents=1), delete(Decision)])
def test_a_decision_is_never_changed(change):
    DecisionFactory()

    with pytest.raises(DatabaseError, match="append-only"):
        write(change)


def test_funding_and_documents_are_of_known_kinds(committee):
    dossier = committee.dossier()
    dossier_id, file_id = dossier.id, dossier.documents[0].file_id

    for row in (
        DossierFunding(dossier_id=dossier_id, source="bank", amount_cents=1),
        DossierFunding(dossier_id=dossier_id, source="casino", amount_cents=1),
        DossierFunding(dossier_id=dossier_id, source="region", amount_cents=0),
        DossierDocument(dossier_id=dossier_id, kind="photo", file_id=file_id),
    ):
        with pytest.raises(DatabaseError):
            add(row)


@pytest.mark.parametrize("values", [{"state": "maybe"}, {"basis": "rumour"}, {"reason": "mood"}])
def test_a_recusal_of_an_unknown_kind_is_refused(committee, values):
    item = committee.laid()

    with pytest.raises(DatabaseError):
        RecusalFactory(item=item, member=committee.members[0], **values)


def test_two_people_never_sit_for_one_organisation(committee):
    member = committee.members[0]
    again = {"territory_id": member.territory_id, "group": member.group}

    MemberFactory(**again, left_on=date(2025, 12, 31))

    with pytest.raises(DatabaseError):
        MemberFactory(**again)


@pytest.mark.parametrize("change", [update(CommitteeMember).values(left_on=date(2020, 1, 1))])
def test_a_member_leaves_after_joining(committee, change):
    with pytest.raises(DatabaseError):
        write(change)
