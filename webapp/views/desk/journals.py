"""The journal of a fund, to be downloaded: as a workbook, and in the layout of the tax authority."""

from __future__ import annotations

from datetime import date

from flask import abort
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.domain.fec import CHART
from webapp.services.advance_lists import find_scoped_fund
from webapp.services.journals import export_fec, list_journal, list_years, party_of
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_words import MOVEMENTS
from webapp.views.workbooks import Sheet, workbook


@bp.get("/fonds/<id:fund_id>/journal/<int:year>.xlsx", endpoint="journals_xlsx")
def xlsx(fund_id: int, year: int) -> Response:
    """The movements of a calendar year."""
    fund = page.found(find_scoped_fund, fund_id)
    if year not in list_years(fund):
        abort(404)
    rows = [
        (entry.booked_on, entry.happened_on, str(MOVEMENTS[entry.kind]), party_of(entry)[1],
         CHART[entry.to_account][0], CHART[entry.from_account][0], entry.amount_cents)
        for entry in list_journal(fund, date(year, 1, 1), date(year, 12, 31))
    ]  # fmt: skip
    heads = [_("Compte au"), _("À la banque le"), _("Mouvement"), _("Pour qui"), _("Débit"), _("Crédit"), _("Euros")]
    return workbook(f"journal-{fund.code}-{year}.xlsx", Sheet(_("Journal"), heads, rows, cents=(6,)))


@bp.get("/fonds/<id:fund_id>/journal/<int:year>.txt", endpoint="journals_fec")
def fec(fund_id: int, year: int) -> Response:
    """The same as a fichier des écritures comptables, in French whatever the language of the page."""
    fund = page.found(find_scoped_fund, fund_id)
    if year not in list_years(fund):
        abort(404)
    with force_locale("fr"):
        words = {kind: str(label) for kind, label in MOVEMENTS.items()}
    text = export_fec(fund, year, words)
    name = f"FEC{year}1231-{fund.code}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text.encode(), content_type="text/plain; charset=utf-8", headers=headers)
