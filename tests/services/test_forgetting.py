from datetime import UTC, date, datetime

import pytest
from factories.accounts import AccountFactory
from factories.canaries import Canaries, Met, dump, firm, person
from factories.people import GroupReferentFactory
from factories.requests import drafted, sent, toul
from factories.stories import tell_story
from sqlalchemy import select

from jobs.retention import forget_people
from webapp.domain.errors import Refusal
from webapp.domain.retention import ERASED
from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.companies import Contact
from webapp.models.groups import Expert, GroupReferent
from webapp.models.needs import Need
from webapp.models.proposals import Proposal
from webapp.services.forgetting import find_people, forget_again, forget_person, list_erased
from webapp.services.tallies import figures_of
from webapp.services.verify import list_breaches
from webapp.transaction import transaction


def forget(row, now):
    with transaction():
        return forget_person(row, now=now)


@pytest.fixture
def met(engine_app, session, now):
    return Met(now)


def test_an_open_request_is_withdrawn_and_its_person_gone(engine_app, session, now):
    toul()
    canaries = Canaries()
    need = sent(now, person=person(canaries), firm=firm(canaries))

    assert forget(need.contact, now) is None

    assert canaries.left() == []
    assert db.session.scalar(select(Need.state)) == "withdrawn"
    assert list(list_breaches()) == []


def test_a_form_that_was_begun_is_gone_at_once(engine_app, session, now):
    toul()
    canaries = Canaries()

    forget(drafted(now, person=person(canaries), firm=firm(canaries)).contact, now)

    assert canaries.left() == []
    assert db.session.scalar(select(Need)) is None


def test_nothing_is_erased_while_a_mission_is_under_way(met, now):
    for row in (met.mission.role.need.contact, met.mission.proposal.expert):
        with pytest.raises(Refusal) as refusal:
            forget(row, now)
        assert refusal.value.code == "mission_running"

    assert set(met.firm.left()) | set(met.expert.left()) == set(met.people)


def test_only_the_names_stay_beside_a_mission_that_is_over(met, now):
    met.end(now)
    contact, expert = met.mission.role.need.contact, met.mission.proposal.expert
    before = figures_of(met.story.pledge.convention, now=now)
    kept = {contact.name, contact.company.name, expert.name, expert.code}

    assert forget(contact, now) == forget(expert, now) == date(2033, 3, 31)

    assert set(met.firm.left()) | set(met.expert.left()) == kept
    assert figures_of(met.story.pledge.convention, now=now) == before
    assert list(list_breaches()) == []
    forget_people(datetime(2033, 4, 1, 10, tzinfo=UTC))
    assert met.firm.left() == met.expert.left() == []


def test_an_expert_who_is_asked_is_asked_no_more(engine_app, session, now):
    story = tell_story(offers=1)
    story.send(now)

    forget(story.offers[0].expert, now)

    assert db.session.scalar(select(Proposal.state)) == "withdrawn"
    assert db.session.scalar(select(Expert.name)) == ERASED
    assert list(list_breaches()) == []


def test_an_address_is_found_wherever_it_stands_in_any_case(app, session, now):
    toul()
    need = sent(now)
    address = need.contact.email
    GroupReferentFactory(email=address, name="Zoé Référente")
    AccountFactory(email=address, name="Zoé Animatrice")

    found = find_people(f" {address.upper()} ")
    for row in found:
        forget(row, now)

    assert [type(row).__name__ for row in found] == ["Contact", "GroupReferent", "Account"]
    assert address not in dump()
    assert "Zoé" not in dump()


def test_who_was_erased_is_erased_again_in_a_restored_copy(met, now):
    met.end(now)
    contact = met.mission.role.need.contact
    forget(contact, now)
    lines = list_erased()
    with transaction():  # as a restore would give them back
        contact.erased_at, contact.email = None, "revenue@exemple.fr"

    with transaction():
        assert [forget_again(line, now=now) for line in [*lines, "contact 999999"]] == [True, False]

    assert lines == [f"contact {contact.id}"]
    assert db.session.scalar(select(Contact.email).where(Contact.id == contact.id)) == ""
    with transaction():
        assert not forget_again(lines[0], now=now)


@pytest.mark.parametrize("line", ["need 1", "contact", "contact x", "account -1"])
def test_a_line_that_names_nobody_is_refused(app, session, now, line):
    with pytest.raises(ValueError, match=line):
        forget_again(line, now=now)


def test_an_erased_account_is_on_the_list(app, session, now):
    account = AccountFactory()
    forget(account, now)

    assert list_erased() == [f"account {account.id}"]
    assert db.session.scalar(select(Account.email)).endswith("@efface.invalid")


def test_a_referent_who_was_erased_is_on_the_list_and_goes_again_from_a_backup(engine_app, session, now):
    gone, back = GroupReferentFactory(), GroupReferentFactory(name="Paul Revenu")
    line = f"group_referent {gone.id}"
    forget(gone, now)

    assert list_erased() == [line]
    with transaction():
        assert not forget_again(line, now=now)
        # the list of the other one, in a backup that is older than the erasing
        assert forget_again(f"group_referent {back.id}", now=now)
    assert db.session.scalars(select(GroupReferent)).all() == []


def test_who_began_a_form_is_on_the_list_and_goes_again_from_a_backup(engine_app, session, now):
    toul()
    gone, back = drafted(now).contact_id, drafted(now).contact_id
    forget(db.session.get(Contact, gone), now)

    assert list_erased() == [f"contact {gone}"]
    with transaction():
        assert not forget_again(f"contact {gone}", now=now)
        # the list of the other one, in a backup that is older than the erasing
        assert forget_again(f"contact {back}", now=now)
    assert db.session.scalars(select(Contact)).all() == []
    assert list(list_breaches()) == []
