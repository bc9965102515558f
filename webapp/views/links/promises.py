"""The firm's question when somebody helps it, where its territory asks: how many jobs does it hope for?"""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.links import Purpose
from webapp.forms.outcomes import PromiseForm
from webapp.services.drafts import find_need
from webapp.services.job_hopes import find_hope, state_hope
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link
from webapp.views.links.tracking import contact_of


@bp.route("/suivi/<public_id:public_id>/emplois", methods=["GET", "POST"], endpoint="tracking_promise")
def promise(public_id: str) -> str | Response:
    """Say how many jobs the firm hopes to create and to preserve, or say it otherwise."""
    find = acting_link if request.method == "POST" else current_link
    need = find_need(find(public_id, Purpose.TRACK_NEED))
    hope = find_hope(need) or abort(404)
    form = PromiseForm(data={"created": hope.created, "preserved": hope.preserved})
    if not form.validate_on_submit():
        return render_template(
            "links/tracking/promise.html", form=form, need=need, territory=need.territory, public_id=public_id
        )
    created, preserved = form.created.data, form.preserved.data
    with transaction():
        state_hope(hope, created, preserved, by=contact_of(need), now=clock.now())
    flash(gettext("C’est noté, merci. Nous vous demanderons dans six mois ce qu’il en est."))
    return redirect(url_for("links.tracking_show", public_id=public_id), 303)
