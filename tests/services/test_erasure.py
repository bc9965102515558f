import pytest
from factories.canaries import Met
from factories.needs import NeedFactory
from factories.people import CompanyFactory, ContactFactory, ExpertFactory
from factories.stories import DESK
from sqlalchemy import delete, func, select

from webapp.domain.retention import ERASED
from webapp.domain.states import JOB
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.events import Event
from webapp.models.groups import Absence, Exclusion
from webapp.models.links import ActionLink, LinkSecret
from webapp.models.mails import OutgoingMail
from webapp.models.notes import Note
from webapp.models.offers import Offer
from webapp.services.bounces import note_bounce
from webapp.services.erasure import erase_contact, erase_expert
from webapp.services.links import mint_secret
from webapp.services.missions import settle_dispute
from webapp.services.notes import add_note
from webapp.services.opinions import ask_for_opinions
from webapp.transaction import transaction


@pytest.fixture
def met(engine_app, session, now):
    return Met(now).end(now)


def test_links_open_nothing_and_mails_do_not_leave(met, now):
    expert = met.mission.proposal.expert
    with transaction():
        for link in db.session.scalars(select(ActionLink)):
            mint_secret(link)

    with transaction():
        erase_expert(expert, by=JOB, now=now)

    theirs = select(ActionLink).where(ActionLink.person_kind == "expert")
    assert all(link.revoked_at and not link.secrets for link in db.session.scalars(theirs))
    assert db.session.scalar(select(func.count(LinkSecret.id))) > 0
    states = select(OutgoingMail.state).where(OutgoingMail.person_kind == "expert").distinct()
    assert set(db.session.scalars(states)) == {"cancelled"}


def test_an_offer_loses_its_words_and_keeps_its_days(met, now):
    with transaction():
        erase_expert(met.mission.proposal.expert, by=JOB, now=now)

    offer = db.session.scalar(select(Offer))
    assert (offer.title, offer.text, offer.state) == (ERASED, "", "withdrawn")
    assert db.session.scalar(select(Absence)) is None
    assert met.mission.pledge.disputed_minutes == 180


def test_notes_keep_their_place_and_lose_their_words(met, now):
    contact = met.mission.role.need.contact
    with transaction():
        add_note(contact.company, "Une note sur la maison.", by=DESK, now=now)
    with transaction():
        erase_contact(contact, by=JOB, now=now)

    notes = list(db.session.scalars(select(Note)))
    assert {note.object_kind for note in notes} >= {"company", "mission", "visit"}
    assert all(note.text == "" and note.erased_at == now for note in notes)


def test_a_firm_stays_named_while_somebody_of_it_is(engine_app, session, now):
    company = CompanyFactory(name="Menuiserie Aubry")
    first, second = (ContactFactory(company=company) for _ in range(2))
    NeedFactory(contact=first, state="closed_helped")

    with transaction():
        erase_contact(first, by=JOB, now=now)
    assert db.session.scalar(select(Company.name)) == "Menuiserie Aubry"
    with transaction():
        erase_contact(second, by=JOB, now=now)

    assert db.session.scalar(select(Company.name)) == ERASED


def test_a_conflict_outlives_the_site_where_it_was_said_while_the_firm_has_another(engine_app, session, now):
    expert = ExpertFactory()
    sites = [CompanyFactory(siren=siren) for siren in ("732829320", "732829320", "552100554")]
    with transaction():
        db.session.add(Exclusion(expert_id=expert.id, company_id=sites[0].id))
    contacts = [ContactFactory(company=site) for site in sites]
    excluded = select(Exclusion.company_id).order_by(Exclusion.company_id)

    with transaction():
        erase_contact(contacts[0], by=JOB, now=now)
    assert db.session.scalars(excluded).all() == [sites[1].id]
    with transaction():
        erase_contact(contacts[1], by=JOB, now=now)

    assert db.session.scalars(excluded).all() == []


def test_erasing_is_itself_an_event(met, now):
    contact = met.mission.role.need.contact
    with transaction():
        erase_contact(contact, by=JOB, now=now, keep_name=True)

    about = select(Event.step).where(Event.object_kind == "contact", Event.object_id == contact.id)
    assert "erase" in set(db.session.scalars(about))
    assert contact.erased_at == now


@pytest.mark.parametrize(("kind", "erase"), [("contact", erase_contact), ("expert", erase_expert)])
def test_who_was_told_of_by_name_about_something_else_is_named_no_more(met, now, kind, erase):
    people = {"contact": met.mission.role.need.contact, "expert": met.mission.proposal.expert}
    with transaction():
        settle_dispute(met.mission.visits[0], 120, by=DESK, now=now)
        db.session.execute(delete(Absence))
        db.session.expire_all()
        ask_for_opinions(met.mission, by=JOB, now=now)
    asked = select(OutgoingMail.id).where(OutgoingMail.template == "opinion_wanted", OutgoingMail.person_kind == kind)
    with transaction():
        note_bounce(db.session.scalars(asked).one(), now=now)
    named = select(OutgoingMail.parameters).where(OutgoingMail.template == "address_refused")
    assert db.session.scalars(named).all() == [{"name": people[kind].name}]

    with transaction():
        erase(people[kind], by=JOB, now=now)

    assert db.session.scalars(named).all() == [{}]
