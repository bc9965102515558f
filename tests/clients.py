from flask import g
from flask.testing import FlaskClient


class FreshClient(FlaskClient):
    """A client each of whose requests begins with an empty `g`, as in production.

    The tests hold an application context open for their session, and Flask reuses it for every request inside.
    """

    def open(self, *args, **kwargs):
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)


def cheapen_passwords(app):
    """The same hash at its lowest cost: hundreds of people sign in, and nobody attacks."""
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=8, argon2__parallelism=1)
