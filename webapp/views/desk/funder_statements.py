"""The statement of a funder, as a page and as a workbook."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp import clock
from webapp.models.funds import Fund
from webapp.services.advance_lists import find_scoped_fund
from webapp.services.funder_statements import Statement, find_funder, state_funder
from webapp.views.desk import money_words, page
from webapp.views.desk.blueprint import bp
from webapp.views.workbooks import Sheet, workbook


def _found(fund_id: int, group_id: int) -> tuple[Fund, Statement]:
    fund = page.found(find_scoped_fund, fund_id)
    group = find_funder(fund, group_id)
    statement = state_funder(fund, group, now=clock.now()) if group is not None else None
    if statement is None:
        abort(404)
    return fund, statement


@bp.get("/fonds/<id:fund_id>/apports/<id:group_id>", endpoint="funds_statement")
def show(fund_id: int, group_id: int) -> str:
    """What a group brought, and what became of it."""
    fund, statement = _found(fund_id, group_id)
    return page.show("desk/funds/statement.html", fund=fund, statement=statement, money_words=money_words)


@bp.get("/fonds/<id:fund_id>/apports/<id:group_id>/releve.xlsx", endpoint="funds_statement_xlsx")
def xlsx(fund_id: int, group_id: int) -> Response:
    """The same, to be kept or worked on."""
    fund, found = _found(fund_id, group_id)
    mine, tally = found.funder, found.tally
    figures = [
        (_("Apporté"), mine.contributed_cents),
        (_("Encore promis"), mine.promised_cents),
        (_("Prêté grâce à cet apport"), found.lent_cents),
        (_("Chez les entreprises"), found.outstanding_cents),
        (_("Sa part de la perte"), mine.lost_cents),
        (_("Le fonds : apporté en tout"), fund.contributed_cents),
        (_("Le fonds : prêté en tout"), tally.lent_in_all_cents),
    ]
    moves = [
        (entry.booked_on, str(money_words.MOVEMENTS[entry.kind]), money_words.cash_effect(entry))
        for entry in found.movements
    ]
    return workbook(
        f"releve-{mine.group.code}.xlsx",
        Sheet(_("Relevé"), [_("Au %(day)s", day=f"{tally.today:%d/%m/%Y}"), _("Euros")], figures, cents=(1,)),
        Sheet(_("Mouvements"), [_("Compte au"), _("Mouvement"), _("Euros")], moves, cents=(2,)),
    )
