"""The bank: its files, its lines with what each may be, and what differs from the ledger. Nothing is booked unseen."""

from __future__ import annotations

from flask import flash, request
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.bank_lines import MOST_BYTES, UnreadableFile
from webapp.domain.debits import mask_iban
from webapp.domain.errors import Refusal
from webapp.forms.bank import SENTENCES, SET_ASIDE_REASONS, BankFileForm, LineForm
from webapp.forms.fields import choices_of
from webapp.forms.money import WhyForm
from webapp.models.funds import Fund
from webapp.services.advance_lists import find_scoped_fund, find_scoped_line
from webapp.services.bank_files import keep_file, read_statement
from webapp.services.bank_lines import choices_for, match_line, set_line_aside
from webapp.services.fund_accounts import find_account
from webapp.services.journals import list_years
from webapp.services.reconciliations import list_files, reconcile
from webapp.transaction import transaction
from webapp.views.access import actor
from webapp.views.desk import bank_words, money_words, page
from webapp.views.desk.acts import attempt, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on, freshly_signed_in
from webapp.views.errors import sentence_of

#: a file and the form around it
MOST_SENT = MOST_BYTES + 200_000


@bp.url_value_preprocessor
def allow_files(endpoint: str | None, _values: object) -> None:
    """Let this one page take a file of the bank; said before any form is read."""
    if endpoint == "desk.banking_show":
        request.max_content_length = MOST_SENT


@bp.route("/fonds/<id:fund_id>/banque", methods=["GET", "POST"], endpoint="banking_show")
@freshly_signed_in
def show(fund_id: int) -> page.Answer:
    """Give a file of the bank in; see what it says that the ledger does not, and the other way round."""
    fund = page.found(find_scoped_fund, fund_id)
    form = BankFileForm()
    if form.validate_on_submit() and _read(fund, form):
        return to("banking_show", fund_id=fund.id)
    account = find_account(fund)
    return page.show(
        "desk/bank/show.html",
        fund=fund,
        form=form,
        found=reconcile(fund),
        own_account=mask_iban(account.iban) if account else None,
        files=list_files(fund),
        years=list_years(fund),
        money_words=money_words,
    )


def _read(fund: Fund, form: BankFileForm) -> bool:
    """Keep the lines of the file; False when it is refused, which is then said beside the field."""
    try:
        found = read_statement(form.content)
        with transaction():
            file = keep_file(fund, form.file.data.filename, form.content, found, by=actor(), now=clock.now())
            told = _("%(new)s lignes nouvelles sur %(all)s.", new=file.new_lines, all=file.lines)
    except UnreadableFile as refused:
        form.file.errors = [_why(refused)]
        return False
    except Refusal as refused:
        form.file.errors = [sentence_of(refused)]
        return False
    flash(told)
    return True


def _why(refused: UnreadableFile) -> str:
    """Why a file is refused; of one line also which, and what is wrong in it."""
    details = dict(refused.details)
    if refused.code == "line":
        details["why"] = SENTENCES[str(details["column"])]
    return str(SENTENCES[refused.code]) % details


@bp.route("/banque/<id:line_id>", methods=["GET", "POST"], endpoint="banking_line")
@freshly_signed_in
def line(line_id: int) -> page.Answer:
    """Say what one line of the bank is."""
    row = page.found(find_scoped_line, line_id)
    choices = choices_for(row, today=clock.today())
    form = LineForm()
    form.choice.choices = choices_of(bank_words.line_choices(choices))
    if form.validate_on_submit() and attempt(
        form.choice,
        lambda by, now: match_line(row, form.choice.data, by=by, now=now),
        _("La ligne est rapprochée."),
    ):
        return to("banking_show", fund_id=row.fund_id)
    return page.show("desk/bank/line.html", line=row, form=form, choices=choices, money_words=money_words)


@bp.route("/banque/<id:line_id>/ecarter", methods=["GET", "POST"], endpoint="banking_set_aside")
def set_aside(line_id: int) -> page.Answer:
    """A line that is none of the fund's business."""
    row = page.found(find_scoped_line, line_id)
    form = WhyForm()
    form.reason.choices = choices_of(SET_ASIDE_REASONS.items())
    words = Act(
        _("Écarter une ligne de la banque"), _("Elle ne concerne pas le fonds. Rien n’est noté."),
        _("Écarter la ligne"), _("La ligne est écartée."),
    )  # fmt: skip
    return act_on(row.fund, form, words, lambda by, now: set_line_aside(row, reason=form.reason.data, by=by, now=now))
