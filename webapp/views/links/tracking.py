"""The firm's page of its request: where it stands, who helps, what to answer; to correct or withdraw it."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.domain.requests import minutes_wished, wish_of
from webapp.domain.states import Actor, ActorKind
from webapp.forms.documents import MAX_BODY
from webapp.forms.needs import WordsForm
from webapp.forms.tracking import WithdrawForm
from webapp.mail.request_facts import day_length
from webapp.models.needs import Need
from webapp.services.attachments import attach_file, detach_file
from webapp.services.drafts import find_need
from webapp.services.job_hopes import find_hope
from webapp.services.need_ends import find_mission_under_way, withdraw_need
from webapp.services.needs import Asked, correct_need, may_correct
from webapp.services.opinions import is_asked_of
from webapp.services.tracking import follow_need, mark_of
from webapp.transaction import transaction
from webapp.views.links import tracking_words
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link

Answer = str | Response


@bp.url_value_preprocessor
def allow_documents(endpoint: str | None, _values: object) -> None:
    """Let this one page take documents; said before any form is read."""
    if endpoint == "links.tracking_correct":
        request.max_content_length = MAX_BODY


@bp.get("/suivi/<public_id:public_id>", endpoint="tracking_show")
def show(public_id: str) -> str:
    """Where the request stands."""
    need = _followed(public_id)
    followed = follow_need(need)
    return render_template(
        "links/tracking/show.html",
        followed=followed,
        asked_about=[mission for mission in followed.missions if is_asked_of(mission, "contact")],
        need=need,
        hope=find_hope(need),
        today=clock.today(),
        territory=need.territory,
        public_id=public_id,
        words=tracking_words,
        mark_of=mark_of,
        may_correct=may_correct(need),
        may_withdraw=need.state in ("received", "held", "open") and find_mission_under_way(need) is None,
    )


@bp.get("/suivi/<public_id:public_id>/document", endpoint="tracking_document")
def document(public_id: str) -> Response:
    """The document that the firm attached."""
    stored = _followed(public_id).attachment
    if stored is None:
        abort(404)
    return send_file(BytesIO(stored.content), stored.media_type, as_attachment=True, download_name=stored.name)


@bp.route("/suivi/<public_id:public_id>/correction", methods=["GET", "POST"], endpoint="tracking_correct")
def correct(public_id: str) -> Answer:
    """Correct or complete the request, as long as nobody was asked."""
    need = _followed(public_id)
    back = url_for("links.tracking_show", public_id=public_id)
    if not may_correct(need):
        flash(gettext("Votre demande est déjà chez des experts. Pour la compléter, appelez-nous."), "warning")
        return redirect(back, 303)
    form = WordsForm(data=_values_of(need))
    form.today = clock.today()
    if not form.validate_on_submit():
        return render_template(
            "links/tracking/correct.html", form=form, need=need, territory=need.territory, public_id=public_id
        )
    with suppress(WrongState), transaction():
        _correct(need, form)
        flash(gettext("Votre demande est corrigée."))
    return redirect(back, 303)


@bp.route("/suivi/<public_id:public_id>/retrait", methods=["GET", "POST"], endpoint="tracking_withdraw")
def withdraw(public_id: str) -> Answer:
    """Withdraw the request, after a question."""
    need = _followed(public_id)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return render_template(
            "links/tracking/withdraw.html",
            form=form,
            territory=need.territory,
            public_id=public_id,
            was_asked=not may_correct(need),
        )
    with suppress(WrongState), transaction():
        withdraw_need(need, by=contact_of(need), now=clock.now(), words=form.words.data)
    return redirect(url_for("links.tracking_show", public_id=public_id), 303)


def contact_of(need: Need) -> Actor:
    """The firm, as who acts."""
    return Actor(ActorKind.CONTACT, need.contact_id)


def _followed(public_id: str) -> Need:
    find = acting_link if request.method == "POST" else current_link
    return find_need(find(public_id, Purpose.TRACK_NEED))


def _values_of(need: Need) -> dict[str, object]:
    assert need.territory is not None, "a request that is followed has its territory"
    return {
        "text": need.text,
        "themes": need.themes.split(),
        "wish": wish_of(need.wished_minutes, day_length(need.territory, clock.today())),
        "deadline": need.deadline_on,
        "place": need.place,
    }


def _correct(need: Need, form: WordsForm) -> None:
    assert need.territory is not None, "a request that is followed has its territory"
    asked = Asked(
        text=form.text.data,
        wished_minutes=minutes_wished(form.wish.data, day_length(need.territory, clock.today())),
        deadline_on=form.deadline.data,
        place=form.place.data,
        themes=tuple(form.themes.data or ()),
    )
    correct_need(need, asked, by=contact_of(need), now=clock.now())
    if form.document is not None:
        attach_file(need, form.document.upload, form.document.content, now=clock.now())
    elif form.without_attachment.data:
        detach_file(need)
