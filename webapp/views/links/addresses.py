"""The address of a request is confirmed: the link shows, the button confirms, so that no scanner of mails does."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.services.drafts import find_need
from webapp.services.needs import confirm_address
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link
from webapp.views.links.tracking import contact_of


@bp.route("/adresse/<public_id:public_id>", methods=["GET", "POST"], endpoint="addresses_show")
def show(public_id: str) -> str | Response:
    """Is this request yours? One button; afterwards, what happens next, the same for every request."""
    find = acting_link if request.method == "POST" else current_link
    need = find_need(find(public_id, Purpose.CONFIRM_ADDRESS))
    if request.method == "POST":
        with suppress(WrongState), transaction():
            confirm_address(need, by=contact_of(need), now=clock.now())
        return redirect(url_for("links.addresses_show", public_id=public_id), 303)
    return render_template("links/addresses/show.html", need=need, territory=need.territory, public_id=public_id)
