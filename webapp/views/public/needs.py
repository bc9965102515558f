"""The manager's form: who, which firm, what for. Kept from the first step, opened again by its link, sent once."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import LinkRefused
from webapp.domain.links import Purpose
from webapp.forms.needs import FirmForm, OnceForm, PersonForm
from webapp.models.links import ActionLink
from webapp.models.needs import Need
from webapp.models.territories import Territory
from webapp.services.communes import example_commune
from webapp.services.companies import Person
from webapp.services.doubts import Doubt, Sender, doubts_of_form, may_mail_draft, note_doubts
from webapp.services.drafts import (
    Draft,
    begin_draft,
    correct_person,
    find_need,
    firm_of,
    keep_firm,
    keep_typed,
)
from webapp.services.forms_once import claim_form, find_sent, note_result
from webapp.services.links import find_by_public_id
from webapp.services.territories import find_only_territory, list_territories
from webapp.services.throttles import key_of_network
from webapp.transaction import transaction
from webapp.views.form_keys import Stamp, new_stamp, read_stamp
from webapp.views.links.entry import LinkClosed, acting_link, current_link, list_opened, open_link
from webapp.views.public.blueprint import bp
from webapp.views.public.commune_field import recognise_commune
from webapp.views.typed_firms import read_firm

Answer = str | Response

#: how long the first page tells of a request that was begun in this browser; later the link of the mail does
JUST_NOW = timedelta(hours=1)


@bp.route("/besoin", methods=["GET", "POST"], endpoint="needs_start")
def start() -> Answer:
    """First step: who you are."""
    form = PersonForm()
    if not form.validate_on_submit():
        begun = None if form.is_submitted() else _just_begun(clock.now())
        return show_step("person", form, None, None, begun=begun)
    stamp = read_stamp(form.form_key.data)
    with transaction():
        draft = _begin_once(form, stamp, clock.real_now(), clock.now())
    open_link(draft.link)
    return redirect(url_for("public.needs_firm", public_id=draft.link.public_id), 303)


@bp.get("/besoin/<public_id:public_id>", endpoint="needs_resume")
def resume(public_id: str) -> Answer:
    """From the link of the mail to the first step that is not filled in, or to what became of the request."""
    need = find_need(current_link(public_id, Purpose.RESUME_NEED))
    step = "needs_words" if firm_of(need) and need.territory else "needs_firm"
    return redirect(url_for(f"public.{step if need.state == 'draft' else 'needs_sent'}", public_id=public_id), 303)


@bp.route("/besoin/<public_id:public_id>/vous", methods=["GET", "POST"], endpoint="needs_person")
def person(public_id: str) -> Answer:
    """First step again."""
    link, need = open_draft(public_id)
    if need.state != "draft":
        return already_sent(link, PersonForm())
    form = PersonForm(data=need.typed.get("person"))
    if not form.validate_on_submit():
        return show_step("person", form, link, need)
    with transaction():
        _correct(need, form, clock.real_now(), clock.now())
    return redirect(url_for("public.needs_resume", public_id=public_id), 303)


@bp.route("/besoin/<public_id:public_id>/entreprise", methods=["GET", "POST"], endpoint="needs_firm")
def firm(public_id: str) -> Answer:
    """Second step: your firm, and with its commune the territory."""
    link, need = open_draft(public_id)
    if need.state != "draft":
        return already_sent(link, FirmForm())
    form = FirmForm(data=need.typed.get("firm"))
    is_right = form.validate_on_submit()
    if form.is_submitted():
        keep(need, "firm", form)
    commune = recognise_commune(form) if form.is_submitted() else None
    if commune is None or not is_right:
        return show_step("firm", form, link, need, example=_example(need))
    with transaction():
        keep_firm(need, read_firm(form, commune.insee))
    step = "needs_words" if need.territory else "needs_outside"
    return redirect(url_for(f"public.{step}", public_id=public_id), 303)


@bp.get("/besoin/<public_id:public_id>/ailleurs", endpoint="needs_outside")
def outside(public_id: str) -> Answer:
    """The firm works outside of every territory: which there are, and that nobody was written to."""
    link, need = open_draft(public_id)
    if need.state != "draft":
        return already_sent(link, FirmForm())
    commune = need.typed.get("firm", {}).get("commune", "")
    return render_template(
        "public/needs/outside.html", link=link, commune=commune, territories=list_territories(), territory=None
    )


def open_draft(public_id: str) -> tuple[ActionLink, Need]:
    """The form of this address, in this browser; to send one the link must still act."""
    find = acting_link if request.method == "POST" else current_link
    link = find(public_id, Purpose.RESUME_NEED)
    return link, find_need(link)


def already_sent(link: ActionLink, form: OnceForm) -> Response:
    """What a form that was sent leads to; sent again with other words, these are said not to count."""
    first = find_sent(read_stamp(form.form_key.data).key, form.typed().items())
    if form.is_submitted() and not (first and first.is_same):
        flash(gettext("Votre demande était déjà partie. Ce que vous venez de changer n’a pas été repris."), "warning")
    return redirect(url_for("public.needs_sent", public_id=link.public_id), 303)


def keep(need: Need, step: str, form: OnceForm) -> None:
    """Keep what was typed, right or wrong, and what is doubtful about how.

    Whoever presses the button at once to see what is asked, and is told, is no robot yet.
    """
    doubts = doubts_of_form(read_stamp(form.form_key.data).age, is_trapped=form.is_trapped)
    with transaction():
        keep_typed(need, step, form.typed())
        note_doubts(need, doubts - {Doubt.TOO_FAST} if form.errors else doubts)


def show_step(step: str, form: OnceForm, link: ActionLink | None, need: Need | None, **values: Any) -> str:
    """A step of the form, with a new key."""
    form.form_key.data = new_stamp()
    territory = _territory_of(need)
    shown = {"form": form, "link": link, "need": need, "territory": territory, "saved_at": clock.now()}
    return render_template(f"public/needs/{step}.html", **shown, **values)


def _territory_of(need: Need | None) -> Territory | None:
    return need.territory if need is not None and need.territory else find_only_territory()


def _example(need: Need) -> str:
    territory = _territory_of(need)
    return example_commune([territory.id]) if territory is not None else ""


def _just_begun(now: datetime) -> ActionLink | None:
    """The request that this browser has begun a moment ago and not sent: somebody went back to the first page."""
    for public_id in list_opened():
        with suppress(LinkClosed, LinkRefused):
            link = current_link(public_id, Purpose.RESUME_NEED)
            need = find_need(link)
            if need.state == "draft" and need.created_at > now - JUST_NOW:
                return link
    return None


def _begin_once(form: PersonForm, stamp: Stamp, real_now: datetime, now: datetime) -> Draft:
    first = claim_form(stamp.key, "need_begin", form.typed().items(), now=real_now)
    if first is not None:
        return _begun_before(first.location, form, is_same=first.is_same, now=now)
    sender = Sender(key_of_network(request.remote_addr), form.email.data)
    draft = begin_draft(
        _person_of(form),
        form.typed(),
        doubts=doubts_of_form(stamp.age, is_trapped=form.is_trapped),
        mail=may_mail_draft(sender, real_now=real_now),
        now=now,
    )
    note_result(stamp.key, draft.link.public_id)
    return draft


def _begun_before(public_id: str, form: PersonForm, *, is_same: bool, now: datetime) -> Draft:
    link = find_by_public_id(public_id)
    need = find_need(link)
    if not is_same and need.state == "draft":
        return _correct(need, form, clock.real_now(), now)
    return Draft(need, link)


def _correct(need: Need, form: PersonForm, real_now: datetime, now: datetime) -> Draft:
    sender = Sender(key_of_network(request.remote_addr), form.email.data)
    is_new = form.email.data != need.contact.email
    mail = is_new and may_mail_draft(sender, real_now=real_now)
    return correct_person(need, _person_of(form), form.typed(), mail=mail, now=now)


def _person_of(form: PersonForm) -> Person:
    return Person(
        name=form.name.data,
        email=form.email.data,
        phone=form.phone.data,
        role=form.role.data,
        language=get_locale().language,
    )
