"""The names of a territory's policy and rules, and the sentences of their limits."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.errors import Refusal

DISPATCHES = {"review": _l("un animateur envoie"), "auto": _l("la première vague part seule")}

#: What each figure of a policy is, and its unit.
POLICY = {
    "dispatch": (_l("Envoi des demandes"), ""),
    "wave_size": (_l("Experts sollicités à la fois"), ""),
    "answer_days": (_l("Délai pour répondre"), _l("jours ouvrés")),
    "reminder_days": (_l("Rappel après"), _l("jours ouvrés")),
    "ask_days": (_l("Question à l’expert après"), _l("jours")),
    "deem_days": (_l("Réputée confirmée après"), _l("jours de silence")),
    "floor_permille": (_l("Seuil du territoire"), _l("millièmes")),
    "asks_per_quarter": (_l("Demandes par expert en 90 jours"), ""),
}

RULES = {
    "in_territory": _l("L’entreprise est dans le territoire"),
    "independent": _l("Elle est indépendante d’un grand groupe"),
    "max_staff": _l("Salariés au plus"),
    "money_needs_mission": _l("Argent seulement avec une mission"),
    "money_min_euros": _l("Avance en euros, au moins"),
    "money_max_euros": _l("Avance en euros, au plus"),
    "money_min_jobs": _l("Emplois promis, au moins"),
    "money_min_years": _l("Âge de l’entreprise en années, au moins"),
}


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
