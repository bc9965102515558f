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
