"""Was the visit as the expert says? From the question's own link, or from the page of the request."""

from __future__ import annotations

from contextlib import suppress

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.forms.tracking import VisitForm
from webapp.models.missions import Visit
from webapp.services.drafts import find_need
from webapp.services.missions import confirm_visit, dispute_visit
from webapp.services.opinions import is_asked_of
from webapp.services.tracking import find_visit, mark_of, visit_of
from webapp.transaction import transaction
from webapp.views.links import tracking_words
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link
from webapp.views.links.tracking import contact_of

Answer = str | Response

#: states in which the firm may answer
OPEN_TO_FIRM = ("declared", "deemed")

#: states after which nothing more is asked about the visit itself
ANSWERED = ("confirmed", "disputed")


@bp.route("/visite/<public_id:public_id>/confirmation", methods=["GET", "POST"], endpoint="confirmations_show")
def show(public_id: str) -> Answer:
    """The question of the mail; once the last visit is answered, what the mission was worth."""
    find = acting_link if request.method == "POST" else current_link
    visit = visit_of(find(public_id, Purpose.CONFIRM_VISIT))
    return _ask(visit, url_for("links.confirmations_show", public_id=public_id), back=None, asking_link=public_id)


@bp.route(
    "/suivi/<public_id:public_id>/visites/<public_id:visit_id>", methods=["GET", "POST"], endpoint="tracking_visit"
)
def show_from_tracking(public_id: str, visit_id: str) -> Answer:
    """The same question, from the page of the request."""
    find = acting_link if request.method == "POST" else current_link
    visit = find_visit(find_need(find(public_id, Purpose.TRACK_NEED)), visit_id)
    if visit is None:
        abort(404)
    here = url_for("links.tracking_visit", public_id=public_id, visit_id=visit_id)
    return _ask(visit, here, back=url_for("links.tracking_show", public_id=public_id))


def _ask(visit: Visit, here: str, *, back: str | None, asking_link: str = "") -> Answer:
    form = VisitForm()
    if visit.state == "deemed":
        form.answer.choices = form.answer.choices[1:]
        form.answer.label.text = _("Qu’est-ce qui n’est pas juste ?")
    form.duration.minutes_per_day = visit.mission.pledge.convention.minutes_per_day
    is_sent = form.is_submitted()
    if is_sent and (visit.state not in OPEN_TO_FIRM or (form.validate() and _answer(visit, form))):
        return redirect(back or here, 303)
    has_changed = is_sent and not form.errors
    if has_changed:
        form.answer.data = None
    form.mark.data = mark_of(visit)
    need = visit.mission.role.need
    return render_template(
        "links/tracking/visit.html",
        form=form,
        has_changed=has_changed,
        visit=visit,
        territory=need.territory,
        here=here,
        back=back,
        silence=tracking_words.silence_of(visit),
        asking_link=asking_link if visit.state in ANSWERED and is_asked_of(visit.mission, "contact") else "",
    )


def _answer(visit: Visit, form: VisitForm) -> bool:
    """Yes confirms; another length, or no visit at all, is for the coordinator to settle. A second click finds it done.

    False when the expert has declared something else since the page was shown: then nothing is taken.
    """
    by, now = contact_of(visit.mission.role.need), clock.now()
    agrees = form.answer.data == "yes" or (form.answer.data == "other" and form.duration.data == visit.minutes)
    with suppress(WrongState), transaction():
        if form.mark.data != mark_of(visit):
            return False
        if agrees and visit.state == "declared":
            confirm_visit(visit, by=by, now=now)
        elif not agrees:
            minutes = form.duration.data if form.answer.data == "other" else None
            dispute_visit(visit, by=by, now=now, minutes=minutes, words=form.words.data)
    return True
