from datetime import timedelta

import pytest
from factories.people import ContactFactory, ExpertFactory
from sqlalchemy import select

from webapp.domain.errors import LinkRevoked, LinkUnknown
from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.links import ActionLink, LinkSecret
from webapp.services.links import find_by_public_id, find_by_token, find_link, find_person, issue_link, mint_secret
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")

WEEK = timedelta(days=7)


def minted(link):
    with transaction():
        return mint_secret(link)


def issue(person, now, purpose=Purpose.ANSWER, object_id=1):
    with transaction():
        return issue_link(purpose, object_id, person, expires_at=now + WEEK)


def test_a_link_is_issued_once_and_prolonged(now):
    expert = ExpertFactory()
    first = issue(expert, now)

    again = issue(expert, now + WEEK)

    assert again.id == first.id
    assert again.expires_at == now + 2 * WEEK
    assert len(db.session.scalars(select(ActionLink)).all()) == 1


def test_a_link_is_never_shortened(now):
    expert = ExpertFactory()
    issue(expert, now + WEEK)

    assert issue(expert, now).expires_at == now + 2 * WEEK


@pytest.mark.parametrize("other", ["purpose", "object", "person"])
def test_a_link_serves_one_purpose_one_object_one_person(now, other):
    expert = ExpertFactory()
    link = issue(expert, now)
    purpose = Purpose.EXPERT_SPACE if other == "purpose" else Purpose.ANSWER
    person = ExpertFactory() if other == "person" else expert

    found = find_link(purpose, 2 if other == "object" else 1, person)

    assert found is None
    assert find_link(Purpose.ANSWER, 1, expert).id == link.id


def test_a_contact_and_an_expert_of_the_same_number_have_their_own_links(now):
    contact, expert = ContactFactory(), ExpertFactory()

    assert find_person(issue(contact, now)) is contact
    assert find_person(issue(expert, now)) is expert


def test_the_secret_itself_is_kept_nowhere(now):
    link = issue(ExpertFactory(), now)
    token = minted(link)

    kept = db.session.scalar(select(LinkSecret))
    assert find_by_token(str(token)).id == link.id
    assert token.secret not in (kept.selector, kept.digest)


def test_two_secrets_of_a_link_both_open_it(now):
    link = issue(ExpertFactory(), now)
    first, second = minted(link), minted(link)

    assert find_by_token(str(first)) is find_by_token(str(second)) is link


def test_another_secret_with_the_same_selector_is_unknown(now):
    link = issue(ExpertFactory(), now)
    token, other = minted(link), minted(link)

    with pytest.raises(LinkUnknown):
        find_by_token(token.selector + other.secret)


@pytest.mark.parametrize("whole", [True, False])
def test_a_withdrawn_link_or_secret_opens_nothing(now, whole):
    link = issue(ExpertFactory(), now)
    token = minted(link)
    with transaction():
        (link if whole else link.secrets[0]).revoked_at = now

    with pytest.raises(LinkRevoked):
        find_by_token(str(token))
    if whole:
        with pytest.raises(LinkRevoked):
            find_by_public_id(link.public_id)


def test_a_clean_address_of_nobody_is_unknown(now):
    with pytest.raises(LinkUnknown):
        find_by_public_id("a" * 26)
