"""The language of a page: the one that somebody chose in the footer, or else the one that their browser prefers.

A link with `?lang=en` shows the same page in English and keeps the choice in a cookie, which says nothing else.
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote, urlencode

from flask import Flask, Response, has_request_context, request, url_for

#: the languages of the pages, each by its own name
NAMES = {"fr": "Français", "en": "English"}
LANGUAGES = tuple(NAMES)
DEFAULT = "fr"

PARAMETER = "lang"
COOKIE = "alize_lang"
KEPT_FOR = timedelta(days=365)


class OtherLanguage(NamedTuple):
    """A language in which the page is not, and the address of the page in it."""

    code: str
    name: str
    url: str


def choose_language() -> str:
    """The reader's language among ours; French outside of a request, and for who prefers none of ours."""
    if not has_request_context():
        return DEFAULT
    return chosen_language() or next(filter(None, map(_ours, _preferred())), DEFAULT)


def chosen_language() -> str | None:
    """The language that the reader chose in the footer; None where only the browser has a wish."""
    return _ours(request.args.get(PARAMETER)) or _ours(request.cookies.get(COOKIE))


def other_languages() -> list[OtherLanguage]:
    """The languages that the footer offers: all but that of the page."""
    current = choose_language()
    return [OtherLanguage(code, name, _page_in(code)) for code, name in NAMES.items() if code != current]


def register_language(app: Flask) -> None:
    """Give the templates `other_languages()`, and keep the language that was asked for in a cookie."""
    app.jinja_env.globals.update(other_languages=other_languages)

    @app.after_request
    def keep_language(response: Response) -> Response:
        asked = _ours(request.args.get(PARAMETER))
        if asked and asked != request.cookies.get(COOKIE):
            response.set_cookie(
                COOKIE,
                asked,
                max_age=KEPT_FOR,
                secure=app.config["SESSION_COOKIE_SECURE"],
                httponly=True,
                samesite="Lax",
            )
        return response


def _preferred() -> list[str]:
    """What the browser prefers, best first: "fr-CA" counts as French."""
    return [tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0]


def _ours(code: str | None) -> str | None:
    return code if code in NAMES else None


def _page_in(code: str) -> str:
    """This page with the language in its address; the home page where this one has no address to come back to."""
    rule = request.url_rule
    can_be_opened = rule is None or "GET" in (rule.methods or ())
    path = f"/{quote(request.path.lstrip('/'))}" if can_be_opened else url_for("public.pages_home")
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return f"{path}?{urlencode([*kept, (PARAMETER, code)])}"
