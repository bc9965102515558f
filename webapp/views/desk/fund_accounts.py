"""The bank account of a fund at the desk: firms read it on their page, so whoever changes it has signed in lately."""

from __future__ import annotations

from flask_babel import gettext as _

from webapp.domain.debits import BankAccount
from webapp.forms.debits import AccountForm
from webapp.services.advance_links import find_contact
from webapp.services.advance_lists import find_scoped_fund
from webapp.services.fund_accounts import find_account, list_paying, set_account
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in


@bp.route("/fonds/<id:fund_id>/compte", methods=["GET", "POST"], endpoint="fund_accounts_set")
@freshly_signed_in
def set_it(fund_id: int) -> page.Answer:
    """Say which account is the fund's."""
    fund, form = page.found(find_scoped_fund, fund_id), AccountForm()
    is_first = find_account(fund) is None
    words = Act(
        _("Le compte du fonds"),
        _("Recopiez-le du relevé d’identité bancaire. Les entreprises le lisent sur la page de leur avance et dans leur"
          " contrat. Aucun message ne leur annonce un autre compte : s’il change, appelez celles qui remboursent."),
        _("Garder"),
        _("C’est noté. Les entreprises savent où payer.") if is_first
        else _("C’est noté. Si c’est un autre compte, appelez celles qui remboursent : la page du compte les liste."),
    )  # fmt: skip
    return act_on(
        fund, form, words,
        lambda by, now: set_account(fund, BankAccount(form.holder.data, form.iban.data), form.bic.data, by=by, now=now),
        "desk/money/account.html", paying=[(each, find_contact(each)) for each in list_paying(fund)],
    )  # fmt: skip
