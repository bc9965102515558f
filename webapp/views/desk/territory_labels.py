"""The names of a territory's policy and rules, and the sentences of their limits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.committees import CommitteeRules
from webapp.domain.errors import Refusal
from webapp.views.filters import date_year, score

DISPATCHES = {"review": _l("un animateur envoie"), "auto": _l("la première vague part seule")}

#: What each figure of a policy is, and its unit.
POLICY = {
    "dispatch": (_l("Envoi des demandes"), ""),
    "wave_size": (_l("Experts sollicités à la fois"), ""),
    "answer_days": (_l("Délai pour répondre"), _l("jours ouvrés")),
    "reminder_days": (_l("Rappel après"), _l("jours ouvrés")),
    "ask_days": (_l("Question à l’expert après"), _l("jours")),
    "deem_days": (_l("Réputée confirmée après"), _l("jours de silence")),
    "floor_permille": (_l("Seuil du territoire"), ""),
    "asks_per_quarter": (_l("Demandes par expert en 90 jours"), ""),
}

#: What an operator changes, by a command.
FACTS = {
    "name": _l("Nom du territoire"),
    "operator_name": _l("Opérateur"),
    "department": _l("Département dont les jours fériés comptent"),
    "communes": _l("Nombre de communes"),
}

RULES = {
    "in_territory": _l("L’entreprise est dans le territoire"),
    "independent": _l("Elle est indépendante d’un grand groupe"),
    "max_staff": _l("Salariés au plus"),
    "sector_only": _l("Secteurs aidés, et eux seuls"),
    "sector_never": _l("Secteurs jamais aidés"),
    "jobs_asked": _l("L’entreprise dit les emplois qu’elle attend"),
    "money_needs_mission": _l("Argent seulement avec une mission"),
    "money_min_euros": _l("Avance en euros, au moins"),
    "money_max_euros": _l("Avance en euros, au plus"),
    "money_min_jobs": _l("Emplois promis, au moins"),
    "money_max_euros_per_job": _l("Avance en euros par emploi promis, au plus"),
    "money_min_months": _l("Âge de l’entreprise en mois, au moins"),
    "money_max_months": _l("Âge de l’entreprise en mois, au plus"),
    "money_remind_before_days": _l("Message avant une échéance, en jours"),
    "money_remind_after_days": _l("Message après une échéance manquée, en jours"),
    "money_passing_euros": _l("Avance en euros qui peut passer devant celles qui attendent, au plus"),
    "money_jobs_called_early": _l("Échéances appelées plus tôt si les emplois manquent, au plus"),
    "money_year_begins": _l("Premier mois de l’année comptable, de 1 à 12"),
    "quorum_percent": _l("Quorum, en pour cent des membres qui peuvent voter"),
    "majority_percent": _l("Majorité, en pour cent des voix à dépasser"),
    "decision_days": _l("Validité d’une décision, en jours"),
    "packet_days": _l("Envoi des dossiers avant la séance, en jours"),
    "complete_days": _l("Rappel de ce qui manque avant la séance, en jours"),
}

#: The rules of a territory under three headings.
GROUPS = (
    (
        _l("À qui il s’adresse"),
        ("in_territory", "independent", "max_staff", "sector_only", "sector_never", "jobs_asked"),
    ),
    (_l("L’argent"), tuple(code for code in RULES if code.startswith("money_"))),
    (_l("Le comité"), ("quorum_percent", "majority_percent", "decision_days", "packet_days", "complete_days")),
)

#: What holds where no row says anything else.
USUAL = CommitteeRules()


def rules_by_group(rules: Iterable[Any]) -> list[tuple[Any, list[Any]]]:
    """The rules of a territory under their headings, in the order of the form."""
    known = {rule.code: rule for rule in rules}
    return [(title, [known[code] for code in codes if code in known]) for title, codes in GROUPS]


def change_words(name: str) -> str:
    """What a change of the policy, of a rule, of the rate or of the territory itself was about."""
    kind, _colon, code = name.partition(":")
    if kind == "rule":
        return str(RULES.get(code, code))
    if kind == "rate":
        return _("Taux de référence à partir du %(day)s, en centièmes de %%", day=date_year(date.fromisoformat(code)))
    return str(FACTS[name] if name in FACTS else POLICY[name][0])


def say_policy(name: str, value: Any) -> str:
    """A figure of a policy as it is said elsewhere: the floor is a score of 0..1."""
    if name == "dispatch":
        return str(DISPATCHES.get(value, value))
    return score(int(value) / 1000) if name == "floor_permille" else str(value)


def say_rule(rule: Any) -> str:
    """A rule with its figure; "non" where a territory has none."""
    if rule is None:
        return _("non")
    return _("oui") if rule.value is None else str(format_decimal(rule.value))


def say_limits(refusal: Refusal) -> str:
    """Why a figure is refused."""
    if refusal.code == "reminder_too_late":
        return _("Le rappel part avant la fin du délai pour répondre.")
    least, most = refusal.details["least"], refusal.details["most"]
    if refusal.details["name"] == "floor_permille":
        least, most = int(str(least)) // 10, int(str(most)) // 10
    return _("Donnez un nombre entre %(least)s et %(most)s.", least=least, most=most)
