"""The journal of a fund, to be downloaded: as a workbook, and in the layout of the tax authority."""

from __future__ import annotations

from flask import abort, flash, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webapp.domain.fec import CHART, ENCODING, AccountingYear, describe_fec, file_name
from webapp.domain.identifiers import UnusableNumber, clean_siren
from webapp.models.funds import Fund
from webapp.reports.exports import fund_journal_head
from webapp.reports.files import make_export
from webapp.reports.workbook import MEDIA_TYPE
from webapp.services.advance_lists import find_scoped_fund
from webapp.services.journals import export_fec, list_journal, list_years, party_of
from webapp.views.advance_words import MOVEMENTS
from webapp.views.desk import page
from webapp.views.desk.acts import to
from webapp.views.desk.blueprint import bp


@bp.get("/fonds/<id:fund_id>/journal/<int:year>.xlsx", endpoint="journals_xlsx")
def xlsx(fund_id: int, year: int) -> Response:
    """The movements of an accounting year."""
    fund = page.found(find_scoped_fund, fund_id)
    found = _year_of(fund, year)
    if found is None:
        abort(404)
    rows = (
        (entry.booked_on.isoformat(), entry.happened_on.isoformat(), str(MOVEMENTS[entry.kind]), party_of(entry)[1],
         CHART[entry.to_account][0], CHART[entry.from_account][0], entry.amount_cents)
        for entry in list_journal(fund, found.starts_on, found.ends_on)
    )  # fmt: skip
    content = make_export(fund_journal_head(), rows, "xlsx", on=found.ends_on)
    headers = {"Content-Disposition": f'attachment; filename="journal-{fund.code}-{found.name}.xlsx"'}
    return Response(content, mimetype=MEDIA_TYPE, headers=headers)


@bp.get("/fonds/<id:fund_id>/journal/ecritures", endpoint="journals_fec")
def fec(fund_id: int) -> page.Answer:
    """The same as a fichier des écritures comptables, in French whatever the language of the page."""
    fund = page.found(find_scoped_fund, fund_id)
    year, siren = _year_of(fund, request.args.get("annee", default=0, type=int)), _siren()
    if year is None or siren is None:
        flash(_("Ce SIREN n’est pas juste : il a neuf chiffres. Le fichier porte son nom."), "warning")
        return to("banking_show", fund_id=fund.id)
    with force_locale("fr"):
        words = {kind: str(label) for kind, label in MOVEMENTS.items()}
    content = export_fec(fund, year, words)
    headers = {"Content-Disposition": f'attachment; filename="{file_name(siren, year.ends_on)}"'}
    return Response(content, content_type=f"text/plain; charset={ENCODING}", headers=headers)


@bp.get("/fonds/journal/description.txt", endpoint="journals_describe")
def describe() -> Response:
    """What goes with that file: its columns, its codes, how it is written."""
    headers = {"Content-Disposition": 'attachment; filename="description-FEC.txt"'}
    return Response(describe_fec(), content_type=f"text/plain; charset={ENCODING}", headers=headers)


def _year_of(fund: Fund, year: int) -> AccountingYear | None:
    return next((each for each in list_years(fund) if each.year == year), None)


def _siren() -> str | None:
    """Whose accounts these are; the administration wants it in the name of the file."""
    try:
        return clean_siren(request.args.get("siren", ""))
    except UnusableNumber:
        return None
