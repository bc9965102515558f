"""The language of a page: French, or English where the browser prefers it."""

from __future__ import annotations

from flask import has_request_context, request

LANGUAGES = ("fr", "en")


def choose_language() -> str:
    """The reader's language among ours; French outside of a request."""
    if not has_request_context():
        return "fr"
    return request.accept_languages.best_match(LANGUAGES, "fr") or "fr"
