import secrets

import factory
from factories.base import Factory

from webapp import clock
from webapp.extensions import db
from webapp.models.accounts import Account, AccountGrant
from webapp.services.sessions import new_key, start_session


class AccountFactory(Factory):
    """Somebody who may sign in; `coordinates=territory` opens the desk of one, `network=True` all desks.

    Their second factor is in place, without which no desk opens.
    """

    class Meta:
        model = Account

    name = "Hélène Marchal"
    email = factory.Sequence(lambda n: f"animatrice{n}@exemple.fr")
    fs_uniquifier = factory.LazyFunction(lambda: secrets.token_hex(32))
    tf_primary_method = "authenticator"

    class Params:
        coordinates = None
        network = False

    @factory.lazy_attribute
    def grants(self):
        given = [AccountGrant(role="coordinator", object_id=self.coordinates.id)] if self.coordinates else []
        return given + ([AccountGrant(role="network")] if self.network else [])


def sign_in(client, account):
    """Give a test client the session that a sign-in would have begun."""
    key = new_key()
    values = {"_user_id": account.fs_uniquifier, "_fresh": True, "fs_paa": clock.real_now().timestamp()}
    start_session(key, account.fs_uniquifier, values, browser="", now=clock.real_now())
    db.session.commit()
    client.set_cookie("alize", f"s.{key}")
    return client
