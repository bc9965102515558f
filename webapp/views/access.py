"""Who may open which pages: guards of whole blueprints, and the scope that each list and row of the desk asks for."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_security import current_user
from werkzeug.wrappers import Response

from webapp.domain.errors import NotAllowed
from webapp.domain.states import Actor
from webapp.models.accounts import Account
from webapp.services.accounts import Scope, actor_of, scope_of
from webapp.services.committee_members import list_seats
from webapp.views.typed import typed_fields

Guard = Callable[[], Response | None]


def register_guarded(app: Flask, blueprint: Blueprint, guard: Guard) -> None:
    """Register a blueprint, each of whose pages asks the guard first; the pages do not name it themselves."""
    app.before_request_funcs.setdefault(blueprint.name, []).append(guard)
    app.register_blueprint(blueprint)


def signed_in() -> Response | None:
    """Anybody with an account."""
    return None if current_user.is_authenticated else _sign_in()


def coordinators() -> Response | None:
    """Coordinators of a territory, and the network."""
    if not current_user.is_authenticated:
        return _sign_in()
    if not scope():
        abort(403)
    return _to_factor(_("Avant d’entrer, mettez en place le second facteur.")) if lacks_factor() else None


def members() -> Response | None:
    """Members of a committee."""
    if not current_user.is_authenticated:
        return _sign_in()
    if not list_seats(account()):
        abort(403)
    if lacks_factor() and request.endpoint != "committee.home":
        return _to_factor(_("Avant d’ouvrir un dossier, mettez en place le second facteur."))
    return None


def lacks_factor() -> bool:
    """True for who has no second factor yet: what is personal or about money is closed to them until they have.

    The demonstration asks for none: nobody signs in there.
    """
    is_demonstration = current_app.extensions["settings"].is_demonstration
    return account().tf_primary_method is None and not is_demonstration


def _to_factor(reason: str) -> Response:
    if request.method != "GET":
        raise NotAllowed("second_factor_missing")
    flash(reason, "warning")
    return redirect(url_for("security.two_factor_setup"), 303)


def account() -> Account:
    """Who is signed in."""
    found: Account = current_user._get_current_object()
    return found


def actor() -> Actor:
    """Who is signed in, as the one who takes a step."""
    return actor_of(account())


def scope() -> Scope:
    """The territories of who is signed in, read once a page."""
    if "scope" not in g:
        g.scope = scope_of(account())
    found: Scope = g.scope
    return found


def _sign_in() -> Response:
    """To the sign-in, and from there back to the page that was asked for; what a form held stays on a page of its own."""
    if typed_fields().fields:
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=wanted), 303)
