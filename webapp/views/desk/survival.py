"""What became of the firms of a convention, three and five years after they were helped."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp import clock
from webapp.domain.survival import YEARS
from webapp.forms.outcomes import SightingForm
from webapp.models.sightings import FirmSighting
from webapp.services.company_search import Found
from webapp.services.directory import find_scoped_company
from webapp.services.survival import find_sighting, list_helped, note_sighting, tally_survival
from webapp.services.tallies import find_scoped_convention
from webapp.views.desk import page
from webapp.views.desk.blueprint import bp
from webapp.views.desk.labels import Badge
from webapp.views.desk.money_pages import Act, act_on
from webapp.views.filters import date_year

STATUSES = {
    "alive": Badge(_l("toujours là"), "wind", "check"),
    "taken_over": Badge(_l("reprise")),
    "closed": Badge(_l("fermée")),
    "unknown": Badge(_l("pas connu"), "unknown"),
}

SOURCES = {"desk": _l("noté à la main"), "search": _l("recherche nationale d’entreprises")}


@bp.get("/conventions/<id:convention_id>/entreprises", endpoint="survival_show")
def show(convention_id: int) -> str:
    """Each firm whose anniversary has come, and the count."""
    convention, today = page.found(find_scoped_convention, convention_id), clock.today()
    return page.show(
        "desk/outcomes/survival.html",
        convention=convention,
        totals=tally_survival(convention, today),
        rows=list_helped(convention, today),
        statuses=STATUSES,
        sources=SOURCES,
        years=YEARS,
    )


@bp.route(
    "/conventions/<id:convention_id>/entreprises/<id:company_id>", methods=["GET", "POST"], endpoint="survival_note"
)
def note(convention_id: int, company_id: int) -> page.Answer:
    """Write down whether a firm is still there."""
    convention, today = page.found(find_scoped_convention, convention_id), clock.today()
    helped = {row.company.id: row.company for row in list_helped(convention, today)}
    company = helped.get(company_id) or find_scoped_company(page.ids(), company_id) or abort(404)
    form, last = SightingForm(), find_sighting(company)
    words = Act(
        _("Qu’est devenue %(firm)s ?", firm=company.name),
        _("Ce que vous savez aujourd’hui. %(known)s Une correction est une ligne de plus : la dernière compte.",
          known=_known(last)) if last else _("Ce que vous savez aujourd’hui."),
        _("Noter"), _("C’est noté."),
    )  # fmt: skip
    return act_on(
        convention, form, words,
        lambda by, now: note_sighting(
            company, Found(form.status.data, form.ended_on.data), seen_on=today, source="desk", by=by, now=now
        ),
    )  # fmt: skip


def _known(last: FirmSighting) -> str:
    words = {"day": date_year(last.seen_on), "status": STATUSES[last.status].label}
    if last.ended_on is None:
        return _("Noté le %(day)s : %(status)s.", **words)
    return _("Noté le %(day)s : %(status)s, depuis le %(since)s.", since=date_year(last.ended_on), **words)
