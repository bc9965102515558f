"""A territory: how it asks, its rules, and who changed them."""

from __future__ import annotations

from flask import abort
from flask_babel import gettext as _

from webapp.domain.eligibility import TERRITORY_RULES
from webapp.domain.errors import Refusal
from webapp.forms.fields import choices_of
from webapp.forms.territories import PolicyForm, RateForm, RuleForm
from webapp.models.territories import Territory
from webapp.services.accounts import list_accounts
from webapp.services.contracts import Reason
from webapp.services.reference_rates import list_rates, set_rate
from webapp.services.territory_rules import (
    LIMITS,
    Policy,
    change_policy,
    find_scoped_territory,
    list_rule_changes,
    policy_of,
    remove_rule,
    set_rule,
)
from webapp.views.desk import page
from webapp.views.desk.acts import act, attempt, to
from webapp.views.desk.blueprint import bp
from webapp.views.desk.territory_labels import (
    POLICY,
    RULES,
    USUAL,
    change_words,
    rules_by_group,
    say_limits,
    say_policy,
    say_rule,
)


@bp.get("/territoires/<id:territory_id>", endpoint="territories_show")
def show(territory_id: int) -> str:
    """The policy, the rules, the last changes."""
    return _page(page.found(find_scoped_territory, territory_id))


def _page(territory: Territory, rule_form: RuleForm | None = None) -> str:
    changes = list_rule_changes(territory)
    return page.show(
        "desk/territories/show.html",
        area=territory,
        policy=vars(policy_of(territory)),
        policy_names=POLICY,
        say_policy=say_policy,
        rule_names=RULES,
        groups=rules_by_group(territory.rules),
        usual=USUAL,
        rates=list_rates(territory),
        say_rule=say_rule,
        change_words=change_words,
        form=rule_form or _rule_form(),
        changes=changes,
        names=list_accounts(change.actor_id for change in changes if change.actor_id is not None),
    )


def _rule_form() -> RuleForm:
    form = RuleForm()
    form.code.choices = choices_of(RULES.items())
    return form


@bp.route("/territoires/<id:territory_id>/politique", methods=["GET", "POST"], endpoint="territories_edit")
def edit(territory_id: int) -> page.Answer:
    """Change how the territory asks; what was sent keeps the delays that it announced."""
    territory = page.found(find_scoped_territory, territory_id)
    shown = vars(policy_of(territory)) | {"floor": territory.floor_permille // 10}
    form = PolicyForm(data={name: str(value) for name, value in shown.items()})
    if form.validate_on_submit() and _change(territory, form):
        return to("territories_show", territory_id=territory_id)
    return page.show("desk/territories/policy.html", area=territory, form=form)


def _change(territory: Territory, form: PolicyForm) -> bool:
    figures = {name: form[name].figure for name in LIMITS if name != "floor_permille"}
    policy = Policy(dispatch=form.dispatch.data, floor_permille=(form.floor.figure or 0) * 10, **figures)
    reason = form.reason.data or ""
    said = _("C’est changé. Ce qui est déjà envoyé garde les délais annoncés.")
    try:
        act(lambda by, now: change_policy(territory, policy, Reason(by, now, reason)), said)
    except Refusal as refusal:
        name = str(refusal.details.get("name", "reminder_days"))
        form["floor" if name == "floor_permille" else name].errors = [say_limits(refusal)]
    return not form.errors


@bp.post("/territoires/<id:territory_id>/regles", endpoint="territories_rule")
def rule(territory_id: int) -> page.Answer:
    """A rule, new or changed."""
    territory = page.found(find_scoped_territory, territory_id)
    form = _rule_form()
    if not form.validate_on_submit():
        return _page(territory, form)
    code, figure, words = form.code.data, form.value.figure, form.words.data or ""
    if not TERRITORY_RULES[code]:
        figure = None
    done = attempt(
        form.value,
        lambda by, now: set_rule(territory, code, figure, words, Reason(by, now), divisions=form.named_divisions),
        _("La règle est notée."),
    )
    return to("territories_show", territory_id=territory_id) if done else _page(territory, form)


@bp.post("/territoires/<id:territory_id>/regles/<id:rule_id>/retrait", endpoint="territories_rule_remove")
def rule_remove(territory_id: int, rule_id: int) -> page.Answer:
    """A rule is no longer one."""
    territory = page.found(find_scoped_territory, territory_id)
    gone = next((each for each in territory.rules if each.id == rule_id), None)
    if gone is None:
        abort(404)
    act(lambda by, now: remove_rule(territory, gone, Reason(by, now)), _("La règle est retirée."))
    return to("territories_show", territory_id=territory_id)


@bp.route("/territoires/<id:territory_id>/taux", methods=["GET", "POST"], endpoint="territories_rate")
def rate(territory_id: int) -> page.Answer:
    """The reference rate from a day on, by which the value of a zero rate is told."""
    territory, form = page.found(find_scoped_territory, territory_id), RateForm()
    if form.validate_on_submit() and attempt(
        form.rate,
        lambda by, now: set_rate(territory, form.since_on.data, form.rate.data, form.words.data or "", Reason(by, now)),
        _("Le taux est noté."),
    ):
        return to("territories_show", territory_id=territory_id)
    return page.show("desk/territories/rate.html", area=territory, form=form)
