"""The expert's page of one mission: have you met, when, how long? What was declared, what is planned, the end."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import Refusal, SentBefore, WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.visits import VisitForm
from webapp.models.links import ActionLink
from webapp.models.missions import Visit
from webapp.services.forms_once import is_first
from webapp.services.give_ups import give_up_meeting
from webapp.services.missions import cancel_visit, correct_visit, declare_visit, end_mission
from webapp.services.opinions import is_asked_of
from webapp.services.visit_answers import agree_on_day, put_off_question
from webapp.services.visit_pages import VisitPage, find_mission_of, find_visit, read_visit_page
from webapp.transaction import transaction
from webapp.views.errors import sentence_of
from webapp.views.filters import days
from webapp.views.form_keys import new_stamp, read_stamp
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link

Answer = str | Response

#: what a rule refuses about the day stands beside it
ABOUT_THE_DAY = ("in_the_future", "before_acceptance")


@bp.get("/visite/<public_id:public_id>", endpoint="visits_show")
def show(public_id: str) -> str:
    """The question, and what was answered before."""
    link = current_link(public_id, Purpose.DECLARE_VISIT)
    page = read_visit_page(link, clock.now())
    form = _form(page)
    if page.asks_about is not None and form.worked_on.data is None:
        form.worked_on.data = page.asks_about.planned_on
        form.begin_with(request.args.get("repris", type=int))
    return _page(link, page, form)


@bp.post("/visite/<public_id:public_id>", endpoint="visits_answer")
def answer(public_id: str) -> Answer:
    """Yes, then and so long; not yet; it will not happen."""
    link, now = acting_link(public_id, Purpose.DECLARE_VISIT), clock.now()
    page = read_visit_page(link, now)
    form = _form(page)
    if not form.validate_on_submit():
        return _page(link, page, form)
    try:
        if _note_once(link, form, now):
            flash(_what_was_noted(form))
    except SentBefore as refusal:
        flash(sentence_of(refusal), "warning")
    except WrongState:
        pass
    except Refusal as refusal:
        if refusal.code not in ABOUT_THE_DAY:
            raise
        form.worked_on.errors = [sentence_of(refusal)]
        return _page(link, read_visit_page(link, now), form)
    return _back(public_id)


@bp.post("/visite/<public_id:public_id>/<public_id:visit_id>/correction", endpoint="visits_correct")
def correct(public_id: str, visit_id: str) -> Response:
    """Take back what was declared, as long as the firm has not answered, to declare it again."""
    visit = _visit(public_id, visit_id)
    minutes = visit.minutes
    with suppress(WrongState), transaction():
        correct_visit(visit, by=_expert(public_id), now=clock.now(), reason="expert")
        flash(gettext("Ce temps n’est plus compté. Dites le bon jour et la bonne durée, puis envoyez."))
        return redirect(url_for("links.visits_show", public_id=public_id, repris=minutes), 303)
    return _back(public_id)


@bp.post("/visite/<public_id:public_id>/<public_id:visit_id>/annulation", endpoint="visits_cancel")
def cancel(public_id: str, visit_id: str) -> Response:
    """A planned visit will not take place."""
    visit = _visit(public_id, visit_id)
    with suppress(WrongState), transaction():
        cancel_visit(visit, by=_expert(public_id), now=clock.now())
    return _back(public_id)


@bp.get("/visite/<public_id:public_id>/fin", endpoint="visits_end")
def ask_end(public_id: str) -> str:
    """Is it over? Nothing changes before the button is pressed."""
    link = current_link(public_id, Purpose.DECLARE_VISIT)
    page = read_visit_page(link, clock.now())
    return render_template("links/visits/end.html", page=page, territory=page.territory, public_id=public_id)


@bp.post("/visite/<public_id:public_id>/fin", endpoint="visits_finish")
def finish(public_id: str) -> Response:
    """The mission is over; what it still kept of the group's days is free again."""
    link = acting_link(public_id, Purpose.DECLARE_VISIT)
    with suppress(WrongState), transaction():
        end_mission(find_mission_of(link), "finish", by=_expert(public_id), now=clock.now())
    return _back(public_id)


def _note_once(link: ActionLink, form: VisitForm, now: datetime) -> bool:
    """Write the answer of a form; the same form sent again changes nothing, and says so by False.

    Raises:
        SentBefore: it was sent with another answer.
    """
    with transaction():
        stamp = read_stamp(form.form_key.data)
        is_new = is_first(stamp.key, "visit", form.said(), now=clock.real_now())
        if is_new:
            _note(link, form, now)
    return is_new


def _what_was_noted(form: VisitForm) -> str:
    """What became of the answer; the page then asks again, for the next time."""
    if form.met.data == "yes":
        return gettext("C’est noté, merci. L’entreprise va confirmer ce temps.")
    if form.met.data == "never":
        return gettext("C’est noté, merci.")
    if form.planned_on.data is not None:
        return gettext("C’est noté. Nous vous demanderons le lendemain s’il a eu lieu.")
    return gettext("C’est noté. Nous vous reposerons la question dans un mois.")


def _note(link: ActionLink, form: VisitForm, now: datetime) -> None:
    page, by = read_visit_page(link, now), Actor(ActorKind.EXPERT, link.person_id)
    if form.met.data == "yes":
        assert form.minutes is not None, "the form asks for it"
        declare_visit(
            page.mission, form.worked_on.data, form.minutes, by=by, now=now, visit=page.meant_by(form.worked_on.data)
        )
    elif form.met.data == "never":
        give_up_meeting(page.mission, by=by, now=now, words=form.words.data or "")
    elif form.planned_on.data is not None:
        agree_on_day(page.mission, form.planned_on.data, by=by, now=now)
    else:
        put_off_question(page.mission, by=by, now=now)


def _form(page: VisitPage) -> VisitForm:
    form = VisitForm()
    form.today = page.today
    day = page.minutes_per_day
    lengths = [(60, days(60, day)), (120, days(120, day))]
    lengths += [(day // 2, gettext("Une demi-journée")), (day, gettext("Une journée"))]
    form.offer_lengths(lengths, day)
    return form


def _page(link: ActionLink, page: VisitPage, form: VisitForm) -> str:
    form.form_key.data = new_stamp()
    return render_template(
        "links/visits/show.html",
        page=page,
        territory=page.territory,
        form=form,
        public_id=link.public_id,
        is_asked_opinion=is_asked_of(page.mission, "expert"),
    )


def _visit(public_id: str, visit_id: str) -> Visit:
    link = acting_link(public_id, Purpose.DECLARE_VISIT)
    return find_visit(find_mission_of(link), visit_id) or abort(404)


def _back(public_id: str) -> Response:
    return redirect(url_for("links.visits_show", public_id=public_id), 303)


def _expert(public_id: str) -> Actor:
    return Actor(ActorKind.EXPERT, current_link(public_id, Purpose.DECLARE_VISIT).person_id)
