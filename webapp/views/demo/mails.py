"""The mailbox: every mail that the demonstration sent, as it arrived."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, current_app, render_template, request

from webapp.mail.maildir import KeptMail, count_kept, find_kept, list_kept
from webapp.views.demo.blueprint import bp

SHOWN = 60

#: A mail brings its own styles and its links lead out of the frame; it loads nothing and runs nothing.
FRAME_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)

#: the page around it may show it
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@bp.get("/courrier", endpoint="mails_list")
def index() -> str:
    """The newest mails, all or those of one person."""
    address = request.args.get("a", "")[:254]
    mails = list_kept(_folder(), limit=SHOWN, address=address)
    return render_template("demo/mails.html", mails=mails, address=address, count=count_kept(_folder()))


@bp.get("/courrier/<key>", endpoint="mails_show")
def show(key: str) -> Response:
    """One mail: as its reader sees it, as text, and what it says of itself."""
    response = Response(render_template("demo/mail.html", mail=_mail(key)))
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


@bp.get("/courrier/<key>/html", endpoint="mails_frame")
def frame(key: str) -> Response:
    """The HTML of a mail alone, for the frame; its links open in the whole window."""
    html = _mail(key).html.replace("<head>", '<head><base target="_top">', 1)
    response = Response(html)
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _mail(key: str) -> KeptMail:
    return find_kept(_folder(), key) or abort(404)


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].mailbox
    return folder
