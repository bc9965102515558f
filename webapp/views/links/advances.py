"""The page of a firm that repays: what it owes, the next date, its history and papers, and how to say that it is hard."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.debits import show_iban
from webapp.domain.errors import SentBefore
from webapp.domain.links import Purpose
from webapp.domain.references import reference_of, show_reference
from webapp.domain.states import Actor, ActorKind
from webapp.forms.advances import TroubleForm
from webapp.models.advances import Advance
from webapp.services.advance_links import RECEIVED, find_advance, find_receipt, follow_advance, say_trouble
from webapp.services.forms_once import is_first
from webapp.services.fund_accounts import changed_on, find_account
from webapp.services.mandates import find_mandate
from webapp.transaction import transaction
from webapp.views import advance_papers, advance_words
from webapp.views.errors import sentence_of
from webapp.views.form_keys import new_stamp, read_stamp
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link

Answer = str | Response


@bp.get("/avance/<public_id:public_id>", endpoint="advances_show")
def show(public_id: str) -> str:
    """What is owed, and what happened."""
    advance = _read(public_id)
    return _page(
        "show",
        public_id,
        advance,
        followed=follow_advance(advance, clock.today()),
        is_collected=find_mandate(advance) is not None,
        account=find_account(advance.fund),
        changed_on=changed_on(advance.fund, since=advance.decision.decided_on),
        show_iban=show_iban,
        reference=show_reference(reference_of(advance.id)),
        received=RECEIVED,
        movements=advance_words.MOVEMENTS,
        terms_words=advance_words.terms_words,
    )


@bp.get("/avance/<public_id:public_id>/contrat.pdf", endpoint="advances_contract")
def contract(public_id: str) -> Response:
    """The contract with its schedule."""
    return advance_papers.contract_file(_read(public_id))


@bp.get("/avance/<public_id:public_id>/recus/<id:entry_id>.pdf", endpoint="advances_receipt")
def receipt(public_id: str, entry_id: int) -> Response:
    """The receipt of one repayment."""
    entry = find_receipt(_read(public_id), entry_id)
    if entry is None:
        abort(404)
    return advance_papers.receipt_file(entry)


@bp.route("/avance/<public_id:public_id>/difficulte", methods=["GET", "POST"], endpoint="advances_trouble")
def trouble(public_id: str) -> Answer:
    """Repaying is hard: one sentence is enough."""
    advance, form = _read(public_id), TroubleForm()
    if not form.validate_on_submit():
        form.stamp.data = form.stamp.data if form.is_submitted() else new_stamp()
        return _page("trouble", public_id, advance, form=form)
    by = Actor(ActorKind.CONTACT, acting_link(public_id, Purpose.FOLLOW_ADVANCE).person_id)
    key, typed = read_stamp(form.stamp.data).key, [("words", form.words.data)]
    try:
        with transaction():
            if is_first(key, "trouble", typed, now=clock.real_now()):
                say_trouble(advance, form.words.data, by=by, now=clock.now())
        flash(_("C’est dit. %(name)s vous rappelle.", name=advance.fund.territory.contact_name))
    except SentBefore as refusal:
        flash(sentence_of(refusal), "warning")
    return redirect(url_for("links.advances_show", public_id=public_id), 303)


def _read(public_id: str) -> Advance:
    find = acting_link if request.method == "POST" else current_link
    return find_advance(find(public_id, Purpose.FOLLOW_ADVANCE))


def _page(name: str, public_id: str, advance: Advance, **values: Any) -> str:
    return render_template(
        f"links/advances/{name}.html",
        public_id=public_id,
        advance=advance,
        dossier=advance.decision.dossier,
        territory=advance.fund.territory,
        today=clock.today(),
        **values,
    )
