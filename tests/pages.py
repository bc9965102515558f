"""A client that looks at each page it gets: valid HTML, one heading, labels, tokens, no script in it, French as printed."""

import re
from functools import cached_property

import html5lib
from factories.accounts import sign_in
from flask import url_for
from markupsafe import Markup
from sqlalchemy import event

from webapp.extensions import db

XHTML = "{http://www.w3.org/1999/xhtml}"
FIELDS = ("input", "select", "textarea")
SILENT = ("script", "style", "code", "pre", "kbd")

#: a plain space where French wants another one, or none; a straight apostrophe inside a word
TYPOGRAPHY = re.compile(r"(?<=\w) [;!?:](?=\s|$)|« | »|(?<=[^\W\d_])'(?=[^\W\d_])")


class Page:
    """One answer, parsed."""

    def __init__(self, response):
        self.response = response
        self.status = response.status_code
        self.location = response.headers.get("Location")
        self.html = response.get_data(as_text=True) if "html" in response.content_type else ""

    @cached_property
    def tree(self):
        parser = html5lib.HTMLParser(strict=False)
        tree = parser.parse(self.html)
        faults = [(place, code) for place, code, _ in parser.errors]
        assert not faults, f"invalid HTML: {faults[:3]}"
        return tree

    def all(self, name):
        return list(self.tree.iter(f"{XHTML}{name}"))

    @cached_property
    def text(self):
        return " ".join(" ".join(_spoken(self.tree)).split())

    @property
    def title(self):
        return self.words_of(self.all("title")[0])

    @property
    def heading(self):
        return self.words_of(self.all("h1")[0])

    @staticmethod
    def words_of(element):
        return " ".join("".join(element.itertext()).split())

    def check(self):
        if self.html and self.status < 600 and self.tree is not None:
            self._check_frame()
            self._check_forms()
            self._check_words()

    def _check_frame(self):
        headings = self.all("h1")
        assert len(headings) == 1, f"{len(headings)} h1"
        title = self.title.removeprefix("Erreur : ").removeprefix("Error: ")
        assert title.startswith(self.heading.rstrip(".")), f"title {title!r} does not begin with h1 {self.heading!r}"
        assert self.all("html")[0].get("lang") in ("fr", "en")
        ids = [element.get("id") for element in self.tree.iter() if element.get("id")]
        twice = {one for one in ids if ids.count(one) > 1}
        assert not twice, f"ids twice: {twice}"
        inline = [e.tag for e in self.tree.iter() if e.get("style") or any(k.startswith("on") for k in e.attrib)]
        assert not inline, f"inline style or script on {inline}"
        assert not [script for script in self.all("script") if (script.text or "").strip()], "a script in the page"

        asks = [e for e in self.tree.iter() if any(name.startswith("hx-") for name in e.attrib)]
        has_htmx = any("htmx" in (script.get("src") or "") for script in self.all("script"))
        assert has_htmx or not asks, f"no script for {asks[0].attrib}"

    def _check_forms(self):
        labelled = {label.get("for") for label in self.all("label")}
        wrapped = {
            id(field) for label in self.all("label") for name in FIELDS for field in label.iter(f"{XHTML}{name}")
        }
        for name in FIELDS:
            for field in self.all(name):
                hidden = field.get("type") in ("hidden", "submit")
                named = field.get("aria-label") or field.get("aria-labelledby")
                assert hidden or named or field.get("id") in labelled or id(field) in wrapped, (
                    f"no label: {field.attrib}"
                )
        for form in self.all("form"):
            if (form.get("method") or "get").lower() == "post":
                names = [field.get("name") for field in form.iter(f"{XHTML}input")]
                assert "csrf_token" in names, f"no token in the form to {form.get('action')}"

    def _check_words(self):
        assert "{{" not in self.html, "a template shows through"
        assert "{%" not in self.html, "a template shows through"
        if self.all("html")[0].get("lang") == "fr":
            faults = [text for text in _spoken(self.tree) if TYPOGRAPHY.search(text)]
            assert not faults, f"typography: {faults[:3]}"


def _spoken(element, *, silent=False):
    silent = silent or element.tag in {XHTML + name for name in (*SILENT, "blockquote", "textarea", "q", "bdi")}
    if element.text and not silent:
        yield element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _spoken(child, silent=silent or "verbatim" in (child.get("class") or ""))
        if child.tail and not silent:
            yield child.tail


class PageClient:
    """Opens pages by the name of their endpoint, and checks each."""

    def __init__(self, app, *, language="fr"):
        self.app = app
        self.client = app.test_client()
        self.language = language

    @classmethod
    def of(cls, app, account):
        """The pages, opened by somebody who has signed in."""
        client = cls(app)
        sign_in(client.client, account)
        return client

    def address(self, endpoint, **values):
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(self, endpoint, *, status=200, at_most=None, **values):
        return self.open("GET", self.address(endpoint, **values), status=status, at_most=at_most)

    def post(self, endpoint, data=None, *, status=303, at_most=None, **values):
        return self.open("POST", self.address(endpoint, **values), status=status, at_most=at_most, data=data or {})

    def open(self, method, address, *, status=200, at_most=None, **options):
        with counted_queries() as queries:
            page = self.send(method, address, **options)
        words = Markup(page.html).striptags()[:600]
        assert page.status == status, f"{method} {address}: {page.status}, not {status}\n{words}"
        assert at_most is None or len(queries) <= at_most, f"{len(queries)} queries:\n" + "\n".join(queries)
        return page

    def send(self, method, address, **options):
        """The page, whatever its status, checked."""
        headers = {"Accept-Language": self.language}
        page = Page(self.client.open(address, method=method, headers=headers, **options))
        page.check()
        return page

    def follow(self, page):
        return self.open("GET", page.location)


class counted_queries:  # noqa: N801 reads as a statement
    """The statements sent to the database inside the block, transaction control apart."""

    def __enter__(self):
        self.statements = []
        self.target = db.engines[None]
        event.listen(self.target, "before_cursor_execute", self._note)
        return self.statements

    def __exit__(self, *_):
        event.remove(self.target, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_):
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")):
            self.statements.append(statement)
