"""The expert's page of one request: what is asked, yes or no, and for ever after what was answered."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.errors import WrongState
from webapp.domain.links import Purpose
from webapp.domain.states import Actor, ActorKind
from webapp.forms.answers import REASON_LABELS, AnswerForm
from webapp.models.links import ActionLink
from webapp.models.proposals import Proposal
from webapp.services.answer_pages import AnswerPage, Stage, find_proposal, mark_of, read_answer_page
from webapp.services.answers import accept_proposal, decline_proposal, undo_answer
from webapp.services.proposals import disown_proposal
from webapp.transaction import transaction
from webapp.views.links.blueprint import bp
from webapp.views.links.entry import current_link

Answer = str | Response


@bp.get("/reponse/<public_id:public_id>", endpoint="answers_show")
def show(public_id: str) -> str:
    """The request, or what was answered."""
    link = current_link(public_id, Purpose.ANSWER)
    return _page(link, read_answer_page(link, clock.now()), AnswerForm())


@bp.post("/reponse/<public_id:public_id>", endpoint="answers_send")
def send(public_id: str) -> Answer:
    """Yes or no, to what was shown; anything else shows the page as it is now."""
    link, now = current_link(public_id, Purpose.ANSWER), clock.now()
    page = read_answer_page(link, now)
    if page.stage is not Stage.ASK:
        return _back(public_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(link, page, form)
    if not _answer(link, form, now):
        return _page(link, read_answer_page(link, now), form, has_changed=True)
    return _back(public_id)


@bp.post("/reponse/<public_id:public_id>/retour", endpoint="answers_undo")
def undo(public_id: str) -> Response:
    """Take the answer back; when the half hour is over, the page says so."""
    link = current_link(public_id, Purpose.ANSWER)
    with suppress(WrongState):
        with transaction():
            undo_answer(find_proposal(link), by=_expert(link), now=clock.now())
        flash(gettext("Votre réponse est reprise, l’entreprise n’en a rien su."))
    return _back(public_id)


@bp.get("/reponse/<public_id:public_id>/pas-moi", endpoint="answers_stranger")
def ask_stranger(public_id: str) -> str:
    """Was this meant for you? Nothing changes before the button is pressed."""
    return _stranger(current_link(public_id, Purpose.ANSWER))


@bp.post("/reponse/<public_id:public_id>/pas-moi", endpoint="answers_disown")
def disown(public_id: str) -> str:
    """The request was not meant for whoever reads it: the coordinator is told."""
    link = current_link(public_id, Purpose.ANSWER)
    with transaction():
        disown_proposal(find_proposal(link), by=_expert(link), now=clock.now())
    return _stranger(link)


def _answer(link: ActionLink, form: AnswerForm, now: datetime) -> bool:
    """Take the answer to the request as it was shown; False when it has changed since, and then nothing is taken."""
    with suppress(WrongState), transaction():
        proposal = find_proposal(link)
        if form.mark.data != mark_of(proposal):
            return False
        _decide(proposal, form, by=_expert(link), now=now)
    return True


def _decide(proposal: Proposal, form: AnswerForm, *, by: Actor, now: datetime) -> None:
    if form.answer.data == "yes":
        accept_proposal(proposal, by=by, now=now)
    else:
        decline_proposal(proposal, form.reason_code, by=by, now=now, words=form.words.data or "")


def _page(link: ActionLink, page: AnswerPage, form: AnswerForm, *, has_changed: bool = False) -> str:
    if has_changed:
        form.answer.data = None
    form.mark.data = page.mark
    return render_template(
        f"links/proposals/{page.stage}.html",
        page=page,
        proposal=page.proposal,
        request_=page.request,
        territory=page.territory,
        form=form if page.stage is Stage.ASK else None,
        has_changed=has_changed,
        public_id=link.public_id,
        reason_labels=REASON_LABELS,
    )


def _stranger(link: ActionLink) -> str:
    proposal = find_proposal(link)
    return render_template(
        "links/proposals/stranger.html",
        proposal=proposal,
        territory=proposal.role.need.territory,
        public_id=link.public_id,
    )


def _back(public_id: str) -> Response:
    return redirect(url_for("links.answers_show", public_id=public_id), 303)


def _expert(link: ActionLink) -> Actor:
    return Actor(ActorKind.EXPERT, link.person_id)
