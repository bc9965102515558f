"""The expert's space: its link is asked for by address, opens for a day, and changes what the expert wishes."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.spaces import AbsenceForm, AddressForm, PauseForm
from webapp.mail.contexts import SPACE_PATH
from webapp.models.groups import Expert
from webapp.services import spaces
from webapp.services.census import open_census
from webapp.services.directory import pause_expert
from webapp.services.expert_links import send_space_link
from webapp.services.territories import find_only_territory
from webapp.services.throttles import DAY, HOUR, Limit, key_of_network, note_use
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import acting_link, open_link, page_of

Answer = str | Response

PER_ADDRESS = Limit("space_address", 3, DAY)
PER_NETWORK = Limit("space_network", 20, HOUR)


@bp.route(SPACE_PATH, methods=["GET", "POST"], endpoint="space_ask")
def ask() -> str:
    """Give an address; the answer is the same whether we know it or not."""
    form = AddressForm()
    if not form.validate_on_submit():
        return render_template("links/space/ask.html", form=form, territory=find_only_territory())
    with transaction():
        _mail_link(form.email.data)
    return render_template("links/space/asked.html", email=form.email.data, territory=find_only_territory())


@bp.get("/espace/<public_id:public_id>", endpoint="space_show")
def show(public_id: str) -> str:
    """Requests, missions, days given; pause and absences."""
    return _page(public_id, _expert(public_id))


@bp.get("/espace/<public_id:public_id>/demandes/<public_id:proposal_id>", endpoint="space_request")
def open_request(public_id: str, proposal_id: str) -> Response:
    """From the space to the page of one request: it is opened for this browser, nothing else."""
    return _open(spaces.find_request_link(_expert(public_id), proposal_id))


@bp.get("/espace/<public_id:public_id>/missions/<public_id:mission_id>", endpoint="space_mission")
def open_mission(public_id: str, mission_id: str) -> Response:
    """From the space to the page of one mission."""
    return _open(spaces.find_mission_link(_expert(public_id), mission_id))


@bp.post("/espace/<public_id:public_id>/offres", endpoint="space_offers")
def open_offers(public_id: str) -> Response:
    """From the space to the page of one's offers: they stand, change or are withdrawn."""
    expert = _expert(public_id)
    with transaction():
        link = open_census(expert, now=clock.now())
    return _open(link)


@bp.post("/espace/<public_id:public_id>/pause", endpoint="space_pause")
def pause(public_id: str) -> Answer:
    """No request until a day."""
    expert, form = _expert(public_id), _dated(PauseForm())
    if not form.validate_on_submit():
        return _page(public_id, expert, pause_form=form)
    with transaction():
        pause_expert(expert, form.until.data, by=_by(expert), now=clock.now())
    flash(gettext("C’est noté. Nous ne vous demanderons rien d’ici là."))
    return _back(public_id)


@bp.post("/espace/<public_id:public_id>/reprise", endpoint="space_resume")
def resume(public_id: str) -> Response:
    """End the pause."""
    expert = _expert(public_id)
    with transaction():
        pause_expert(expert, None, by=_by(expert), now=clock.now())
    flash(gettext("Votre pause est finie. Nous pouvons de nouveau vous écrire."))
    return _back(public_id)


@bp.post("/espace/<public_id:public_id>/absences", endpoint="space_absence")
def add_absence(public_id: str) -> Answer:
    """Days of absence."""
    expert, form = _expert(public_id), _dated(AbsenceForm())
    if not form.validate_on_submit():
        return _page(public_id, expert, absence_form=form)
    with transaction():
        spaces.note_absence(expert, form.starts_on.data, form.ends_on.data, by=_by(expert), now=clock.now())
    flash(gettext("Votre absence est notée. Aucun rappel ne partira pendant ces jours."))
    return _back(public_id)


@bp.post("/espace/<public_id:public_id>/absences/<id:absence_id>/retrait", endpoint="space_present")
def drop_absence(public_id: str, absence_id: int) -> Response:
    """An absence that will not be."""
    expert = _expert(public_id)
    with transaction():
        spaces.drop_absence(expert, absence_id, by=_by(expert), now=clock.now())
    return _back(public_id)


@bp.route("/espace/<public_id:public_id>/arret", methods=["GET", "POST"], endpoint="space_leave")
def leave(public_id: str) -> Answer:
    """No request any more, after a question."""
    expert = _expert(public_id)
    if request.method != "POST":
        return render_template("links/space/leave.html", expert=expert, public_id=public_id, territory=None)
    with transaction():
        spaces.leave(expert, by=_by(expert), now=clock.now())
    return _back(public_id)


@bp.post("/espace/<public_id:public_id>/retour", endpoint="space_return")
def come_back(public_id: str) -> Response:
    """Offer one's help again."""
    expert = _expert(public_id)
    with transaction():
        spaces.come_back(expert, by=_by(expert), now=clock.now())
    flash(gettext("Merci de revenir. Nous pouvons de nouveau vous écrire."))
    return _back(public_id)


def _mail_link(email: str) -> None:
    real_now = clock.real_now()
    network = key_of_network(request.remote_addr)
    if note_use(PER_NETWORK, network, now=real_now) and note_use(PER_ADDRESS, email, now=real_now):
        for expert in spaces.find_experts(email):
            send_space_link(expert, now=clock.now())


def _expert(public_id: str) -> Expert:
    return spaces.expert_of(acting_link(public_id, Purpose.EXPERT_SPACE))


def _by(expert: Expert) -> Actor:
    return Actor(ActorKind.EXPERT, expert.id)


def _dated(form: Any) -> Any:
    form.today = clock.today()
    return form


def _page(public_id: str, expert: Expert, **forms: Any) -> str:
    shown = {"pause_form": PauseForm(formdata=None), "absence_form": AbsenceForm(formdata=None)} | forms
    return render_template(
        "links/space/show.html",
        space=spaces.read_space(expert, clock.now()),
        form=next(iter(forms.values()), None),
        public_id=public_id,
        territory=None,
        **shown,
    )


def _open(link: Any) -> Response:
    if link is None:
        abort(404)
    open_link(link)
    return redirect(page_of(link), 303)


def _back(public_id: str) -> Response:
    return redirect(url_for("links.space_show", public_id=public_id), 303)
