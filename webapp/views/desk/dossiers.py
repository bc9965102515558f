"""Dossiers at the desk: their list, one of them against the rules, filled in for the firm, laid before a sitting."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from flask import Response, abort, request, send_file
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.states import Actor
from webapp.forms.dossiers import BankForm, DocumentForm, LayForm, ProjectForm, PromisesForm, values_of
from webapp.forms.fields import choices_of
from webapp.services import dossiers
from webapp.services.aid_letters import find_advance, may_tell_worth
from webapp.services.directory import find_scoped_company, list_company_needs
from webapp.services.dossier_reviews import find_scoped_dossier, list_banks, list_dossiers, review_dossier
from webapp.services.need_lists import find_scoped_need
from webapp.services.notes import list_notes
from webapp.services.sittings import find_item_of, find_scoped_sitting, lay_dossier, list_open_sittings
from webapp.views import committee_words
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on
from webapp.views.filters import date_full


@bp.get("/dossiers", endpoint="dossiers_index")
def index() -> str:
    """The dossiers, the last opened first."""
    state = request.args.get("etat", "open")
    rows = list_dossiers(page.ids(), state, page.searched(), page=page.page_number())
    return page.show(
        "desk/dossiers/index.html",
        state=state,
        words_typed=page.searched(),
        committee_words=committee_words,
        **page.turn(rows),
    )


@bp.get("/dossiers/<id:dossier_id>", endpoint="dossiers_show")
def show(dossier_id: int) -> str:
    """One dossier: what it says, what it lacks, what the rules say, what was decided."""
    dossier = page.found(find_scoped_dossier, dossier_id)
    advances = {decision.id: find_advance(decision) for decision in dossier.decisions if decision.amount_cents}
    return page.show(
        "desk/dossiers/show.html",
        dossier=dossier,
        review=review_dossier(dossier, clock.today()),
        notes=list_notes(dossier, *dossier.decisions),
        item=find_item_of(dossier),
        advances=advances,
        letters={key for key, advance in advances.items() if advance and may_tell_worth(advance.decision)},
        committee_words=committee_words,
    )


@bp.route("/besoins/<id:need_id>/dossier", methods=["GET", "POST"], endpoint="dossiers_open_need")
def open_from_need(need_id: int) -> page.Answer:
    """A dossier that grows from a request."""
    need = page.found(find_scoped_need, need_id)
    form = ProjectForm(data={"title": need.title, "project": need.text})
    return act_on(
        need.company, form, _opening(),
        lambda by, now: dossiers.open_dossier(
            need.territory, need.contact, project_of(form), need=need, by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/entreprises/<id:company_id>/dossier", methods=["GET", "POST"], endpoint="dossiers_open")
def open_alone(company_id: int) -> page.Answer:
    """A dossier of a firm by itself, where and with whom it last asked for something."""
    company, form = page.found(find_scoped_company, company_id), ProjectForm()
    last = next((need for need in list_company_needs(company, page.ids()) if need.contact.email), None)
    if last is None:
        abort(404)
    return act_on(
        company, form, _opening(),
        lambda by, now: dossiers.open_dossier(last.territory, last.contact, project_of(form), by=by, now=now),
    )  # fmt: skip


def _opening() -> Act:
    return Act(
        _("Ouvrir un dossier"), _("L’entreprise le complète ensuite par un lien, sans compte."),
        _("Ouvrir le dossier"), _("Le dossier est ouvert."),
    )  # fmt: skip


def project_of(form: ProjectForm) -> dossiers.Project:
    """The first step, as it was typed."""
    values = values_of(form, "asked_cents", "wished_minutes")
    return dossiers.Project(form.title.data, form.purpose.data, form.project.data or "", **values)


@bp.route("/dossiers/<id:dossier_id>/projet", methods=["GET", "POST"], endpoint="dossiers_project")
def project(dossier_id: int) -> page.Answer:
    """The project, as the firm tells it on the phone."""
    dossier = page.found(find_scoped_dossier, dossier_id)
    form = ProjectForm(obj=dossier)
    words = Act(_("Le projet"), "", _("Enregistrer"), _("C’est enregistré."))
    return act_on(
        dossier, form, words,
        lambda by, now: dossiers.describe_project(dossier, project_of(form), by=by, now=now),
    )  # fmt: skip


@bp.route("/dossiers/<id:dossier_id>/financement", methods=["GET", "POST"], endpoint="dossiers_funding")
def funding(dossier_id: int) -> page.Answer:
    """The other money, and which bank it comes from: its member will not vote."""
    dossier = page.found(find_scoped_dossier, dossier_id)
    banks = list_banks()
    form = BankForm(data={row.source: row.amount_cents for row in dossier.funding})
    form.group.choices = choices_of([(0, _("Pas encore connue")), *((bank.id, bank.name) for bank in banks)])
    words = Act(_("Le reste du financement"), "", _("Enregistrer"), _("C’est enregistré."))
    chosen = next((bank for bank in banks if bank.id == form.group.data), None)
    return act_on(
        dossier, form, words,
        lambda by, now: dossiers.set_funding(dossier, form.funding, bank=chosen, by=by, now=now),
    )  # fmt: skip


@bp.route("/dossiers/<id:dossier_id>/engagements", methods=["GET", "POST"], endpoint="dossiers_promises")
def promises(dossier_id: int) -> page.Answer:
    """Age of the firm, aid it had, jobs it promises."""
    dossier = page.found(find_scoped_dossier, dossier_id)
    form = PromisesForm(obj=dossier, naf=dossier.company.naf)
    words = Act(_("L’entreprise et ses promesses"), "", _("Enregistrer"), _("C’est enregistré."))
    names = ("founded_on", "naf", "other_aid_cents", "jobs_created", "jobs_preserved", "jobs_by")
    return act_on(
        dossier, form, words,
        lambda by, now: dossiers.note_promises(
            dossier, dossiers.Promises(**values_of(form, *names)), by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/dossiers/<id:dossier_id>/document", methods=["GET", "POST"], endpoint="dossiers_add_document")
def add_document(dossier_id: int) -> page.Answer:
    """Join a document that the firm has given on paper."""
    dossier, form = page.found(find_scoped_dossier, dossier_id), DocumentForm()
    words = Act(_("Joindre un document"), "", _("Joindre"), _("Le document est joint."))

    def join(by: Actor, now: datetime) -> None:
        assert form.found is not None, "the form has read it"
        dossiers.add_document(dossier, form.kind.data, form.found.upload, form.found.content, by=by, now=now)

    return act_on(dossier, form, words, join)


@bp.get("/dossiers/<id:dossier_id>/documents/<id:document_id>", endpoint="dossiers_document")
def document(dossier_id: int, document_id: int) -> Response:
    """A document, as a download only."""
    found = dossiers.find_document(page.found(find_scoped_dossier, dossier_id), document_id)
    if found is None:
        abort(404)
    stored = found.file
    return send_file(BytesIO(stored.content), mimetype=stored.media_type, as_attachment=True, download_name=stored.name)


STEPS = {
    "submit": (dossiers.submit_dossier, lambda: _("Le dossier est remis.")),
    "reopen": (dossiers.reopen_dossier, lambda: _("L’entreprise peut de nouveau le compléter.")),
    "withdraw": (dossiers.withdraw_dossier, lambda: _("Le dossier est retiré.")),
    "mail": (dossiers.mail_dossier, lambda: _("Le lien est parti à l’entreprise.")),
}


@bp.post("/dossiers/<id:dossier_id>/<any(submit,reopen,withdraw,mail):step>", endpoint="dossiers_step")
def take(dossier_id: int, step: str) -> Response:
    """Hand it in for the firm, give it back, withdraw it, or mail its link."""
    dossier = page.found(find_scoped_dossier, dossier_id)
    function, said = STEPS[step]
    act(lambda by, now: function(dossier, by=by, now=now), said())
    return to("dossiers_show", dossier_id=dossier_id)


@bp.route("/dossiers/<id:dossier_id>/seance", methods=["GET", "POST"], endpoint="dossiers_lay")
def lay(dossier_id: int) -> page.Answer:
    """Lay it before a sitting; incomplete, only for a stated reason."""
    dossier, form = page.found(find_scoped_dossier, dossier_id), LayForm()
    rows = list_open_sittings(dossier.territory_id)
    form.sitting.choices = choices_of((row.id, date_full(row.starts_at)) for row in rows)
    missing = review_dossier(dossier, clock.today()).missing
    if not missing:
        del form.reason
    lead = ", ".join(str(committee_words.MISSING[code]).lower() for code in missing)
    words = Act(
        _("Présenter au comité"), _("Il manque encore : %(missing)s.", missing=lead) if missing else "",
        _("Inscrire à l’ordre du jour"), _("Le dossier est à l’ordre du jour."),
    )  # fmt: skip
    return act_on(
        dossier, form, words,
        lambda by, now: lay_dossier(
            page.found(find_scoped_sitting, form.sitting.data), dossier,
            reason=form.reason.data or "" if missing else "", by=by, now=now,
        ),
    )  # fmt: skip
