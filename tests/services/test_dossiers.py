import pytest
from factories.committees import tell_committee
from factories.needs import NeedFactory
from factories.people import ContactFactory, GroupFactory
from sqlalchemy import func, select

from webapp.domain.errors import Refusal, WrongState
from webapp.domain.states import Actor, ActorKind
from webapp.domain.uploads import PDF, Upload
from webapp.extensions import db
from webapp.models.files import StoredFile
from webapp.models.mails import OutgoingMail
from webapp.services import dossiers
from webapp.services.verify import list_breaches
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

PROJECT = dossiers.Project("Une plieuse", "machine")


@pytest.fixture
def committee(now):
    return tell_committee(now, members=0)


@pytest.mark.parametrize("where", ["title", "project"])
def test_bank_details_are_never_kept_from_a_link(committee, where):
    dossier = committee.dossier()
    told = {"title": "Une plieuse", "project": "Plier."} | {where: "FR14 2004 1010 0505 0001 3M02 606"}

    with pytest.raises(Refusal, match="bank_details"):
        committee.act(dossiers.describe_project, dossier, dossiers.Project(purpose="machine", **told))
    with pytest.raises(Refusal, match="bank_details"):
        committee.dossier(project=dossiers.Project(purpose="machine", **told))
    assert "FR14" not in dossier.title + dossier.project


def test_a_dossier_is_opened_and_its_firm_gets_one_link(committee):
    dossier = committee.dossier(complete=False)
    first = committee.act(lambda by, now: dossiers.dossier_link(dossier, now))
    again = committee.act(lambda by, now: dossiers.dossier_link(dossier, now))

    assert (dossier.state, first.purpose, first.id) == ("draft", "complete_dossier", again.id)
    assert dossiers.find_dossier(first) is dossier


def test_a_dossier_belongs_to_the_firm_of_its_request(committee):
    need = NeedFactory(territory=committee.territory)

    with pytest.raises(Refusal, match="other_firm"):
        committee.dossier(need=need)
    with pytest.raises(Refusal, match="firm_missing"):
        committee.dossier(contact=ContactFactory(company=None))
    assert committee.dossier(need=need, contact=need.contact).need is need


def test_each_step_is_kept_by_itself(committee):
    dossier, bank = committee.dossier(), GroupFactory(kind="bank")
    committee.act(dossiers.describe_project, dossier, dossiers.Project("Un four", "growth", "Cuire.", 1_500_000))
    committee.act(dossiers.set_funding, dossier, {"bank": 100, "region": 0}, bank=bank)

    assert (dossier.title, dossier.purpose, dossier.asked_cents) == ("Un four", "growth", 1_500_000)
    assert [(row.source, row.amount_cents, row.group) for row in dossier.funding] == [("bank", 100, bank)]
    assert dossier.jobs_created == 2


def test_a_document_that_is_dropped_is_erased(committee):
    dossier = committee.dossier()
    count = select(func.count()).select_from(StoredFile)
    committee.act(dossiers.drop_document, dossier, dossier.documents[0].id)
    committee.act(dossiers.drop_document, dossier, 999_999)

    assert ([document.kind for document in dossier.documents], db.session.scalar(count)) == (["plan"], 1)


def test_a_document_of_another_dossier_is_not_found(committee):
    first, second = committee.dossier(), committee.dossier()

    assert dossiers.find_document(first, second.documents[0].id) is None


def test_a_dossier_holds_so_many_documents_and_no_more(committee):
    dossier = committee.dossier(complete=False)
    for _ in range(dossiers.MOST_DOCUMENTS):
        committee.act(dossiers.add_document, dossier, "quote", Upload(PDF, "devis.pdf"), b"%PDF-1.7")

    with pytest.raises(Refusal, match="too_many_documents"):
        committee.act(dossiers.add_document, dossier, "quote", Upload(PDF, "devis.pdf"), b"%PDF-1.7")


def test_what_was_handed_in_is_not_changed_until_it_is_given_back(committee):
    dossier = committee.dossier()
    firm = Actor(ActorKind.CONTACT, dossier.contact_id)
    committee.act(dossiers.submit_dossier, dossier, by=firm)

    for change in (
        lambda: committee.act(dossiers.describe_project, dossier, PROJECT, by=firm),
        lambda: committee.act(dossiers.set_funding, dossier, {}, by=firm),
        lambda: committee.act(dossiers.drop_document, dossier, dossier.documents[0].id, by=firm),
        lambda: committee.act(dossiers.submit_dossier, dossier, by=firm),
    ):
        with pytest.raises(WrongState):
            change()
    committee.act(dossiers.reopen_dossier, dossier)
    committee.act(dossiers.describe_project, dossier, PROJECT, by=firm)
    assert (dossier.state, dossier.submitted_at) == ("draft", committee.money.now)


def test_a_firm_may_renounce_until_its_dossier_is_laid(committee):
    dossier, laid = committee.dossier(), committee.laid().dossier
    committee.act(dossiers.withdraw_dossier, dossier)

    assert dossier.state == "withdrawn"
    with pytest.raises(WrongState):
        committee.act(dossiers.withdraw_dossier, laid)
    assert [line for line in list_breaches() if "dossier" in line] == []


def test_a_firm_gets_the_link_of_its_dossier_again(engine_app, session, now):
    committee = tell_committee(now)
    dossier = committee.dossier()
    with transaction():
        link = dossiers.dossier_link(dossier, now)

    with transaction():
        dossiers.send_dossier_link(link, now)

    sent = select(OutgoingMail).where(OutgoingMail.template == "dossier_to_complete")
    (mail,) = db.session.scalars(sent)
    assert mail.recipient == dossier.contact.email


def test_the_desk_adds_what_lacked_once_it_is_laid_and_the_firm_does_not(committee):
    dossier = committee.dossier()
    (plan,) = (document for document in dossier.documents if document.kind == "plan")
    committee.act(dossiers.drop_document, dossier, plan.id)
    item = committee.laid(dossier, reason="Le plan arrive.")
    assert not item.is_complete

    firm = Actor(ActorKind.CONTACT, dossier.contact_id)
    with pytest.raises(WrongState):
        committee.act(dossiers.add_document, dossier, "plan", Upload(PDF, "plan.pdf"), b"%PDF-1.7", by=firm)
    committee.act(dossiers.add_document, dossier, "plan", Upload(PDF, "plan.pdf"), b"%PDF-1.7")

    assert item.is_complete
