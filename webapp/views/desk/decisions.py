"""One dossier before a sitting: votes written down, and what the committee decides."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from flask import Response
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.advances import Terms
from webapp.domain.errors import Refusal
from webapp.forms.fields import choices_of
from webapp.forms.sittings import AdjournForm, ApproveForm, DecisionForm, MemberVoteForm, RefuseForm
from webapp.models.committees import AgendaItem
from webapp.services import decisions
from webapp.services.committee_members import find_scoped_member
from webapp.services.funds import list_funds_of
from webapp.services.sittings import find_scoped_item, take_off
from webapp.services.votes import cast_vote, list_voters_left
from webapp.views.desk import page
from webapp.views.desk.acts import act, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.money_pages import Act, act_on

F = TypeVar("F", bound=DecisionForm)


@bp.route("/inscrits/<id:item_id>/vote", methods=["GET", "POST"], endpoint="decisions_vote")
def vote(item_id: int) -> page.Answer:
    """Write down one member's vote."""
    item, form = page.found(find_scoped_item, item_id), MemberVoteForm()
    left = list_voters_left(item)
    form.member.choices = choices_of((str(row.id), f"{row.account.name}, {row.group.name}") for row in left)
    lead = _named(item) if left else _("%(dossier)s. Personne de présent n’a encore à voter.", dossier=_named(item))
    words = Act(_("Noter un vote"), lead, _("Noter ce vote"), _("Le vote est noté."))
    return act_on(
        item.sitting, form, words,
        lambda by, now: cast_vote(
            item, page.found(find_scoped_member, int(form.member.data)), form.choice.data, by=by, now=now
        ),
    )  # fmt: skip


def _named(item: AgendaItem) -> str:
    """The firm and its project, above each form about them."""
    return f"{item.dossier.company.name}, {item.dossier.title}"


@bp.post("/inscrits/<id:item_id>/retirer", endpoint="decisions_take_off")
def remove(item_id: int) -> Response:
    """Take it off the agenda."""
    item = page.found(find_scoped_item, item_id)
    sitting_id = item.sitting_id
    act(lambda by, now: take_off(item, by=by, now=now), _("Le dossier n’est plus à l’ordre du jour."))
    return to("sittings_show", sitting_id=sitting_id)


@bp.route("/inscrits/<id:item_id>/accorder", methods=["GET", "POST"], endpoint="decisions_approve")
def approve(item_id: int) -> page.Answer:
    """Grant money, days, or both."""
    item = page.found(find_scoped_item, item_id)
    dossier = item.dossier
    form = _dated(ApproveForm, item, amount_cents=dossier.asked_cents, minutes=dossier.wished_minutes)
    form.fund.choices = choices_of((fund.id, fund.name) for fund in list_funds_of(dossier.territory))
    words = Act(
        _("Accorder"),
        _("%(dossier)s. L’argent est promis par le fonds, les jours sont ouverts aux experts aussitôt.", dossier=_named(item)),
        _("Accorder"), _("La décision est au registre. L’entreprise est prévenue."),
    )  # fmt: skip
    return act_on(
        item.sitting, form, words,
        lambda by, now: decisions.approve_item(
            item, money=_money(item, form, clock.local_date(now)), minutes=form.minutes.data or None,
            valid_until=form.valid_until.data or None, decided_on=_day(form), by=by, now=now,
        ),
    )  # fmt: skip


def _dated(kind: type[F], item: AgendaItem, **data: object) -> F:
    """The form of a decision; its day is only asked for once there is more than one that it can bear."""
    first = decisions.decidable_since(item)
    form = kind(data={"decided_on": first, **data})
    if first >= clock.today():
        del form.decided_on
    return form


def _day(form: DecisionForm) -> date | None:
    return form.decided_on.data or None if form.decided_on else None


def _money(item: AgendaItem, form: ApproveForm, today: object) -> decisions.Money | None:
    if not form.amount_cents.data:
        return None
    fund = next((row for row in list_funds_of(item.dossier.territory) if row.id == form.fund.data), None)
    if fund is None:
        raise Refusal("nothing_granted")
    terms = Terms(form.pay_on.data or today, form.count.data or 1, int(form.rhythm.data), form.grace_months.data or 0)
    return decisions.Money(fund, form.amount_cents.data, terms, form.condition_lines, bool(form.may_wait.data))


@bp.route("/inscrits/<id:item_id>/ajourner", methods=["GET", "POST"], endpoint="decisions_adjourn")
def adjourn(item_id: int) -> page.Answer:
    """Ask for something first."""
    item = page.found(find_scoped_item, item_id)
    form = _dated(AdjournForm, item)
    words = Act(
        _("Ajourner"),
        _("%(dossier)s. L’entreprise complète son dossier par le même lien, puis il revient en séance.", dossier=_named(item)),
        _("Ajourner"), _("La décision est au registre. L’entreprise est prévenue."),
    )  # fmt: skip
    return act_on(
        item.sitting, form, words,
        lambda by, now: decisions.adjourn_item(
            item, form.reason.data, form.words.data or "", decided_on=_day(form), by=by, now=now
        ),
    )  # fmt: skip


@bp.route("/inscrits/<id:item_id>/refuser", methods=["GET", "POST"], endpoint="decisions_refuse")
def refuse(item_id: int) -> page.Answer:
    """Say no, and why."""
    item = page.found(find_scoped_item, item_id)
    form = _dated(RefuseForm, item)
    words = Act(
        _("Refuser"), _named(item),
        _("Refuser"), _("La décision est au registre. L’entreprise est prévenue."),
    )  # fmt: skip
    return act_on(
        item.sitting, form, words,
        lambda by, now: decisions.refuse_item(
            item, form.reason.data, form.words.data or "", decided_on=_day(form), by=by, now=now
        ),
    )  # fmt: skip
