"""Firms: what is known of them, what they asked for, what a coordinator has checked."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from webapp.forms.desk import FactsForm
from webapp.services.directory import (
    check_facts,
    find_scoped_company,
    list_companies,
    list_company_needs,
    list_contacts,
)
from webapp.services.need_lists import find_scoped_need
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp


@bp.get("/entreprises", endpoint="firms_index")
def index() -> str:
    """The firms that asked for something here."""
    rows = list_companies(page.ids(), page.searched(), page=page.page_number())
    return page.show("desk/firms/index.html", words_searched=page.searched(), **page.turn(rows))


@bp.get("/entreprises/<id:company_id>", endpoint="firms_show")
def show(company_id: int) -> str:
    """One firm."""
    company = page.found(find_scoped_company, company_id)
    return page.show(
        "desk/firms/show.html",
        company=company,
        contacts=list_contacts(company),
        needs=list_company_needs(company, page.ids()),
    )


@bp.route("/entreprises/<id:company_id>/verifier", methods=["GET", "POST"], endpoint="firms_check")
def check(company_id: int) -> page.Answer:
    """Write down what was checked: staff, independence."""
    company = page.found(find_scoped_company, company_id)
    independent = {True: "yes", False: "no", None: ""}[company.is_independent]
    form = FactsForm(data={"staff": "" if company.staff is None else str(company.staff), "independent": independent})
    if not form.validate_on_submit():
        return page.show("desk/firms/check.html", company=company, form=form)
    staff, independent_now = form.staff_count, form.is_independent
    act(
        lambda by, now: check_facts(company, staff=staff, is_independent=independent_now, by=by, now=now),
        _("C’est vérifié."),
    )
    return _back(company_id)


def _back(company_id: int) -> page.Answer:
    """To the need that the question came from, else to the firm."""
    text = request.args.get("besoin", "")
    need = find_scoped_need(page.ids(), int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return to("needs_show", need_id=need.id) if need is not None else to("firms_show", company_id=company_id)
