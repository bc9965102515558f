from dataclasses import replace

import pytest
from factories.people import ContactFactory
from factories.requests import FIRM, PERSON, drafted, sent, toul
from sqlalchemy import select

from webapp.domain.errors import LinkRevoked, WrongState
from webapp.extensions import db
from webapp.models.mails import OutgoingMail
from webapp.services.doubts import Doubt
from webapp.services.drafts import (
    DRAFT_LIFE,
    begin_draft,
    begin_need,
    correct_person,
    find_need,
    firm_of,
    keep_firm,
    keep_typed,
)
from webapp.services.links import find_by_token, mint_secret
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

OTHER = replace(PERSON, email="aubry@exemple.fr")


def begin(now, **options):
    with transaction():
        return begin_draft(PERSON, {"name": "Sylvie Aubry"}, now=now, **options)


def correct(draft, person, now):
    with transaction():
        correct_person(draft.need, person, {"name": person.name}, mail=True, now=now)


def mails():
    found = select(OutgoingMail.template, OutgoingMail.recipient, OutgoingMail.state).order_by(OutgoingMail.id)
    return [tuple(row) for row in db.session.execute(found)]


def test_a_form_is_kept_from_its_first_step(now):
    draft = begin(now)

    assert (draft.need.state, draft.need.contact.name, draft.need.territory) == ("draft", "Sylvie Aubry", None)
    assert draft.need.typed == {"person": {"name": "Sylvie Aubry"}}
    assert find_need(draft.link).id == draft.need.id


def test_its_link_is_mailed_once_and_lasts_a_month(now):
    draft = begin(now)
    correct(draft, replace(PERSON, name="Sylvie A."), now)

    assert mails() == [("need_to_resume", "sylvie.aubry@exemple.fr", "queued")]
    assert draft.link.expires_at == now + DRAFT_LIFE


def test_no_link_is_mailed_where_too_many_forms_were_begun(now):
    begin(now, mail=False)

    assert mails() == []


def test_doubts_about_the_first_step_are_kept(now):
    draft = begin(now, doubts={Doubt.TRAP, Doubt.TOO_FAST})

    assert draft.need.doubts == "too_fast trap"


def test_a_corrected_address_gets_the_link_and_the_wrong_one_does_not(now):
    draft = begin(now)
    correct(draft, OTHER, now)

    assert mails() == [
        ("need_to_resume", "sylvie.aubry@exemple.fr", "cancelled"),
        ("need_to_resume", "aubry@exemple.fr", "queued"),
    ]


def test_the_link_that_a_wrong_address_got_opens_nothing(now):
    draft = begin(now)
    with transaction():
        token = str(mint_secret(draft.link))
    assert find_by_token(token).id == draft.link.id

    correct(draft, OTHER, now)

    with pytest.raises(LinkRevoked):
        find_by_token(token)


def test_what_is_typed_is_kept_step_by_step_right_or_wrong(now):
    draft = begin(now)

    with transaction():
        keep_typed(draft.need, "firm", {"number": "123A"})
        keep_typed(draft.need, "words", {"text": "besoin"})

    assert draft.need.typed["firm"] == {"number": "123A"}
    assert draft.need.typed["person"] == {"name": "Sylvie Aubry"}


def test_the_commune_chooses_the_territory(now):
    territory = toul()
    need = drafted(now)

    assert need.territory_id == territory.id
    assert firm_of(need) == FIRM


def test_a_commune_outside_of_every_territory_leaves_it_without_one(now):
    toul()
    need = drafted(now)

    with transaction():
        keep_firm(need, replace(FIRM, commune_insee="57463"))

    assert need.territory is None


def test_a_firm_is_unknown_until_its_step_is_right(now):
    assert firm_of(begin(now).need) is None


def test_a_form_that_was_sent_cannot_be_changed(now):
    toul()
    need = sent(now)

    for change in (
        lambda: keep_typed(need, "words", {}),
        lambda: keep_firm(need, FIRM),
        lambda: correct_person(need, OTHER, {}, mail=True, now=now),
    ):
        with pytest.raises(WrongState), transaction():
            change()


def test_a_draft_of_somebody_known_bears_their_firm(now):
    contact = ContactFactory()
    with transaction():
        need = begin_need(contact, now=now)

    assert (need.company_id, need.state) == (contact.company_id, "draft")
