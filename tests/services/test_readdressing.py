import pytest
from factories.people import GroupReferentFactory
from sqlalchemy import select

from webapp.domain.links import Purpose
from webapp.extensions import db
from webapp.models.links import LinkSecret
from webapp.services.links import issue_link, mint_secret
from webapp.services.readdressing import readdress
from webapp.transaction import transaction

pytestmark = pytest.mark.usefixtures("engine_app", "session")


def test_only_the_links_of_that_person_stop_and_a_new_one_opens(now):
    referent, other = GroupReferentFactory(), GroupReferentFactory()
    with transaction():
        link, another = (
            issue_link(Purpose.CONFIRM_OFFERS, each.id, each, expires_at=now) for each in (referent, other)
        )
        mint_secret(link), mint_secret(another)

        readdress(referent, "paul@exemple.fr", now=now)
        mint_secret(link)

    stopped = db.session.scalars(select(LinkSecret.revoked_at).order_by(LinkSecret.id)).all()
    assert stopped == [now, None, None]
