"""A form that another site sends in a visitor's name is refused, whatever token it carries.

Browsers say where a request comes from: in `Sec-Fetch-Site`, older ones in `Origin`. Under our own policy of no referrer
a browser writes `Origin: null` on our own forms, so that null says nothing; who says nothing still needs the token.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from webapp.domain.errors import NotAllowed

log = logging.getLogger(__name__)

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: from one of our pages; or typed, reloaded, opened from a bookmark
OWN_SITES = ("same-origin", "none")


def register_cross_site(app: Flask) -> None:
    """Look at every request that may change something, before any page does."""

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method not in SAFE_METHODS and is_foreign():
            log.warning("form from another site refused", extra={"endpoint": request.endpoint})
            raise NotAllowed("from_another_site")


def is_foreign() -> bool:
    """True when the browser says that another site sent this request."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OWN_SITES
    origin = request.headers.get("Origin")
    return origin not in (None, "null", *_own_origins())


def _own_origins() -> tuple[str, str]:
    """The public address, and the one that was asked: `TRUSTED_HOSTS` has already refused a foreign name."""
    public = urlsplit(current_app.extensions["settings"].public_base_url)
    return f"{public.scheme}://{public.netloc}", f"{request.scheme}://{request.host}"
