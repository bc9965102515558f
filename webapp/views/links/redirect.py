"""The address that mails carry: it leads to a clean page, and changes nothing."""

from __future__ import annotations

import logging

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import LinkUnknown
from webapp.services.throttles import HOUR, Limit, key_of_network, note_use
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import LinkClosed, open_token, page_of

log = logging.getLogger(__name__)

#: addresses that lead nowhere, from one network: beyond it, somebody is guessing
WRONG_TOKENS = Limit("wrong_token", 60, HOUR)


@bp.get("/r/<token>", endpoint="redirect_open")
def open_mailed(token: str) -> Response:
    """From the mail to the page."""
    return redirect(page_of(open_token(token)), 303)


@bp.errorhandler(LinkUnknown)
def show_unknown(_error: LinkUnknown) -> tuple[str, int]:
    """A link that was cut or mistyped."""
    with transaction():
        is_counted = note_use(WRONG_TOKENS, key_of_network(request.remote_addr), now=clock.real_now())
    if not is_counted:
        log.warning("many wrong link addresses from one network")
        return render_template("errors/429.html"), 429
    return render_template("links/unknown.html"), 404


@bp.app_errorhandler(LinkClosed)
def show_closed(error: LinkClosed) -> tuple[str, int]:
    """A page whose link this browser has not opened; what was typed into it is shown, so that it can be kept."""
    return render_template("links/closed.html", public_id=error.public_id), 403
