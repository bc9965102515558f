"""Sends anything to any route, looks at what comes back, and puts the database back as it was."""

import logging
import re
from contextlib import contextmanager

from factories.accounts import sign_in
from factories.undone import undone
from factories.world import build_place
from fuzz.odd import Fields, asked_in
from werkzeug.exceptions import HTTPException

from webapp.extensions import db
from webapp.models.accounts import Account

#: who is asked; each has a browser of their own
VISITOR, HOLDER, COORDINATOR = "visitor", "link holder", "coordinator"
ROLES = (VISITOR, HOLDER, COORDINATOR)

#: what a page may answer to anything at all
ANSWERS = {200, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 409, 410, 413, 416, 429}


class Faults(logging.Handler):
    """Keeps what the application logs as an error while it answers."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.found = []

    def emit(self, record):
        self.found.append(f"{record.getMessage()}: {record.exc_info[1]!r}" if record.exc_info else record.getMessage())


class Assault:
    """The application with a territory in it, and one browser for each role."""

    def __init__(self, app, now):
        self.app = app
        #: what is typed is another thing on each engine
        self.engine = db.engine.dialect.name
        self.ours = build_place(now, insee="54528", town="Toul", mail="firme{}@exemple.fr")
        self.browsers = {role: app.test_client() for role in ROLES}
        signed_in = sign_in(self.browsers[COORDINATOR], db.session.get(Account, self.ours.account_id))
        self.key = signed_in.get_cookie("alize").value
        for token in self.ours.tokens:
            assert self.browsers[HOLDER].get(f"/r/{token}").status_code == 303
        pages = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
        self.rules = sorted(pages, key=lambda rule: (rule.rule, rule.endpoint))
        self.sent = self.passed = 0
        self.forms, self.asked = self._survey()

    def send(self, role, method, address, *, around=undone, **options):
        """One request, checked; what it changed is undone."""
        with watched() as faults, around():
            try:
                answer = self.browsers[role].open(address, method=method, **options)
            except HTTPException as error:  # the test client itself refuses what no server would let through
                answer = error.get_response()
            charset = answer.mimetype_params.get("charset", "utf-8")
            body = answer.data.decode(charset) if answer.mimetype.startswith("text/") else ""
        self.browsers[COORDINATOR].set_cookie("alize", self.key)
        self.sent += 1
        self.passed += answer.status_code < 400
        said = f"{role}: {method} {address[:200]!r} {str(options)[:300]} -> {answer.status_code}"
        assert not faults, f"{said}\n{faults}"
        assert answer.status_code in ANSWERS, f"{said}\n{body[:500]}"
        assert "<script>zqx" not in body, f"{said}: what was typed runs"
        assert "src=x onerror" not in body.replace("&lt;img src=x onerror", ""), f"{said}: what was typed runs"
        if answer.status_code >= 400 and method not in ("HEAD", "OPTIONS"):
            check_error_page(answer, body, said)
        check_headers(answer, said)
        return answer, body

    def _survey(self):
        """The forms of all pages: endpoint -> fields with what they offer; and the names that addresses ask for."""
        adapter = self.app.url_map.bind("localhost")
        forms, asked = {}, set()
        for rule, address in self.true_addresses("GET"):
            role = HOLDER if rule.endpoint.startswith(("links.", "public.")) else COORDINATOR
            answer, body = self.send(role, "GET", address)
            if "html" not in answer.content_type:
                continue
            page = Fields(body)
            asked |= asked_in(page.addresses)
            for action, method, fields in page.forms:
                endpoint, _ = adapter.match(action.partition("?")[0] or address.partition("?")[0], method=method)
                kept = forms.setdefault((endpoint, method), {})
                for name, offered in fields.items():
                    kept[name] = sorted({*kept.get(name, ()), *offered})
        return forms, sorted(asked)

    def true_addresses(self, method):
        """Each route that takes the method, with true addresses."""
        for rule in self.rules:
            if method in rule.methods:
                for address in self.ours.addresses_of(rule):
                    yield rule, address

    def role_for(self, rule):
        """Who gets furthest with a route."""
        if rule.endpoint.startswith("links.") or rule.rule.startswith("/besoin/"):
            return HOLDER
        return COORDINATOR if rule.endpoint.startswith(("desk.", "accounts.")) else VISITOR


def check_error_page(answer, body, said):
    """An error is a page with a way on, in a language of ours, never bare text of a library."""
    assert "html" in answer.content_type, f"{said}: {answer.content_type} {body[:200]}"
    assert re.search('<html lang="(fr|en)"', body), f"{said}: {body[:200]}"
    assert "<h1" in body, said


def check_headers(answer, said):
    """No answer lacks what keeps foreign code out."""
    missing = [
        name
        for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")
        if name not in answer.headers
    ]
    assert not missing, f"{said}: without {missing}"


@contextmanager
def watched():
    """The errors that are logged inside the block."""
    faults, root = Faults(), logging.getLogger()
    root.addHandler(faults)
    try:
        yield faults.found
    finally:
        root.removeHandler(faults)


def first_of_each(addresses):
    """One address of each route."""
    seen = {}
    for rule, address in addresses:
        seen.setdefault((rule.rule, rule.endpoint), (rule, address))
    return list(seen.values())
