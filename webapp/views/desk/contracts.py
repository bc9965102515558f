"""The papers of an advance, to be downloaded: its contract, and the receipts."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.services.advance_lists import find_scoped_advance
from webapp.views.advance_papers import contract_file
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp


@bp.get("/avances/<id:advance_id>/contrat.pdf", endpoint="contracts_pdf")
def pdf(advance_id: int) -> Response:
    """The contract with the schedule that counts now, in the language of the page."""
    return contract_file(page.found(find_scoped_advance, advance_id))
