"""The contract of an advance, to be downloaded and signed."""

from __future__ import annotations

from werkzeug.wrappers import Response

from webapp.clock import local_date
from webapp.domain.identifiers import show_siret
from webapp.domain.references import reference_of, show_reference
from webapp.models.companies import Company
from webapp.reports.contracts import Contract, write_contract
from webapp.services.advance_lists import find_scoped_advance
from webapp.services.schedules import find_schedule
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_words import PURPOSES, terms_words


@bp.get("/avances/<id:advance_id>/contrat.pdf", endpoint="contracts_pdf")
def pdf(advance_id: int) -> Response:
    """The contract with the schedule that counts now, in the language of the page."""
    advance = page.found(find_scoped_advance, advance_id)
    schedule, dossier = find_schedule(advance), advance.decision.dossier
    contract = Contract(
        lender=advance.fund.territory.operator_name,
        fund=advance.fund.name,
        firm=dossier.company.name,
        firm_facts=_facts(dossier.company),
        project=dossier.title or str(PURPOSES[dossier.purpose]),
        amount_cents=schedule.amount_cents,
        decided_on=advance.decision.decided_on,
        reference=show_reference(reference_of(advance.id)),
        conditions=[row.words for row in advance.conditions],
        plan=schedule.plan,
        terms=terms_words(schedule),
        drawn_up_on=local_date(schedule.written_at),
    )
    headers = {"Content-Disposition": f'attachment; filename="contrat-{advance.id}.pdf"'}
    return Response(write_contract(contract), mimetype="application/pdf", headers=headers)


def _facts(company: Company) -> str:
    number = f"SIRET {show_siret(company.siret)}, " if company.siret else ""
    return f"{number}{company.commune.name}"
