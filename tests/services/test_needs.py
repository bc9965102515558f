from dataclasses import replace
from datetime import date, timedelta

import pytest
from factories.conventions import ConventionFactory
from factories.needs import ProposalFactory
from factories.people import ContactFactory
from factories.requests import ASKED, FIRM, PERSON, confirmed, contact_of, drafted, sent, toul
from factories.stories import DESK
from sqlalchemy import select

from webapp.domain.errors import NotAllowed, Refusal, WrongState
from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.mail.request_facts import day_length
from webapp.models.events import Event
from webapp.models.mails import OutgoingMail
from webapp.services.doubts import Doubt
from webapp.services.links import find_link
from webapp.services.needs import (
    Asked,
    RoleAsked,
    confirm_address,
    correct_need,
    file_need,
    list_recent_alike,
    may_correct,
    qualify_need,
    release_held,
    submit_need,
    track_link,
)
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def mails(need):
    found = select(OutgoingMail.template).where(OutgoingMail.object_id == need.id, OutgoingMail.object_kind == "need")
    return [
        template for template in db.session.scalars(found.order_by(OutgoingMail.id)) if template != "need_to_resume"
    ]


def steps(need):
    found = select(Event.step).where(Event.object_id == need.id, Event.object_kind == "need").order_by(Event.id)
    return list(db.session.scalars(found))


def confirm(need, now):
    with transaction():
        confirm_address(need, by=contact_of(need), now=now)


def qualify(need, now, *roles, title="Relire un contrat"):
    with transaction():
        qualify_need(need, title, roles, by=DESK, now=now)


def test_a_request_that_is_sent_waits_for_its_address(now):
    toul()

    need = sent(now)

    assert (need.state, need.text, need.deadline_on) == ("received", ASKED.text, date(2026, 12, 18))
    assert need.title == "Besoin d’une relectur de contra de travail"
    assert mails(need) == ["address_to_confirm"]
    assert need.roles == []


def test_its_firm_is_written_down_and_what_was_said_of_it_kept(now):
    toul()

    need = sent(now)

    assert need.company.name == need.contact.company.name == "Menuiserie Aubry"
    assert need.typed == {"said": vars(FIRM)}


def test_a_request_is_sent_once(now):
    toul()
    need = sent(now)

    with pytest.raises(WrongState), transaction():
        submit_need(need, FIRM, ASKED, by=contact_of(need), now=now)

    assert mails(need) == ["address_to_confirm"]


def test_a_request_from_outside_of_every_territory_is_not_sent(now):
    toul()
    need = drafted(now, firm=replace(FIRM, commune_insee="57463"))

    with pytest.raises(Refusal, match="outside_territories"), transaction():
        submit_need(need, FIRM, ASKED, by=contact_of(need), now=now)

    assert need.state == "draft"
    assert mails(need) == []


def test_a_confirmed_address_opens_the_request(now):
    toul()

    need = confirmed(now)

    assert (need.state, need.opened_at, need.contact.email_confirmed_at) == ("open", now, now)
    assert [(role.title, role.minutes, role.state) for role in need.roles] == [(need.title, 420, "open")]
    assert mails(need) == ["address_to_confirm", "need_opened"]
    assert find_link(Purpose.TRACK_NEED, need.id, need.contact) is not None


def test_confirming_twice_opens_once(now):
    toul()
    need = confirmed(now)

    confirm(need, now + timedelta(minutes=1))

    assert mails(need) == ["address_to_confirm", "need_opened"]
    assert len(need.roles) == 1
    assert steps(need).count("confirm_address") == 1


def test_a_doubtful_request_is_held_and_says_nothing_of_it(now):
    toul()

    need = confirmed(now, doubts={Doubt.LINKS})

    assert (need.state, need.doubts, need.roles) == ("held", "links", [])
    assert mails(need) == ["address_to_confirm"]


def test_a_flood_is_held_at_once_and_mails_nobody(now):
    toul()

    need = sent(now, doubts={Doubt.ADDRESS})

    assert need.state == "held"
    assert mails(need) == []


def test_a_coordinator_lets_a_held_request_go_on(now):
    toul()
    need = confirmed(now, doubts={Doubt.SAME_TEXT})

    with transaction():
        release_held(need, by=DESK, now=now)

    assert (need.state, len(need.roles)) == ("open", 1)
    assert mails(need)[-1] == "need_opened"


def test_a_coordinator_opens_a_request_whose_address_was_never_confirmed(now):
    toul()
    need = sent(now)

    with transaction():
        release_held(need, by=DESK, now=now)

    assert (need.state, need.contact.email_confirmed_at) == ("open", None)


def test_a_firm_cannot_release_its_own_request(now):
    toul()
    need = confirmed(now, doubts={Doubt.LINKS})

    with pytest.raises(NotAllowed), transaction():
        release_held(need, by=contact_of(need), now=now)


def test_a_time_that_is_not_known_becomes_a_day_of_the_convention(now):
    territory = toul()
    ConventionFactory(territory=territory, minutes_per_day=450)

    need = confirmed(now, asked=replace(ASKED, wished_minutes=None))

    assert need.roles[0].minutes == 450
    assert day_length(territory, date(2031, 1, 1)) == 420


