"""One request to one expert: the answer told on the phone, a held yes, a new link, taking it back."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.forms.fields import choices_of
from webapp.forms.proposals import AnswerForExpertForm
from webapp.services.answers import Accepted, Outcome, accept_held, accept_proposal, decline_proposal
from webapp.services.need_lists import find_scoped_proposal
from webapp.services.proposals import send_link_again, withdraw_proposal
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import DECLINE_REASONS


@bp.route("/demandes/<id:proposal_id>/reponse", methods=["GET", "POST"], endpoint="proposals_answer")
def answer(proposal_id: int) -> page.Answer:
    """Write down what an expert said on the phone; the receipt goes to them all the same."""
    proposal = page.found(find_scoped_proposal, proposal_id)
    need_id = proposal.role.need_id
    form = AnswerForExpertForm()
    form.reason.choices = choices_of(DECLINE_REASONS.items())
    if form.is_submitted() and not form.needs_reason():
        del form.reason
    if not form.validate_on_submit():
        return page.show("desk/proposals/answer.html", proposal=proposal, form=form)
    if form.answer.data == "yes":
        act(lambda by, now: accept_proposal(proposal, by=by, now=now), _what_became)
    else:
        reason, words = form.reason.data, form.words.data or ""
        said = _("Le non est noté.")
        act(lambda by, now: decline_proposal(proposal, reason, by=by, now=now, words=words), said)
    return to("needs_show", need_id=need_id)


def _what_became(accepted: Accepted) -> str:
    return {
        Outcome.ACCEPTED: _("Le oui est noté, l’expert en reçoit la preuve."),
        Outcome.HELD: _("Le oui est noté, mais son groupe n’a plus assez de jours : il attend."),
        Outcome.TAKEN: _("Quelqu’un a dit oui avant. Cet expert est noté comme intéressé."),
    }[accepted.outcome]


@bp.post("/demandes/<id:proposal_id>/accepter", endpoint="proposals_accept_held")
def accept(proposal_id: int) -> page.Answer:
    """Accept a held yes, now that there are days again."""
    proposal = page.found(find_scoped_proposal, proposal_id)
    need_id = proposal.role.need_id
    act(lambda by, now: accept_held(proposal, by=by, now=now), _("C’est accepté : les jours sont réservés."))
    return to("needs_show", need_id=need_id)


@bp.post("/demandes/<id:proposal_id>/lien", endpoint="proposals_send_link")
def send_link(proposal_id: int) -> page.Answer:
    """Mail the expert a link that works."""
    proposal = page.found(find_scoped_proposal, proposal_id)
    need_id = proposal.role.need_id
    act(lambda by, now: send_link_again(proposal, by=by, now=now), _("Un nouveau lien part vers l’expert."))
    return to("needs_show", need_id=need_id)


@bp.post("/demandes/<id:proposal_id>/retrait", endpoint="proposals_withdraw")
def withdraw(proposal_id: int) -> page.Answer:
    """Take a request back; the expert is told and thanked."""
    proposal = page.found(find_scoped_proposal, proposal_id)
    need_id = proposal.role.need_id
    act(
        lambda by, now: withdraw_proposal(proposal, by=by, now=now, reason="desk"),
        _("La demande est retirée, l’expert est prévenu et remercié."),
    )
    return to("needs_show", need_id=need_id)
