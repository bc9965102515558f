"""Where a browser's session is kept: in a signed cookie for a passer-by, in our table for who is signed in.

A passer-by's session holds a form's token and a word to show once, nothing that could be revoked. From the sign-in on,
the cookie is a random key and nothing else; signing out, a new password or "end this session" makes it worthless at once.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Request, Response, request
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from webapp import clock
from webapp.services import sessions
from webapp.services.idle_accounts import note_sign_in
from webapp.transaction import transaction

#: What a signed-in session's cookie begins with; no signed cookie of Flask's does.
PREFIX = "s."

#: Where Flask-Login keeps who is signed in.
WHO = "_user_id"

BROWSERS = ("Firefox", "Edg", "OPR", "Chrome", "Safari")
SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")

_tags = TaggedJSONSerializer()


class SignedInSession(SecureCookieSession):
    """A session whose values are in the table; `key` is the value of its cookie, "" when there is none that lives."""

    def __init__(self, values: dict[str, Any] | None = None, *, key: str = "", is_stale: bool = False) -> None:
        super().__init__(values)
        self.key = key
        self.opened_for = self.get(WHO)
        self.is_stale = is_stale
        self.modified = False

    @property
    def is_kept(self) -> bool:
        """True while the one who is signed in is the one the key was given to."""
        return bool(self.key) and self.get(WHO) == self.opened_for


class TableSessions(SecureCookieSessionInterface):
    """Reads and writes both kinds of sessions."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; an ended one is empty."""
        value = request.cookies.get(self.get_cookie_name(app), "")
        if not value.startswith(PREFIX):
            return super().open_session(app, request)
        key, now = value.removeprefix(PREFIX), clock.real_now()
        row = sessions.find_session(key, now)
        if row is None:
            return SignedInSession()
        return SignedInSession(_read(row.values), key=key, is_stale=now - row.seen_at >= sessions.SEEN_EVERY)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep the session: in the table under a new key for each sign-in, in the cookie for everybody else."""
        signed_in = isinstance(session, SignedInSession) and session.is_kept
        if WHO in session and signed_in:
            self._keep(session)
        elif WHO in session:
            self._start(app, session, response)
        else:
            _end(session)
            super().save_session(app, session, response)

    def _keep(self, session: Any) -> None:
        if session.modified or session.is_stale:
            with transaction():
                sessions.keep_session(session.key, _write(session), now=clock.real_now())

    def _start(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Give the browser a new key: what it carried before the sign-in opens nothing."""
        key, browser = sessions.new_key(), browser_of(request.user_agent.string)
        _end(session)
        with transaction():
            sessions.start_session(key, str(session[WHO]), _write(session), browser=browser, now=clock.real_now())
            note_sign_in(str(session[WHO]), now=clock.now())
        response.vary.add("Cookie")
        response.set_cookie(
            self.get_cookie_name(app),
            PREFIX + key,
            httponly=True,
            secure=self.get_cookie_secure(app),
            samesite=self.get_cookie_samesite(app),
            path=self.get_cookie_path(app),
        )


def current_key(session: SessionMixin) -> str:
    """The key of a signed-in session, "" for any other."""
    return getattr(session, "key", "")


def browser_of(agent: str) -> str:
    """A browser in two words, for its owner to recognise: "Firefox, Windows"."""
    found = [next((name for name in names if name in agent), "") for names in (BROWSERS, SYSTEMS)]
    said = {"Edg": "Edge", "OPR": "Opera", "Macintosh": "Mac"}
    return ", ".join(said.get(name, name) for name in found if name)


def _end(session: SessionMixin) -> None:
    if current_key(session):
        with transaction():
            sessions.end_session(current_key(session))


def _read(values: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = _tags.loads(json.dumps(values))
    return read


def _write(session: SessionMixin) -> dict[str, Any]:
    """The values as the table keeps them: tuples and instants with their tags, so that they come back as they were."""
    written: dict[str, Any] = json.loads(_tags.dumps(dict(session)))
    return written
