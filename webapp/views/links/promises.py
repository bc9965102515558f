"""The firm's question when somebody helps it, where its territory asks: how many jobs does it hope for?"""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.links import Purpose
from webapp.forms.outcomes import PromiseForm
from webapp.services.drafts import find_need
from webapp.services.job_hopes import find_hope, state_hope
from webapp.transaction import transaction
from webapp.views.filters import date_year
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link
from webapp.views.links.tracking import contact_of


@bp.route("/suivi/<public_id:public_id>/emplois", methods=["GET", "POST"], endpoint="tracking_promise")
def promise(public_id: str) -> str | Response:
    """Say how many jobs the firm hopes to create and to preserve, or say it otherwise."""
    need = find_need(acting_link(public_id, Purpose.TRACK_NEED))
    hope = find_hope(need)
    if hope is None or not hope.is_open(clock.today()):
        abort(404)
    form = PromiseForm(data={"created": hope.created, "preserved": hope.preserved})
    if not form.validate_on_submit():
        return render_template(
            "links/tracking/promise.html",
            form=form,
            need=need,
            until=hope.until,
            territory=need.territory,
            public_id=public_id,
        )
    created, preserved = form.created.data, form.preserved.data
    with transaction():
        state_hope(hope, created, preserved, by=contact_of(need), now=clock.now())
    flash(gettext("C’est noté, merci. Nous vous demanderons le %(day)s ce qu’il en est.", day=date_year(hope.until)))
    return redirect(url_for("links.tracking_show", public_id=public_id), 303)
