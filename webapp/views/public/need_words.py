"""The last step of the manager's form: the need itself, how many could help, and sending it."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.domain.requests import THEMES, minutes_wished
from webapp.domain.states import Actor, ActorKind
from webapp.domain.text import UnusableText, clean_text
from webapp.forms.documents import MAX_BODY
from webapp.forms.needs import WordsForm
from webapp.mail.request_facts import day_length
from webapp.models.needs import Need
from webapp.services.attachments import attach_file, detach_file
from webapp.services.companies import Firm
from webapp.services.doubts import Sender, doubts_of_sender, doubts_of_text
from webapp.services.drafts import find_need, firm_of, keep_typed
from webapp.services.forms_once import claim_form, note_result
from webapp.services.needs import Asked, submit_need
from webapp.services.shortlists import Preview, preview
from webapp.services.throttles import HOUR, Limit, key_of_network, note_use
from webapp.transaction import transaction
from webapp.views.form_keys import read_stamp
from webapp.views.links.entry import current_link
from webapp.views.public.blueprint import bp
from webapp.views.public.needs import Answer, already_sent, keep, open_draft, show_step

PREVIEWS_PER_FORM = Limit("preview_form", 200, HOUR)
PREVIEWS_PER_NETWORK = Limit("preview_network", 800, HOUR)

#: fewer letters say nothing yet
SHORTEST = 12


@bp.url_value_preprocessor
def allow_documents(endpoint: str | None, _values: object) -> None:
    """Let this one page take documents; said before any form is read."""
    if endpoint == "public.needs_words":
        request.max_content_length = MAX_BODY


@bp.route("/besoin/<public_id:public_id>/demande", methods=["GET", "POST"], endpoint="needs_words")
def words(public_id: str) -> Answer:
    """Third step: what you need."""
    link, need = open_draft(public_id)
    if need.state != "draft":
        return already_sent(link, WordsForm())
    firm = firm_of(need)
    if firm is None or need.territory is None:
        return redirect(url_for("public.needs_firm", public_id=public_id), 303)
    form = WordsForm(data=need.typed.get("words"))
    form.today = clock.today()
    is_right = form.validate_on_submit()
    if form.is_submitted():
        keep(need, "words", form)
        _keep_document(need, form, clock.now())
    if not is_right:
        return show_step("words", form, link, need, preview=_preview(need, form.text.data, form.themes.data))
    _send(need, firm, form, clock.now())
    return redirect(url_for("public.needs_sent", public_id=public_id), 303)


@bp.post("/besoin/<public_id:public_id>/apercu", endpoint="needs_preview")
def count(public_id: str) -> Answer:
    """How many could help, while somebody types; what was typed is kept on the way."""
    _link, need = open_draft(public_id)
    themes = [code for code in THEMES if code in request.form.getlist("themes")]
    try:
        text = clean_text(request.form.get("text", ""), 4000)
    except UnusableText:
        return Response(status=204)
    with transaction():
        is_counted = _may_preview(public_id) and need.state == "draft"
        if is_counted:
            keep_typed(need, "words", {**need.typed.get("words", {}), "text": text, "themes": themes})
    if not is_counted:
        return Response(status=204)
    return render_template("public/needs/live.html", preview=_preview(need, text, themes), saved_at=clock.now())


@bp.get("/besoin/<public_id:public_id>/envoye", endpoint="needs_sent")
def sent(public_id: str) -> Answer:
    """It is sent: what happens next, and how many could help."""
    link = current_link(public_id, Purpose.RESUME_NEED)
    need = find_need(link)
    if need.state == "draft":
        return redirect(url_for("public.needs_resume", public_id=public_id), 303)
    found = _preview(need, need.text, need.themes.split())
    return render_template("public/needs/sent.html", link=link, need=need, territory=need.territory, preview=found)


def _keep_document(need: Need, form: WordsForm, now: datetime) -> None:
    if form.document is None and not form.without_attachment.data:
        return
    with transaction():
        if form.document is not None:
            attach_file(need, form.document.upload, form.document.content, now=now)
        else:
            detach_file(need)


def _send(need: Need, firm: Firm, form: WordsForm, now: datetime) -> None:
    """Send the form; sent again at the same moment, or from another tab, it finds the work done."""
    stamp, real_now = read_stamp(form.form_key.data), clock.real_now()
    sender = Sender(key_of_network(request.remote_addr), need.contact.email, firm.siren or "")
    with suppress(WrongState), transaction():
        if claim_form(stamp.key, "need_submit", form.typed().items(), now=real_now) is not None:
            return
        asked = _asked(need, form, now)
        doubts = doubts_of_sender(sender, real_now=real_now) | doubts_of_text(need, asked.text, now=now)
        submit_need(need, firm, asked, doubts=doubts, by=Actor(ActorKind.CONTACT, need.contact_id), now=now)
        note_result(stamp.key, str(need.id))


def _asked(need: Need, form: WordsForm, now: datetime) -> Asked:
    assert need.territory is not None, "the second step gave it its territory"
    return Asked(
        text=form.text.data,
        wished_minutes=minutes_wished(form.wish.data, day_length(need.territory, clock.local_date(now))),
        deadline_on=form.deadline.data,
        place=form.place.data,
        themes=tuple(form.themes.data or ()),
    )


def _preview(need: Need, text: str | None, themes: Collection[str] | None) -> Preview | None:
    """None while there is too little to read."""
    if need.territory is None or len(text or "") < SHORTEST:
        return None
    return preview(text or "", themes or (), need.territory, now=clock.now())


def _may_preview(public_id: str) -> bool:
    network, real_now = key_of_network(request.remote_addr), clock.real_now()
    return note_use(PREVIEWS_PER_FORM, public_id, now=real_now) and note_use(
        PREVIEWS_PER_NETWORK, network, now=real_now
    )
