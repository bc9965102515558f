"""Addresses that machines ask for: is the process alive, may it serve, what may be indexed, where to report a weakness."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, current_app, jsonify, url_for

from webapp import clock
from webapp.extensions import db
from webapp.services.health import check_health

bp = Blueprint("system", __name__)

#: what a search engine has no use for: pages of one person, of the desk, of a form being filled in
PRIVATE = ("/r/", "/suivi/", "/reponse/", "/visite/", "/besoin/", "/desk", "/compte", "/connexion", "/demo")

#: how long what security.txt says holds; it is made anew at each request
SECURITY_HOLDS = timedelta(days=180)


@bp.get("/healthz", endpoint="alive")
def alive() -> Response:
    """The process answers."""
    return _plain("ok\n")


@bp.get("/readyz", endpoint="ready")
def ready() -> tuple[Response, int]:
    """The database answers and is at the version that the code expects; what somebody should look at beside."""
    health = check_health(now=clock.now(), real_now=clock.real_now())
    db.session.rollback()
    return jsonify(asdict(health)), 200 if health.is_ready else 503


@bp.get("/robots.txt", endpoint="robots")
def robots() -> Response:
    """What a search engine may index: the public pages, of a real programme only."""
    closed = ("/",) if current_app.extensions["settings"].is_demonstration else PRIVATE
    return _plain("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))


@bp.get("/.well-known/security.txt", endpoint="security_txt")
def security_txt() -> Response:
    """Where to report a weakness (RFC 9116)."""
    base = current_app.extensions["settings"].public_base_url
    until = datetime.combine(clock.today() + SECURITY_HOLDS, time(), tzinfo=UTC)
    return _plain(
        f"Contact: {base}{url_for('public.pages_contact')}\n"
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: fr, en\n"
        f"Canonical: {base}{url_for('system.security_txt')}\n"
    )


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")
