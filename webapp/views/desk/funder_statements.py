"""The statement of a funder, as a page, a PDF and a workbook."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response

from webapp import clock
from webapp.models.funds import Fund
from webapp.reports import workbook
from webapp.reports.document import Document
from webapp.reports.files import make_pdf, make_workbook
from webapp.reports.funder_statements import FunderFigures, write_funder_statement
from webapp.services.advance_lists import find_scoped_fund
from webapp.services.funder_statements import Statement, find_funder, state_funder
from webapp.views.desk import money_words, page
from webapp.views.desk.blueprint import bp


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
    """The same, to be worked on."""
    _fund, found = _found(fund_id, group_id)
    return _file(make_workbook(_document(found)), workbook.MEDIA_TYPE, f"releve-{found.funder.group.code}.xlsx")


@bp.get("/fonds/<id:fund_id>/apports/<id:group_id>/releve.pdf", endpoint="funds_statement_pdf")
def pdf(fund_id: int, group_id: int) -> Response:
    """The same, to be sent and kept."""
    _fund, found = _found(fund_id, group_id)
    return _file(make_pdf(_document(found)), "application/pdf", f"releve-{found.funder.group.code}.pdf")


def _file(content: bytes, media_type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=media_type, headers=headers)


def _document(found: Statement) -> Document:
    mine, tally, fund = found.funder, found.tally, found.fund
    figures = FunderFigures(
        group=mine.group.name,
        fund=fund.name,
        imprint=f"{fund.territory.operator_name}, {fund.territory.contact_email}",
        as_of=tally.today,
        contributed=mine.contributed_cents,
        promised=mine.promised_cents,
        lent=found.lent_cents,
        outstanding=found.outstanding_cents,
        lost=mine.lost_cents,
        jobs_created=mine.jobs_created,
        jobs_preserved=mine.jobs_preserved,
        fund_contributed=fund.contributed_cents,
        fund_lent=tally.lent_in_all_cents,
        fund_lost=tally.net_lost_cents,
        contributions=[(row.promised_on, row.amount_cents, row.received_cents) for row in found.contributions],
        movements=[
            (entry.booked_on, str(money_words.MOVEMENTS[entry.kind]), money_words.cash_effect(entry))
            for entry in found.movements
        ],
    )
    return write_funder_statement(figures)
