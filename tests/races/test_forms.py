import re
from functools import partial

import pytest
from conftest import NOW
from factories.requests import confirmed, contact_of, drafted, sent, toul
from races.conftest import all_at_once

from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.extensions import db
from webapp.models.companies import Company
from webapp.models.mails import OutgoingMail
from webapp.models.needs import Need, NeedRole
from webapp.services.companies import Firm, find_or_add_company
from webapp.services.links import find_link, mint_secret
from webapp.services.needs import confirm_address
from webapp.services.themes import change_themes
from webapp.transaction import transaction

pytestmark = [pytest.mark.concurrent, pytest.mark.timeout(300)]

SENDERS = 8
PERSON = {"name": "Sylvie Aubry", "email": "sylvie@exemple.fr"}
WORDS = {"text": "Relire un contrat", "wish": "day", "place": "either", "deadline": ""}


@pytest.fixture
def app(own_app):
    with own_app.app_context():
        yield own_app
        db.session.remove()


def key_of(client, address):
    return re.search(r'name="form_key"[^>]*value="([^"]+)"', client.get(address).get_data(as_text=True))[1]


def count(table, **values):
    db.session.rollback()  # what the others have committed since is seen by a new transaction only
    return db.session.query(table).filter_by(**values).count()


def post(app, address, values, cookie=None):
    client = app.test_client()
    if cookie is not None:
        client.set_cookie(cookie.key, cookie.value)
    return client.post(address, data=values).status_code


def test_the_first_step_sent_many_times_at_once_begins_one_request(app):
    values = PERSON | {"form_key": key_of(app.test_client(), "/besoin")}

    answers = all_at_once(app, [partial(post, app, "/besoin", values)] * SENDERS)

    assert answers == [303] * SENDERS
    assert (count(Need), count(OutgoingMail)) == (1, 1)


@pytest.mark.parametrize("is_same_form", [True, False])
def test_the_last_step_sent_many_times_at_once_sends_one_request(app, is_same_form):
    toul()
    need = drafted(NOW)
    link = find_link(Purpose.RESUME_NEED, need.id, need.contact)
    with transaction():
        token = mint_secret(link)
    client, address = app.test_client(), f"/besoin/{link.public_id}/demande"
    client.get(f"/r/{token}")
    keys = [key_of(client, address) for _ in range(SENDERS)]
    cookie = client.get_cookie(f"alize-{link.public_id}")
    forms = [WORDS | {"form_key": keys[0 if is_same_form else n]} for n in range(SENDERS)]
    db.session.rollback()

    answers = all_at_once(app, [partial(post, app, address, form, cookie) for form in forms])

    assert set(answers) <= {303, 409}
    assert 303 in answers
    db.session.rollback()
    assert db.session.query(Need.state).scalar() == "received"
    assert count(OutgoingMail, template="address_to_confirm") == 1


def test_an_address_confirmed_many_times_at_once_opens_one_role(app):
    toul()
    need_id = sent(NOW).id
    db.session.rollback()

    def confirm():
        with transaction():
            need = db.session.get_one(Need, need_id)
            confirm_address(need, by=contact_of(need), now=NOW)

    assert all_at_once(app, [confirm] * SENDERS) == [None] * SENDERS
    assert (count(NeedRole), count(OutgoingMail, template="need_opened")) == (1, 1)


def test_themes_ticked_at_once_are_all_ticked(app):
    toul()
    need_id = confirmed(NOW).id
    db.session.rollback()

    def tick(theme):
        with transaction():
            need = db.session.get_one(Need, need_id)
            return change_themes(need, ticked=[theme], by=Actor(ActorKind.ACCOUNT, 1), now=NOW)

    themes = ("hr", "sales", "it", "law")
    assert sorted(all_at_once(app, [partial(tick, theme) for theme in themes * 2])) == [
        *[[]] * 4,
        *sorted([theme] for theme in themes),
    ]
    db.session.rollback()
    assert db.session.query(Need.themes).scalar() == "hr sales it law"


def test_a_firm_that_many_describe_at_once_is_one(app):
    toul()
    firm = Firm("Menuiserie Aubry", "54528", siren="000000001", siret="00000000100017")

    def add():
        with transaction():
            return find_or_add_company(firm).id

    found = all_at_once(app, [add] * SENDERS)

    assert len({*found}) == 1, found
    assert count(Company) == 1
