"""The list that a coordinator takes to a meeting of the committee: a page, a PDF, a workbook."""

from __future__ import annotations

from flask import Response

from webapp import clock
from webapp.reports.files import make_file
from webapp.services.committee_lists import draw_up_committee_list
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.report_files import send_report_file
from webapp.views.report_page import sections_of


@bp.get("/territoires/<id:territory_id>/liste-du-comite", endpoint="committee_lists_show")
def show(territory_id: int) -> str:
    """The list as things stand."""
    territory = page.found(page.find_territory, territory_id)
    document = draw_up_committee_list(territory, now=clock.now())
    return page.show(
        "desk/reports/committee.html", territory=territory, document=document, sections=sections_of(document)
    )


@bp.get("/territoires/<id:territory_id>/liste-du-comite.<any(pdf, xlsx):extension>", endpoint="committee_lists_file")
def file(territory_id: int, extension: str) -> Response:
    """The list as a file."""
    territory = page.found(page.find_territory, territory_id)
    document = draw_up_committee_list(territory, now=clock.now())
    return send_report_file(make_file(document, extension), f"comite-{territory.code}-{document.as_of}", extension)
