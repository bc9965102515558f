"""The policy of a territory and its rules, as rows that its coordinator changes; each change leaves its trace."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.domain.eligibility import RULE_LIMITS, SECTOR_RULES, TERRITORY_RULES
from webapp.domain.errors import Refusal
from webapp.extensions import db
from webapp.models.conventions import TermChange
from webapp.models.territories import LocalRule, Territory
from webapp.services.contracts import Reason, note_changes
from webapp.services.steps import lock, record


@dataclass(frozen=True)
class Policy:
    """How a territory asks experts and firms; `models/territories.py` says what each is."""

    dispatch: str
    wave_size: int
    answer_days: int
    reminder_days: int
    deem_days: int
    ask_days: int
    floor_permille: int
    asks_per_quarter: int


#: The least and the most that each figure of a policy may be. A reminder never leaves before three working days.
LIMITS = {
    "wave_size": (1, 10),
    "answer_days": (2, 30),
    "reminder_days": (3, 30),
    "deem_days": (5, 90),
    "ask_days": (1, 90),
    "floor_permille": (0, 1000),
    "asks_per_quarter": (1, 30),
}


def policy_of(territory: Territory) -> Policy:
    """The policy of a territory as it stands."""
    return Policy(**{name: getattr(territory, name) for name in Policy.__annotations__})


def find_scoped_territory(territory_ids: frozenset[int], territory_id: int) -> Territory | None:
    """A territory of these, with its rules."""
    return db.session.scalar(
        select(Territory)
        .where(Territory.id == territory_id, Territory.id.in_(territory_ids))
        .options(selectinload(Territory.rules))
    )


def change_policy(territory: Territory, policy: Policy, why: Reason) -> None:
    """Write a new policy; what is already sent keeps the delays that it announced.

    Raises:
        Refusal: a figure is out of bounds (`out_of_bounds`), or the reminder comes after the last day to answer
            (`reminder_too_late`).
    """
    for name, (least, most) in LIMITS.items():
        if not least <= getattr(policy, name) <= most:
            raise Refusal("out_of_bounds", name=name, least=least, most=most)
    if policy.reminder_days >= policy.answer_days:
        raise Refusal("reminder_too_late")
    lock(territory)
    before = vars(policy_of(territory))
    for name, value in vars(policy).items():
        setattr(territory, name, value)
    note_changes("territory", territory.id, before, vars(policy), why)
    record(territory, "set_policy", by=why.by, now=why.now)
    db.session.flush()


def set_rule(
    territory: Territory, code: str, value: int | None, words: str, why: Reason, *, divisions: tuple[str, ...] = ()
) -> LocalRule:
    """A rule of the territory, new or changed, with its figure or its divisions of the NAF, and how the territory says it.

    Raises:
        Refusal: nobody knows such a rule (`unknown_rule`), its figure is missing (`rule_needs_its_figure`) or out of bounds
            (`rule_out_of_bounds`), or its divisions are missing (`rule_needs_divisions`).
    """
    figure = _figure_of(code, value)
    if code in SECTOR_RULES and not divisions:
        raise Refusal("rule_needs_divisions")
    lock(territory)
    rule = next((each for each in territory.rules if each.code == code), None)
    before = None if rule is None else _said(rule)
    if rule is None:
        rule = LocalRule(territory_id=territory.id, code=code)
        db.session.add(rule)
    rule.value, rule.words = figure, words
    rule.divisions = " ".join(divisions) if code in SECTOR_RULES else ""
    db.session.flush()
    note_changes("territory", territory.id, {f"rule:{code}": before}, {f"rule:{code}": _said(rule)}, why)
    record(territory, "set_rule", by=why.by, now=why.now, reason=code)
    db.session.refresh(territory, ["rules"])
    return rule


def _figure_of(code: str, value: int | None) -> int | None:
    if code not in TERRITORY_RULES:
        raise Refusal("unknown_rule", name=code)
    if not TERRITORY_RULES[code]:
        return None
    if value is None:
        raise Refusal("rule_needs_its_figure")
    least, most = RULE_LIMITS.get(code, (0, 1_000_000))
    if not least <= value <= most:
        raise Refusal("rule_out_of_bounds", least=least, most=most)
    return value


def remove_rule(territory: Territory, rule: LocalRule, why: Reason) -> None:
    """A rule is no longer one."""
    lock(territory)
    note_changes("territory", territory.id, {f"rule:{rule.code}": _said(rule)}, {f"rule:{rule.code}": None}, why)
    record(territory, "remove_rule", by=why.by, now=why.now, reason=rule.code)
    db.session.delete(rule)
    db.session.flush()
    db.session.refresh(territory, ["rules"])


def _said(rule: LocalRule) -> str:
    figure = "" if rule.value is None else str(rule.value)
    return " ".join(filter(None, (figure, rule.divisions, rule.words)))[:300]


def list_rule_changes(territory: Territory, *, limit: int = 50) -> list[TermChange]:
    """What changed in the policy and the rules of a territory, the last first."""
    rows = select(TermChange).where(TermChange.object_kind == "territory", TermChange.object_id == territory.id)
    return list(db.session.scalars(rows.order_by(TermChange.id.desc()).limit(limit)))
