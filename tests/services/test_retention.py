from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from factories.canaries import Canaries, Met, dump, firm, person
from factories.people import AbsenceFactory, GroupReferentFactory
from factories.requests import ASKED, drafted, sent, toul
from factories.stories import DESK, tell_story
from sqlalchemy import func, select

from jobs.items import Outcome
from jobs.retention import erase_traces, forget_people
from webapp.domain.states import Actor, ActorKind
from webapp.domain.uploads import Upload
from webapp.extensions import db
from webapp.models.companies import Contact
from webapp.models.groups import Expert
from webapp.models.ledger import DayEntry
from webapp.models.links import ActionLink
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need
from webapp.services.attachments import attach_file
from webapp.services.links import mint_secret
from webapp.services.notes import add_note
from webapp.services.steps import record
from webapp.services.tallies import figures_of
from webapp.services.verify import list_breaches
from webapp.transaction import transaction


def at(year, month=1, day=2):
    return datetime(year, month, day, 10, tzinfo=UTC)


@pytest.fixture
def prospect(engine_app, session, now):
    """Somebody who asked, with a document; nobody was found."""
    canaries = Canaries()
    toul()
    need = sent(now, replace(ASKED, text=f"Besoin {canaries.word()}"), person=person(canaries), firm=firm(canaries))
    with transaction():
        attach_file(need, Upload("application/pdf", f"{canaries.word()}.pdf"), canaries.word().encode(), now=now)
        add_note(need, canaries.word(), by=DESK, now=now)
    with transaction():
        need.contact.email_confirmed_at = now
    return canaries


@pytest.fixture
def draft(engine_app, session, now):
    """A form that was begun, with a link in its mail."""
    canaries = Canaries()
    toul()
    need = drafted(now, person=person(canaries), firm=firm(canaries))
    with transaction():
        need.typed = need.typed | {"words": {"text": canaries.word()}}
        for mail in db.session.scalars(select(OutgoingMail)):
            mint_secret(db.session.get(ActionLink, mail.link_id))
    return canaries


@pytest.fixture
def met(engine_app, session, now):
    return Met(now)


def figures(met):
    return figures_of(met.story.pledge.convention, now=at(2029))


def test_a_form_never_sent_is_gone_with_its_person(draft, now):
    assert forget_people(now + timedelta(days=30)) == Outcome()
    assert draft.left()

    assert forget_people(now + timedelta(days=31)) == Outcome(done=1)

    assert draft.left() == []
    assert db.session.scalar(select(func.count(Need.id))) == db.session.scalar(select(func.count(Contact.id))) == 0
    assert list(list_breaches()) == []


def test_who_asked_in_vain_is_erased_after_three_years(prospect):
    assert forget_people(at(2029, 11, 24)).done == 0
    assert prospect.left() == prospect.planted

    assert forget_people(at(2029, 11, 25)).done == 1

    assert prospect.left() == []
    assert list(list_breaches()) == []
    assert forget_people(at(2029, 11, 26)).done == 0


def test_an_act_of_the_person_prolongs_a_read_mail_does_not(prospect):
    need = db.session.scalar(select(Need))
    with transaction():
        record(need, "correct", by=Actor(ActorKind.CONTACT, need.contact_id), now=at(2028))

    assert forget_people(at(2030)).done == 0
    assert forget_people(at(2031, 1, 3)).done == 1


def test_people_of_a_mission_are_named_five_years_after_its_convention(met, now):
    met.end(now)
    before, lines = figures(met), db.session.scalar(select(func.count(DayEntry.id)))

    assert forget_people(at(2033, 3, 31)).done == 0
    assert set(met.firm.left()) | set(met.expert.left()) == set(met.people)
    assert forget_people(at(2033, 4, 1)).done == 2

    assert met.firm.left() == met.expert.left() == []
    assert "732829320" not in dump()
    assert figures(met) == before
    assert db.session.scalar(select(func.count(DayEntry.id))) == lines
    assert list(list_breaches()) == []


def test_nobody_is_erased_while_a_mission_is_under_way(met):
    assert forget_people(at(2040)).done == 0


def test_an_expert_whom_nobody_heard_of_leaves_after_three_years(engine_app, session, now):
    offer = tell_story(offers=1).offers[0]
    with transaction():
        offer.expert.name, offer.confirmed_on = "Zoé Attend", date(2027, 5, 3)
        offer.expert.created_at = now
    AbsenceFactory(expert=offer.expert, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))

    forget_people(at(2030, 5, 3))
    assert "Zoé Attend" in dump()
    forget_people(at(2030, 5, 4))

    assert "Zoé Attend" not in dump()
    assert db.session.scalar(select(Expert.state)) == "left"


def test_the_contact_of_a_group_goes_with_its_last_convention(engine_app, session, now):
    story = tell_story(offers=1)
    GroupReferentFactory(group=story.pledge.group, name="Paul Persiste", created_at=now)

    assert "Paul Persiste" in dump()
    forget_people(at(2033, 3, 31))
    assert "Paul Persiste" in dump()
    forget_people(at(2033, 4, 1))

    assert "Paul Persiste" not in dump()


def test_mails_and_links_are_blank_after_a_year(prospect, now):
    recipients = set(db.session.scalars(select(OutgoingMail.recipient)))
    erase_traces(now + timedelta(days=300))
    assert set(db.session.scalars(select(OutgoingMail.recipient))) == recipients

    erase_traces(now + timedelta(days=400))

    assert all(each.startswith("efface-") for each in db.session.scalars(select(OutgoingMail.recipient)))
    assert list(list_breaches()) == []
