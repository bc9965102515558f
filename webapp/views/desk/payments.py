"""Paying an advance and noting what comes back. One person orders, another confirms; both have just signed in."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _

from webapp import clock
from webapp.forms.fields import choices_of
from webapp.forms.money import (
    REFUSE_REASONS,
    REVERSAL_REASONS,
    GivenBackForm,
    PaidForm,
    ReceivedForm,
    SureForm,
    WhyForm,
)
from webapp.models.advances import Advance, PaymentOrder
from webapp.services import payments, repayments
from webapp.services.advance_lists import find_scoped_advance, find_scoped_entry
from webapp.services.debit_receipts import record_shown
from webapp.services.reversals import reverse_movement
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in
from webapp.views.filters import euros


@bp.route("/avances/<id:advance_id>/ordonner", methods=["GET", "POST"], endpoint="payments_order")
@freshly_signed_in
def order(advance_id: int) -> page.Answer:
    """Order the transfer."""
    advance = page.found(find_scoped_advance, advance_id)
    words = Act(
        _("Ordonner le paiement de %(amount)s", amount=euros(advance.amount_cents)),
        _("À %(firm)s. Une autre personne confirme ; rien ne part avant.", firm=advance.decision.dossier.company.name),
        _("Ordonner le paiement"), _("Le paiement est ordonné. Une autre personne le confirme."),
    )  # fmt: skip
    return act_on(advance, SureForm(), words, lambda by, now: payments.order_payment(advance, by=by, now=now))


@bp.route("/avances/<id:advance_id>/confirmer", methods=["GET", "POST"], endpoint="payments_confirm")
@freshly_signed_in
def confirm(advance_id: int) -> page.Answer:
    """Confirm what another person ordered."""
    advance, order = _with_open_order(advance_id)
    form = PaidForm(paid_on=clock.today())
    words = Act(
        _("Confirmer le paiement de %(amount)s", amount=euros(order.amount_cents)),
        _("À %(firm)s. %(name)s l’a ordonné. L’argent quitte le fonds, et l’échéancier compte à partir de ce jour.",
          firm=advance.decision.dossier.company.name, name=order.orderer.name),
        _("Confirmer le paiement"), _("Le paiement est confirmé."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: payments.confirm_payment(order, by=by, now=now, paid_on=form.paid_on.data),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/refuser", methods=["GET", "POST"], endpoint="payments_refuse")
def refuse(advance_id: int) -> page.Answer:
    """Take the order back."""
    advance, order = _with_open_order(advance_id)
    form = WhyForm()
    form.reason.choices = choices_of(REFUSE_REASONS.items())
    words = Act(
        _("Reprendre l’ordre"), _("Rien n’est payé. Le paiement pourra être ordonné de nouveau."),
        _("Reprendre l’ordre"), _("L’ordre est repris."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: payments.refuse_payment(order, reason=form.reason.data, by=by, now=now),
    )  # fmt: skip


def _with_open_order(advance_id: int) -> tuple[Advance, PaymentOrder]:
    advance = page.found(find_scoped_advance, advance_id)
    order = payments.find_open_order(advance) or next(iter(advance.orders[::-1]), None)
    if order is None:
        abort(404)
    return advance, order


@bp.route("/avances/<id:advance_id>/remboursement", methods=["GET", "POST"], endpoint="payments_repay")
@freshly_signed_in
def repay(advance_id: int) -> page.Answer:
    """Money of the firm has come in."""
    advance = page.found(find_scoped_advance, advance_id)
    form = ReceivedForm()
    words = Act(
        _("Noter un remboursement"),
        _("Tel que la banque le montre. Il paie les plus anciennes échéances ; ce qui dépasse est gardé pour l’entreprise."),
        _("Noter le remboursement"), _("Le remboursement est noté."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: record_shown(
            advance, form.amount.data, received_on=form.received_on.data, by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/rendre", methods=["GET", "POST"], endpoint="payments_refund")
@freshly_signed_in
def refund(advance_id: int) -> page.Answer:
    """Give back what was paid too much."""
    advance = page.found(find_scoped_advance, advance_id)
    form = GivenBackForm()
    words = Act(
        _("Rendre un trop-perçu"), _("Le fonds garde %(held)s pour cette entreprise.", held=euros(advance.held_cents)),
        _("Noter le virement"), _("Le trop-perçu est rendu."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: repayments.refund_held(advance, form.amount.data, on=form.paid_on.data, by=by, now=now),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/utiliser", methods=["GET", "POST"], endpoint="payments_use_held")
@freshly_signed_in
def use_held(advance_id: int) -> page.Answer:
    """Let what was paid too much pay what is owed."""
    advance = page.found(find_scoped_advance, advance_id)
    words = Act(
        _("Utiliser le trop-perçu"), _("Ce qui est gardé pour l’entreprise paie ce qu’elle doit."),
        _("Utiliser le trop-perçu"), _("Le trop-perçu est utilisé."),
    )  # fmt: skip
    return act_on(advance, SureForm(), words, lambda by, now: repayments.use_held(advance, by=by, now=now))


@bp.route("/mouvements/<id:entry_id>/annuler", methods=["GET", "POST"], endpoint="payments_reverse")
@freshly_signed_in
def reverse(entry_id: int) -> page.Answer:
    """Undo a movement with the line the other way round."""
    entry = page.found(find_scoped_entry, entry_id)
    form = WhyForm()
    form.reason.choices = choices_of(REVERSAL_REASONS.items())
    words = Act(
        _("Annuler un mouvement de %(amount)s", amount=euros(entry.amount_cents)),
        _("Rien ne s’efface : une ligne inverse s’ajoute, à la date d’aujourd’hui. Un mouvement s’annule une seule fois."),
        _("Annuler le mouvement"), _("Le mouvement est annulé."),
    )  # fmt: skip
    about = entry.advance or entry.fund
    return act_on(about, form, words, lambda by, now: reverse_movement(entry, reason=form.reason.data, by=by, now=now))
