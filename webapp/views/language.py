"""The language of a page: the one the browser prefers among those whose catalogue is complete."""

from __future__ import annotations

from flask import has_request_context, request

#: English joins when its catalogue holds every sentence (docs/changing.md)
LANGUAGES = ("fr",)


def choose_language() -> str:
    """The reader's language among ours; French outside of a request."""
    if not has_request_context():
        return "fr"
    return request.accept_languages.best_match(LANGUAGES, "fr") or "fr"
