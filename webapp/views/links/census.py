"""The census page: each offer stands, changes or is withdrawn. Opening it changes nothing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.clock import local_date
from webapp.domain.census import is_stale
from webapp.domain.links import Purpose
from webapp.forms.census import OfferForm
from webapp.models.groups import GroupReferent
from webapp.models.offers import Offer
from webapp.services.census import (
    Person,
    Said,
    actor_of_person,
    answer_census,
    find_census_person,
    keep_offers,
    list_offers_to_confirm,
)
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link

Pairs = list[tuple[Offer, OfferForm]]


@bp.route("/offres/<public_id:public_id>", methods=["GET", "POST"], endpoint="census_show")
def show(public_id: str) -> str | Response:
    """Your offers, one by one; what is left without an answer stays as it is."""
    person = find_census_person(acting_link(public_id, Purpose.CONFIRM_OFFERS))
    pairs = [(offer, _form(offer)) for offer in list_offers_to_confirm(person)]
    if request.method == "POST" and ("all" in request.form or all(form.is_whole() for _offer, form in pairs)):
        count = _answer(person, pairs)
        flash(_what_was_said(count), "message" if count else "warning")
        return redirect(url_for("links.census_show", public_id=public_id), 303)
    today = local_date(clock.now())
    stale = {offer.id for offer, _each in pairs if is_stale(offer.confirmed_on, local_date(offer.created_at), today)}
    pairs.sort(key=lambda pair: pair[0].id not in stale)
    wrong = [form for _offer, form in pairs if form.errors]
    return render_template(
        "links/census/show.html",
        person=person,
        is_referent=isinstance(person, GroupReferent),
        may_keep_all=len(pairs) > 1 and any(offer.confirmed_on != today for offer, _each in pairs),
        pairs=pairs,
        stale=stale,
        form=next(iter(wrong), None),
        more=[(f"#{field.id}", field.errors[0]) for form in wrong[1:] for field in form if field.errors],
        public_id=public_id,
    )


def _answer(person: Person, pairs: Pairs) -> int:
    """Write down what was said, of each or of all; how many answers."""
    by, now = actor_of_person(person), clock.now()
    with transaction():
        if "all" in request.form:
            return keep_offers(person, by=by, now=now)
        said = {offer.id: _said(form) for offer, form in pairs if form.said}
        return answer_census(person, said, by=by, now=now)


def _form(offer: Offer) -> OfferForm:
    return OfferForm(data={"title": offer.title, "text": offer.text}, prefix=f"offre-{offer.id}-")


def _said(form: OfferForm) -> Said:
    return Said(form.said, form.title.data or "", form.text.data or "")


def _what_was_said(count: int) -> str:
    if not count:
        return _("Choisissez une réponse pour au moins une offre.")
    return ngettext("%(num)s réponse est notée, merci.", "%(num)s réponses sont notées, merci.", count)
