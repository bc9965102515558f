"""Direct debits at the desk: who collects, mandates, the file of a day, what the bank returned. Accounts show four signs."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.domain.debits import BankAccount, first_collection_day, mask_iban
from webapp.domain.errors import Refusal
from webapp.forms.debits import CollectedForm, CollectForm, CreditorForm, MandateForm
from webapp.forms.money import SureForm
from webapp.reports.debit_file import MEDIA_TYPE
from webapp.services import debits, mandates
from webapp.services.advance_lists import find_scoped_advance, find_scoped_fund
from webapp.services.debit_receipts import receive_debits
from webapp.services.fund_accounts import find_account
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in


@bp.get("/fonds/<id:fund_id>/prelevements", endpoint="debits_show")
@freshly_signed_in
def show(fund_id: int) -> str:
    """Who collects, what is due on the next possible day, the files so far."""
    fund = page.found(find_scoped_fund, fund_id)
    days = debits.notice_days_of(fund)
    first = first_collection_day(clock.today(), days)
    return page.show(
        "desk/debits/show.html",
        fund=fund,
        creditor=mandates.find_creditor(fund),
        account=find_account(fund),
        first_day=first,
        notice_days=days,
        due=debits.list_due(fund, first),
        files=debits.list_debit_files(fund),
        mask=mask_iban,
    )


@bp.route("/fonds/<id:fund_id>/prelevements/creancier", methods=["GET", "POST"], endpoint="debits_creditor")
@freshly_signed_in
def creditor(fund_id: int) -> page.Answer:
    """Say who collects."""
    fund, form = page.found(find_scoped_fund, fund_id), CreditorForm()
    words = Act(
        _("Qui prélève"),
        _("Le compte du fonds et l’identifiant que la banque a donné. Recopiez-les du contrat avec la banque."),
        _("Garder"), _("C’est noté."),
    )  # fmt: skip
    return act_on(
        fund, form, words,
        lambda by, now: mandates.set_creditor(
            fund, BankAccount(form.holder.data, form.iban.data), form.bic.data, form.identifier.data,
            file_format=form.file_format.data, by=by, now=now,
        ),
    )  # fmt: skip


@bp.route("/fonds/<id:fund_id>/prelevements/nouveau", methods=["GET", "POST"], endpoint="debits_make")
@freshly_signed_in
def make(fund_id: int) -> page.Answer:
    """Make the file of a day."""
    fund = page.found(find_scoped_fund, fund_id)
    days = debits.notice_days_of(fund)
    form = CollectForm(collect_on=first_collection_day(clock.today(), days))
    words = Act(
        _("Préparer un prélèvement"),
        _("Chaque entreprise est prévenue aussitôt, %(days)s jours au moins avant. Le fichier se donne ensuite à la banque.",
          days=days),
        _("Préparer le fichier"), _("Le fichier est prêt, et les entreprises sont prévenues."),
    )  # fmt: skip
    return act_on(
        fund, form, words,
        lambda by, now: debits.make_debits(fund, form.collect_on.data, by=by, now=now),
    )  # fmt: skip


@bp.get("/prelevements/<id:file_id>.xml", endpoint="debits_file")
@freshly_signed_in
def download(file_id: int) -> Response:
    """The file for the bank."""
    file = page.found(debits.find_scoped_file, file_id)
    try:
        content = debits.write_file(file)
    except Refusal:
        abort(404)
    headers = {"Content-Disposition": f'attachment; filename="prelevement-{file.collect_on:%Y%m%d}.xml"'}
    return Response(content, mimetype=MEDIA_TYPE, headers=headers)


@bp.route("/prelevements/<id:file_id>/recu", methods=["GET", "POST"], endpoint="debits_receive")
@freshly_signed_in
def receive(file_id: int) -> page.Answer:
    """The bank has collected everything that it has not returned."""
    file = page.found(debits.find_scoped_file, file_id)
    form = CollectedForm(received_on=file.collect_on)
    words = Act(
        _("Noter le prélèvement reçu"),
        _("Notez d’abord les rejets. Le reste est noté reçu, une ligne par échéance, et chaque entreprise a son reçu."),
        _("Tout est reçu"), _("Chaque échéance est notée."),
    )  # fmt: skip
    return act_on(
        file.fund, form, words,
        lambda by, now: receive_debits(file, received_on=form.received_on.data, by=by, now=now),
    )  # fmt: skip


@bp.post("/prelevements/lignes/<id:debit_id>/rejet", endpoint="debits_return")
@freshly_signed_in
def note_return(debit_id: int) -> page.Answer:
    """The bank has not collected it."""
    row = page.found(debits.find_scoped_debit, debit_id)
    fund_id = row.file.fund_id
    said = _("Le rejet est noté. L’échéance pourra être prélevée de nouveau.")
    act(lambda by, now: debits.return_debit(row, by=by, now=now), said)
    return to("debits_show", fund_id=fund_id)


@bp.route("/avances/<id:advance_id>/mandat", methods=["GET", "POST"], endpoint="debits_mandate")
@freshly_signed_in
def mandate(advance_id: int) -> page.Answer:
    """Write a mandate down."""
    advance, form = page.found(find_scoped_advance, advance_id), MandateForm()
    words = Act(
        _("Noter un mandat de prélèvement"),
        _("Depuis le papier signé, jamais depuis un message. Vérifiez l’IBAN de vive voix, à un numéro que vous connaissez."),
        _("Noter le mandat"), _("Le mandat est noté."),
    )  # fmt: skip
    return act_on(
        advance, form, words,
        lambda by, now: mandates.note_mandate(
            advance, BankAccount(form.holder.data, form.iban.data), signed_on=form.signed_on.data, by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/avances/<id:advance_id>/mandat/revoquer", methods=["GET", "POST"], endpoint="debits_revoke")
@freshly_signed_in
def revoke(advance_id: int) -> page.Answer:
    """The firm takes its mandate back."""
    advance = page.found(find_scoped_advance, advance_id)
    words = Act(
        _("Révoquer le mandat"), _("Plus rien n’est prélevé, et l’IBAN est effacé. L’entreprise paie de nouveau par virement."),
        _("Révoquer le mandat"), _("Le mandat est révoqué."),
    )  # fmt: skip
    return act_on(advance, SureForm(), words, lambda by, now: mandates.revoke_mandate(advance, by=by, now=now))
