"""Funds: what each has and what is ahead of it, what the groups bring, fees, months closed."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.domain.advances import add_months
from webapp.domain.debits import show_iban
from webapp.forms.fields import choices_of
from webapp.forms.money import (
    WITHDRAW_REASONS,
    CallForm,
    FeeForm,
    PromiseForm,
    ReceivedForm,
    SureForm,
    WhyForm,
)
from webapp.services import funds
from webapp.services.advance_lists import (
    find_scoped_contribution,
    find_scoped_fund,
    list_contributions,
    list_fund_entries,
    list_possible_funders,
    list_scoped_funds,
)
from webapp.services.fund_accounts import find_account
from webapp.services.fund_figures import MONTHS_AHEAD, tally_fund
from webapp.services.fund_queue import list_queue, release_queue
from webapp.views.desk import money_words, page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in
from webapp.views.filters import month
from webapp.views.fund_chart import cash_chart


@bp.get("/fonds", endpoint="funds_index")
def index() -> str:
    """The funds of one's territories."""
    found = [tally_fund(fund, now=clock.now()) for fund in list_scoped_funds(page.ids())]
    return page.show("desk/funds/index.html", tallies=found)


@bp.get("/fonds/<id:fund_id>", endpoint="funds_show")
def show(fund_id: int) -> str:
    """A fund: its figures, the months ahead, who brought what."""
    fund = page.found(find_scoped_fund, fund_id)
    tally = tally_fund(fund, now=clock.now())
    ends_on = add_months(tally.today, MONTHS_AHEAD)
    return page.show(
        "desk/funds/show.html",
        fund=fund,
        tally=tally,
        drawing=cash_chart(tally.path, tally.today, ends_on, tally.lowest),
        month_rows=money_words.month_rows(tally),
        arrears_rows=money_words.arrears_rows(tally),
        funder_rows=money_words.funder_rows(tally, lambda group_id: _statement_address(fund_id, group_id)),
        contributions=list_contributions(fund),
        queue=list_queue(fund, tally.today),
        account=find_account(fund),
        show_iban=show_iban,
        closes_next=funds.next_month_to_close(fund),
        money_words=money_words,
    )


def _statement_address(fund_id: int, group_id: int) -> str:
    return url_for("desk.funds_statement", fund_id=fund_id, group_id=group_id)


@bp.get("/fonds/<id:fund_id>/mouvements", endpoint="funds_entries")
def entries(fund_id: int) -> str:
    """Every movement of a fund, the last first."""
    fund = page.found(find_scoped_fund, fund_id)
    found = list_fund_entries(fund, page=page.page_number())
    return page.show("desk/funds/entries.html", fund=fund, money_words=money_words, **page.turn(found))


