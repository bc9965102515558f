"""Signing in: throttles around Flask-Security's pages, and the page of one's own account."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security.signals import (
    password_changed,
    password_reset,
    tf_disabled,
    tf_profile_changed,
    user_authenticated,
    user_failed_authn,
)
from werkzeug.wrappers import Response as BaseResponse

from webapp import clock
from webapp.config import Settings
from webapp.domain.errors import TooManyRequests
from webapp.models.accounts import Account
from webapp.services import sessions
from webapp.services.accounts import actor_of, list_territories_of, note_factor
from webapp.services.alerts import set_rhythm
from webapp.services.committee_members import list_seats
from webapp.services.throttles import HOUR, Limit, forget_uses, key_of_network, note_use
from webapp.transaction import transaction
from webapp.views.access import account, register_guarded, scope, signed_in
from webapp.views.security import register_security
from webapp.views.sessions import TableSessions, current_key

log = logging.getLogger(__name__)

QUARTER = timedelta(minutes=15)

#: Attempts of a quarter of an hour, for one account and for one network. Nobody can be locked out by somebody else: a
#: password renewed by mail opens at once.
PER_ACCOUNT, PER_NETWORK = Limit("sign_in_account", 10, QUARTER), Limit("sign_in_network", 60, QUARTER)

#: Mails to renew a password, for one address and for one network.
RENEWALS, RENEWALS_OF_NETWORK = Limit("renewal_account", 3, HOUR), Limit("renewal_network", 20, HOUR)

#: What each page counts, with the name of who is asked for.
THROTTLED = {
    "security.login": (PER_ACCOUNT, PER_NETWORK),
    "security.verify": (PER_ACCOUNT, PER_NETWORK),
    "security.change_password": (PER_ACCOUNT, PER_NETWORK),
    "security.two_factor_token_validation": (Limit("second_factor", 10, QUARTER), PER_NETWORK),
    "security.mf_recovery": (Limit("rescue_code", 5, QUARTER), PER_NETWORK),
    "security.forgot_password": (RENEWALS, RENEWALS_OF_NETWORK),
}

#: The pages on which an address is typed.
BY_ADDRESS = ("security.login", "security.forgot_password")

bp = Blueprint("accounts", __name__, url_prefix="/compte")


def register_accounts(app: Flask, settings: Settings) -> None:
    """Sign-in, its sessions and its throttles, and the page of one's own account."""
    app.session_interface = TableSessions()
    register_security(app, settings)
    app.before_request(throttle)
    register_guarded(app, bp, signed_in)
    password_reset.connect(_end_all_sessions, app)
    password_reset.connect(_open_again, app)
    password_changed.connect(_end_all_sessions, app)
    password_changed.connect(_say_password_changed, app)
    tf_profile_changed.connect(_say_factor_set, app)
    tf_disabled.connect(_tell_factor, app)
    user_authenticated.connect(_log_entry, app)
    user_failed_authn.connect(_log_failure, app)


def throttle() -> None:
    """Count an attempt before anything is compared.

    Raises:
        TooManyRequests: the account or the network has tried too often.
    """
    limits = THROTTLED.get(request.endpoint or "") if request.method == "POST" else None
    if limits is None:
        return
    keys = (_who_is_tried(), key_of_network(request.remote_addr))
    with transaction():
        within = [note_use(limit, key, now=clock.real_now()) for limit, key in zip(limits, keys, strict=True)]
    if not all(within):
        log.warning("too many attempts", extra={"endpoint": request.endpoint})
        raise TooManyRequests


def _who_is_tried() -> str:
    """The address that was typed, as the sign-in reads it; past that page the session knows, whatever a form says."""
    if request.endpoint not in BY_ADDRESS:
        return str(session.get("tf_user_id") or session.get("_user_id") or "")
    typed = request.form.get("email", "")[:254]
    try:
        return str(current_app.extensions["security"].mail_util.normalize(typed))
    except ValueError:
        return typed


@bp.get("/bienvenue", endpoint="welcome")
def welcome() -> BaseResponse:
    """After the sign-in: the desk, the committee's pages, or one's own account for who has neither."""
    if not scope() and list_seats(account()):
        return redirect(url_for("committee.home"), 303)
    return redirect(url_for("desk.home_show" if scope() else "accounts.show"), 303)


@bp.get("", endpoint="show")
def show() -> str:
    """One's password, second factor and sessions."""
    now = clock.real_now()
    rows, places = sessions.list_sessions(account().id, now), list_territories_of(scope())
    return render_template(
        "security/account.html",
        account=account(),
        sessions=[(row, sessions.is_of(row, current_key(session))) for row in rows],
        has_desk=bool(scope()),
        has_network=len(places) > 1,
        territory=places[0] if len(places) == 1 else None,
        has_seat=bool(list_seats(account())),
    )


@bp.post("/sessions/<id:session_id>/fin", endpoint="end_session")
def end_session(session_id: int) -> BaseResponse:
    """End one session, on another device for instance."""
    account_id = account().id
    with transaction():
        if not sessions.end_session_of(account_id, session_id):
            abort(404)
    flash(_("La session est terminée."))
    return redirect(url_for("accounts.show"), 303)


@bp.post("/sessions/fin", endpoint="end_other_sessions")
def end_other_sessions() -> BaseResponse:
    """End every session but this one."""
    account_id = account().id
    with transaction():
        count = sessions.end_other_sessions(account_id, current_key(session))
    flash(_("Les autres sessions sont terminées.") if count else _("Il n’y avait pas d’autre session."))
    return redirect(url_for("accounts.show"), 303)


@bp.post("/alertes", endpoint="set_digest")
def set_digest() -> BaseResponse:
    """How often the digest of alerts may come."""
    wanted, now = request.form.get("rythme", ""), clock.now()
    with transaction():
        set_rhythm(account(), wanted, by=actor_of(account()), now=now)
    flash(_("Le rythme des alertes est enregistré."))
    return redirect(url_for("accounts.show"), 303)


def _end_all_sessions(_app: Flask, user: Account, **_more: object) -> None:
    account_id = user.id
    with transaction():
        sessions.end_other_sessions(account_id, "")


def _open_again(_app: Flask, user: Account, **_more: object) -> None:
    """Whoever reads the mails of an account is let in, however often others have tried."""
    email = user.email
    with transaction():
        forget_uses(PER_ACCOUNT, email)
    flash(_("Votre nouveau mot de passe est enregistré. Connectez-vous avec lui."))


def _say_password_changed(_app: Flask, **_more: object) -> None:
    flash(_("Votre mot de passe est changé. Les autres sessions sont terminées."))


def _tell_factor(_app: Flask, user: Account, **_more: object) -> None:
    """By mail: no page offers to take the factor off, a form made by hand still can."""
    account_id, now = user.id, clock.now()
    with transaction():
        note_factor(account_id, now=now)


def _say_factor_set(app: Flask, user: Account, **_more: object) -> None:
    _tell_factor(app, user)
    flash(_("Le second facteur est en place. Gardez des codes de secours à l’abri."))


def _log_entry(_app: Flask, user: Account, **_more: object) -> None:
    log.info("signed in", extra={"account_id": user.id})


def _log_failure(_app: Flask, user: Account, **_more: object) -> None:
    log.warning("sign-in refused", extra={"account_id": user.id, "endpoint": request.endpoint})
