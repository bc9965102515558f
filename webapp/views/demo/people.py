"""Being somebody else: an account without its password, or the person behind a link."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_security import login_user, logout_user
from werkzeug.wrappers import Response

from webapp.extensions import db
from webapp.models.accounts import Account
from webapp.models.links import ActionLink
from webapp.services.demo_people import list_accounts_to_try, list_expert_doors, list_manager_doors
from webapp.services.links import mint_secret
from webapp.transaction import transaction
from webapp.views.demo.blueprint import bp


@bp.get("/roles", endpoint="people_show")
def show() -> str:
    """Whom one can be."""
    return render_template(
        "demo/people.html",
        accounts=list_accounts_to_try(),
        experts=list_expert_doors(),
        managers=list_manager_doors(),
    )


@bp.post("/roles/compte/<id:account_id>", endpoint="people_sign_in")
def sign_in(account_id: int) -> Response:
    """Sign in as somebody, without a password."""
    account = db.session.get(Account, account_id)
    if account is None or not account.active:
        abort(404)
    logout_user()
    login_user(account, authn_via=["demonstration"])
    flash(_("Vous êtes %(name)s.", name=account.name))
    return redirect(url_for("accounts.welcome"), 303)


@bp.post("/roles/visiteur", endpoint="people_sign_out")
def sign_out() -> Response:
    """Be nobody in particular again."""
    logout_user()
    return redirect(url_for("public.pages_home"), 303)


@bp.post("/roles/lien/<id:link_id>", endpoint="people_open_link")
def open_link(link_id: int) -> Response:
    """Open somebody's link, as from their mail."""
    with transaction():
        link = db.session.get(ActionLink, link_id)
        if link is None or link.revoked_at is not None:
            abort(404)
        token = mint_secret(link)
    return redirect(url_for("links.redirect_open", token=str(token)), 303)