@bp.route("/fonds/<id:fund_id>/promesse", methods=["GET", "POST"], endpoint="funds_promise")
def promise(fund_id: int) -> page.Answer:
    """A group promises money."""
    fund = page.found(find_scoped_fund, fund_id)
    groups = {str(group.id): group for group in list_possible_funders(fund)}
    form = PromiseForm()
    form.group.choices = choices_of([(code, group.name) for code, group in groups.items()])
    words = Act(
        _("Noter une promesse"), _("Rien ne bouge encore : l’argent compte quand il est appelé, puis reçu."),
        _("Noter la promesse"), _("La promesse est notée."),
    )  # fmt: skip
    return act_on(
        fund, form, words,
        lambda by, now: funds.promise_contribution(
            fund, groups[form.group.data], form.amount.data, promised_on=form.promised_on.data, by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/apports/<id:contribution_id>/appeler", methods=["GET", "POST"], endpoint="funds_call")
def call(contribution_id: int) -> page.Answer:
    """Ask a group for what it promised."""
    row = page.found(find_scoped_contribution, contribution_id)
    form = CallForm()
    words = Act(
        _("Appeler un apport"), _("%(group)s est prié de verser. À partir de là, l’argent est attendu.", group=row.group.name),
        _("Appeler l’apport"), _("L’apport est appelé."),
    )  # fmt: skip
    return act_on(
        row.fund, form, words,
        lambda by, now: funds.call_contribution(row, due_on=form.due_on.data, by=by, now=now),
    )  # fmt: skip


@bp.route("/apports/<id:contribution_id>/retirer", methods=["GET", "POST"], endpoint="funds_withdraw")
def withdraw(contribution_id: int) -> page.Answer:
    """A group does not bring what it promised."""
    row = page.found(find_scoped_contribution, contribution_id)
    form = WhyForm()
    form.reason.choices = choices_of(WITHDRAW_REASONS.items())
    words = Act(
        _("Retirer une promesse"), _("%(group)s ne versera pas cet apport. Rien n’est plus attendu.", group=row.group.name),
        _("Retirer la promesse"), _("La promesse est retirée."),
    )  # fmt: skip
    return act_on(
        row.fund, form, words,
        lambda by, now: funds.withdraw_contribution(row, reason=form.reason.data, by=by, now=now),
    )  # fmt: skip


@bp.post("/fonds/<id:fund_id>/file", endpoint="funds_release")
def release(fund_id: int) -> page.Answer:
    """Promise now what waits and can be paid, without waiting for the job."""
    fund = page.found(find_scoped_fund, fund_id)
    act(lambda by, now: release_queue(fund, by=by, now=now), lambda released: _what_was_released(len(released)))
    return to("funds_show", fund_id=fund.id)


def _what_was_released(count: int) -> str:
    if not count:
        return _("Le fonds n’a pas encore l’argent de la première avance qui attend.")
    return ngettext(
        "%(num)s avance n’attend plus : elle peut être payée.",
        "%(num)s avances n’attendent plus : elles peuvent être payées.",
        count,
    )


@bp.route("/apports/<id:contribution_id>/recevoir", methods=["GET", "POST"], endpoint="funds_receive")
@freshly_signed_in
def receive(contribution_id: int) -> page.Answer:
    """Money of a group has come in."""
    row = page.found(find_scoped_contribution, contribution_id)
    form = ReceivedForm()
    words = Act(
        _("Noter un apport reçu"), _("Versé par %(group)s, tel que la banque le montre.", group=row.group.name),
        _("Noter l’apport"), _("L’apport est noté."),
    )  # fmt: skip
    return act_on(
        row.fund, form, words,
        lambda by, now: funds.receive_contribution(
            row, form.amount.data, received_on=form.received_on.data, by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/fonds/<id:fund_id>/frais", methods=["GET", "POST"], endpoint="funds_fee")
@freshly_signed_in
def fee(fund_id: int) -> page.Answer:
    """The bank has taken a fee."""
    fund = page.found(find_scoped_fund, fund_id)
    form = FeeForm()
    words = Act(
        _("Noter des frais de banque"), _("Tels que la banque les montre."), _("Noter les frais"), _("Les frais sont notés."),
    )  # fmt: skip
    return act_on(
        fund, form, words,
        lambda by, now: funds.record_fee(fund, form.amount.data, taken_on=form.taken_on.data, by=by, now=now),
    )  # fmt: skip


@bp.route("/fonds/<id:fund_id>/clore", methods=["GET", "POST"], endpoint="funds_close")
@freshly_signed_in
def close(fund_id: int) -> page.Answer:
    """Close the first month that is open."""
    fund = page.found(find_scoped_fund, fund_id)
    last = month(funds.next_month_to_close(fund))
    words = Act(
        _("Clore %(month)s", month=last),
        _("Plus rien ne s’écrit dans un mois clos : ce qui arrive après compte le premier jour ouvert. Cela ne se défait pas."),
        _("Clore le mois"), _("Le mois est clos."),
    )  # fmt: skip
    return act_on(fund, SureForm(), words, lambda by, now: funds.close_fund_month(fund, by=by, now=now))
