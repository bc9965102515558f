"""A firm completes its dossier by a link, step by step, on a phone; every step is kept. No bank details are asked here."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import Refusal, WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import DOSSIER_OPEN, Actor, ActorKind
from webapp.forms.dossiers import DocumentForm, FundingForm, ProjectForm, PromisesForm, values_of
from webapp.forms.money import MoneyForm
from webapp.models.dossiers import Dossier
from webapp.services import dossiers
from webapp.services.dossier_reviews import review_dossier
from webapp.transaction import transaction
from webapp.views import committee_words
from webapp.views.errors import sentence_of
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, current_link

Answer = str | Response

STEPS = ("projet", "financement", "entreprise", "documents")


@bp.get("/dossier/<public_id:public_id>", endpoint="dossiers_show")
def show(public_id: str) -> str:
    """Where the dossier stands, what is missing, and each step."""
    return _page(public_id, _read(public_id), "links/dossiers/show.html")


@bp.route("/dossier/<public_id:public_id>/projet", methods=["GET", "POST"], endpoint="dossiers_project")
def project(public_id: str) -> Answer:
    """First step: what for."""
    dossier = _read(public_id)
    form = ProjectForm(obj=dossier)

    def keep(by: Actor) -> None:
        values = values_of(form, "asked_cents", "wished_minutes")
        told = dossiers.Project(form.title.data, form.purpose.data, form.project.data or "", **values)
        dossiers.describe_project(dossier, told, by=by, now=clock.now())

    return _step(public_id, dossier, "projet", form, keep)


@bp.route("/dossier/<public_id:public_id>/financement", methods=["GET", "POST"], endpoint="dossiers_funding")
def funding(public_id: str) -> Answer:
    """Second step: where the rest comes from."""
    dossier = _read(public_id)
    form = FundingForm(data={row.source: row.amount_cents for row in dossier.funding})
    bank = next((row.group for row in dossier.funding if row.group is not None), None)
    return _step(
        public_id, dossier, "financement", form,
        lambda by: dossiers.set_funding(dossier, form.funding, bank=bank, by=by, now=clock.now()),
    )  # fmt: skip


@bp.route("/dossier/<public_id:public_id>/entreprise", methods=["GET", "POST"], endpoint="dossiers_promises")
def promises(public_id: str) -> Answer:
    """Third step: the firm, and the jobs it promises."""
    dossier = _read(public_id)
    form = PromisesForm(obj=dossier, naf=dossier.company.naf)
    names = ("founded_on", "naf", "other_aid_cents", "jobs_created", "jobs_preserved", "jobs_by")
    return _step(
        public_id, dossier, "entreprise", form,
        lambda by: dossiers.note_promises(
            dossier, dossiers.Promises(**values_of(form, *names)), by=by, now=clock.now()
        ),
    )  # fmt: skip


@bp.route("/dossier/<public_id:public_id>/documents", methods=["GET", "POST"], endpoint="dossiers_documents")
def documents(public_id: str) -> Answer:
    """Fourth step: documents, one after another."""
    dossier, form = _read(public_id), DocumentForm()

    def keep(by: Actor) -> None:
        assert form.found is not None, "the form has read it"
        dossiers.add_document(dossier, form.kind.data, form.found.upload, form.found.content, by=by, now=clock.now())

    return _step(public_id, dossier, "documents", form, keep)


@bp.post("/dossier/<public_id:public_id>/documents/<id:document_id>/retirer", endpoint="dossiers_drop")
def drop(public_id: str, document_id: int) -> Response:
    """Erase a document."""
    dossier = _acting(public_id)
    with transaction():
        dossiers.drop_document(dossier, document_id, by=_by(dossier), now=clock.now())
    return redirect(url_for("links.dossiers_documents", public_id=public_id), 303)


@bp.post("/dossier/<public_id:public_id>/remettre", endpoint="dossiers_submit")
def submit(public_id: str) -> Response:
    """Hand it in."""
    dossier = _acting(public_id)
    try:
        with transaction():
            dossiers.submit_dossier(dossier, by=_by(dossier), now=clock.now())
    except WrongState:
        flash(_("C’était déjà fait, ou quelqu’un a agi avant vous."), "warning")
    return redirect(url_for("links.dossiers_show", public_id=public_id), 303)


def _read(public_id: str) -> Dossier:
    return dossiers.find_dossier(current_link(public_id, Purpose.COMPLETE_DOSSIER))


def _acting(public_id: str) -> Dossier:
    return dossiers.find_dossier(acting_link(public_id, Purpose.COMPLETE_DOSSIER))


def _by(dossier: Dossier) -> Actor:
    return Actor(ActorKind.CONTACT, dossier.contact_id)


def _step(public_id: str, dossier: Dossier, step: str, form: MoneyForm, keep: Any) -> Answer:
    """Show a step, or keep it and go on to the next one."""
    form.today = clock.today()
    if dossier.state not in DOSSIER_OPEN:
        return redirect(url_for("links.dossiers_show", public_id=public_id), 303)
    if form.validate_on_submit():
        by = _by(_acting(public_id))
        try:
            with transaction():
                keep(by)
        except Refusal as refusal:
            form.say(sentence_of(refusal), refusal.details.get("field"))
        else:
            return redirect(_after(public_id, step), 303)
    return _page(public_id, dossier, "links/dossiers/step.html", form=form, step=step)


def _after(public_id: str, step: str) -> str:
    pages = {"projet": "dossiers_funding", "financement": "dossiers_promises", "entreprise": "dossiers_documents"}
    return url_for(f"links.{pages.get(step, 'dossiers_documents')}", public_id=public_id)


def _page(public_id: str, dossier: Dossier, template: str, **values: Any) -> str:
    return render_template(
        template,
        public_id=public_id,
        dossier=dossier,
        territory=dossier.territory,
        review=review_dossier(dossier, clock.today()),
        is_open=dossier.state in DOSSIER_OPEN,
        committee_words=committee_words,
        **values,
    )