def test_a_request_on_the_phone_is_open_at_once(now):
    territory = toul()
    contact = ContactFactory()

    with transaction():
        need = file_need(contact, territory, Asked("Relire un contrat", title="Contrat"), by=DESK, now=now)

    assert (need.state, need.source, need.title, need.received_at) == ("open", "desk", "Contrat", now)
    assert need.company_id == contact.company_id
    assert mails(need) == ["need_opened"]


def test_qualifying_names_the_request_and_its_roles(now):
    toul()
    need = confirmed(now)

    qualify(need, now, RoleAsked("Relire", 210, need.roles[0]), RoleAsked("Former", 840))

    db.session.refresh(need)
    assert [(role.title, role.minutes) for role in need.roles] == [("Relire", 210), ("Former", 840)]
    assert (need.title, need.qualified_at) == ("Relire un contrat", now)


def test_a_role_that_bore_the_title_of_the_request_bears_the_new_one(now):
    toul()
    need = confirmed(now)
    (role,) = need.roles
    assert role.title == need.title

    qualify(need, now, RoleAsked(role.title, 210, role), title="Droit du travail")
    assert role.title == "Droit du travail"

    qualify(need, now, RoleAsked("Relire un contrat", 210, role), title="Droit social")
    qualify(need, now, RoleAsked("Relire un contrat", 210, role), title="Droit")
    assert (need.title, role.title) == ("Droit", "Relire un contrat")


def test_the_time_of_a_role_that_was_asked_for_stays(now):
    toul()
    need = confirmed(now)
    need.roles[0].state = "proposed"
    db.session.commit()

    with pytest.raises(Refusal, match="time_is_agreed"):
        qualify(need, now, RoleAsked("Relire", 210, need.roles[0]))
    qualify(need, now, RoleAsked("Relire", 420, need.roles[0]))

    assert need.roles[0].title == "Relire"


def test_a_request_that_is_not_open_cannot_be_qualified(now):
    toul()

    with pytest.raises(WrongState):
        qualify(sent(now), now)


def test_a_firm_corrects_its_request_while_nobody_was_asked(now):
    toul()
    need = confirmed(now)
    qualify(need, now, title=need.title)

    with transaction():
        correct_need(need, replace(ASKED, text="Former deux vendeurs"), by=contact_of(need), now=now)

    assert (need.text, need.title, need.roles[0].title) == ("Former deux vendeurs",) * 3
    assert need.qualified_at is None


@pytest.mark.parametrize(("agreed", "asked_for"), [(420, 2100), (840, 840)])
def test_the_time_that_is_asked_for_follows_the_firm_unless_a_coordinator_has_said_another(now, agreed, asked_for):
    toul()
    need = confirmed(now)
    (role,) = need.roles
    with transaction():
        qualify_need(need, need.title, [RoleAsked(role.title, agreed, role)], by=DESK, now=now)

    with transaction():
        correct_need(need, replace(ASKED, wished_minutes=2100), by=contact_of(need), now=now)

    assert (need.wished_minutes, role.minutes) == (2100, asked_for)


def test_a_title_that_a_coordinator_gave_stays_when_the_words_change(now):
    toul()
    need = confirmed(now)
    qualify(need, now, RoleAsked("Relecture", 420, need.roles[0]), title="Contrat de travail")

    with transaction():
        correct_need(need, replace(ASKED, text="Former deux vendeurs"), by=contact_of(need), now=now)

    assert (need.title, need.roles[0].title) == ("Contrat de travail", "Relecture")


def test_a_request_that_somebody_has_received_cannot_be_corrected(now):
    toul()
    need = confirmed(now)
    assert may_correct(need)
    ProposalFactory(role=need.roles[0])

    with pytest.raises(WrongState), transaction():
        correct_need(need, ASKED, by=contact_of(need), now=now)

    assert not may_correct(need)


def test_a_request_that_is_over_cannot_be_corrected(now):
    toul()
    need = confirmed(now)
    need.state = "withdrawn"

    assert not may_correct(need)


def test_requests_of_the_same_firm_within_three_weeks_are_alike(now):
    toul()
    first = sent(now)
    other = sent(now, person=replace(PERSON, email="autre@exemple.fr"), firm=replace(FIRM, name="Autre"))
    by_address = sent(now + timedelta(days=20), person=replace(PERSON, email="SYLVIE.aubry@exemple.fr"))
    late = sent(now + timedelta(days=30), firm=replace(FIRM, name="Encore une autre"))

    assert list_recent_alike(first) == [by_address]
    assert list_recent_alike(other) == []
    assert list_recent_alike(late) == [by_address]


def test_requests_of_one_siren_are_alike(now):
    toul()
    numbered = replace(FIRM, siren="000000001")
    first = sent(now, firm=replace(numbered, siret="00000000100017"))
    second = sent(
        now,
        person=replace(PERSON, email="autre@exemple.fr"),
        firm=replace(numbered, siret="00000000100025", name="Autre site"),
    )

    assert list_recent_alike(second) == [first]


def test_the_link_to_follow_a_request_lasts_two_years(now):
    toul()
    need = sent(now)

    with transaction():
        link = track_link(need, now)

    assert link.expires_at == now + timedelta(days=730)


def test_a_request_that_was_withdrawn_cannot_be_confirmed(now):
    toul()
    need = sent(now)
    need.state = "withdrawn"
    db.session.commit()

    with pytest.raises(WrongState):
        confirm(need, now)
