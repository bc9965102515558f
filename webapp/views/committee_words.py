"""The words of dossiers and sittings: states, rules, what is missing, recusals, decisions."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.dossiers import DeMinimis
from webapp.domain.eligibility import Finding, Verdict
from webapp.forms.dossiers import KINDS, PURPOSES, SOURCE_LABELS
from webapp.forms.sittings import CHOICES, REASONS
from webapp.models.dossiers import Decision
from webapp.views.filters import days, euros

__all__ = ["CHOICES", "KINDS", "PURPOSES", "REASONS", "SOURCE_LABELS"]


class Badge(NamedTuple):
    """A state in words, with its tone and icon."""

    label: Any
    tone: str = ""
    icon: str | None = None


DOSSIER_STATES = {
    "draft": Badge(_l("À compléter"), "warm", "clock"),
    "submitted": Badge(_l("Remis"), "wind", "check"),
    "laid": Badge(_l("En séance"), "wind", "forward"),
    "adjourned": Badge(_l("Ajourné"), "warm", "clock"),
    "approved": Badge(_l("Accordé"), "", "check"),
    "refused": Badge(_l("Refusé")),
    "withdrawn": Badge(_l("Retiré")),
}

SITTING_STATES = {
    "planned": Badge(_l("Prévue"), "", "calendar"),
    "convened": Badge(_l("Convoquée"), "wind", "mail"),
    "held": Badge(_l("En cours"), "warm", "forward"),
    "closed": Badge(_l("Close"), "", "check"),
    "cancelled": Badge(_l("Annulée")),
}

SITTING_KINDS = {"meeting": _l("Réunion"), "written": _l("Consultation écrite")}

MISSING = {
    "project": _l("Le récit du projet"),
    "amount_or_days": _l("L’avance ou les jours demandés"),
    "jobs": _l("Les emplois promis"),
    "funding": _l("Le reste du financement"),
    "aid": _l("Les aides reçues en trois ans"),
    "founded_on": _l("La date de création de l’entreprise"),
    "accounts": _l("Les comptes des dernières années"),
    "plan": _l("Le plan d’affaires"),
}

RECUSAL_REASONS = {
    "finances": _l("son organisme finance le projet"),
    "excluded": _l("son organisme est client, fournisseur ou concurrent"),
    "competitor": _l("son organisme est un concurrent"),
    "supplier": _l("son organisme est fournisseur ou client"),
    "interest": _l("un lien avec l’entreprise"),
}

RECUSAL_STATES = {
    "proposed": Badge(_l("à vérifier"), "warm", "warning"),
    "confirmed": Badge(_l("ne vote pas"), "", "check"),
    "lifted": Badge(_l("levée")),
}

VERDICTS = {
    Verdict.MET: Badge(_l("remplie"), "wind", "check"),
    Verdict.NOT_MET: Badge(_l("non remplie"), "brick", "warning"),
    Verdict.UNKNOWN: Badge(_l("non vérifiée"), "warm", "question"),
}

OUTCOMES = {"approved": _l("Accordé"), "adjourned": _l("Ajourné"), "refused": _l("Refusé")}


def rule_words(finding: Finding) -> str:
    """A rule of the territory in words, with its figure."""
    value = finding.value or 0
    sentences: dict[str, Any] = {
        "in_territory": lambda: _("L’entreprise est dans le territoire"),
        "independent": lambda: _("Elle est indépendante d’un grand groupe"),
        "max_staff": lambda: _("%(count)s salariés au plus", count=value),
        "money_min_euros": lambda: _("Avance de %(amount)s au moins", amount=euros(value * 100)),
        "money_max_euros": lambda: _("Avance de %(amount)s au plus", amount=euros(value * 100)),
        "sector_only": lambda: _("Son secteur est l’un de ceux-ci : %(list)s", list=", ".join(finding.divisions)),
        "sector_never": lambda: _("Son secteur n’est aucun de ceux-ci : %(list)s", list=", ".join(finding.divisions)),
        "money_min_jobs": lambda: _("%(count)s emplois promis au moins", count=value),
        "money_needs_mission": lambda: _("Une mission de compétences l’accompagne"),
        "money_min_months": lambda: _("Entreprise créée depuis %(count)s mois au moins", count=value),
        "money_max_months": lambda: _("Entreprise créée depuis %(count)s mois au plus", count=value),
        "money_max_euros_per_job": lambda: _("%(amount)s par emploi au plus", amount=euros(value * 100)),
    }
    return str(sentences[finding.rule]()) if finding.rule in sentences else finding.rule


def aid_words(aid: DeMinimis) -> str:
    """The sum of de minimis aid in one sentence."""
    if aid.sum_cents is None:
        return _("L’entreprise n’a pas encore déclaré les aides qu’elle a reçues.")
    if aid.verdict is Verdict.NOT_MET:
        return _(
            "Avec ce projet, l’entreprise aurait reçu %(sum)s d’aides en trois ans : plus que les 300 000 € permis.",
            sum=euros(aid.sum_cents),
        )
    return _(
        "Avec ce projet, l’entreprise aurait reçu %(sum)s d’aides en trois ans, sur les 300 000 € permis.",
        sum=euros(aid.sum_cents),
    )


def decision_words(decision: Decision) -> str:
    """What was decided, in a line."""
    if decision.outcome != "approved":
        return f"{OUTCOMES[decision.outcome]}{_(' : ')}{REASONS[decision.reason] if decision.reason else ''}"
    granted = [euros(decision.amount_cents)] if decision.amount_cents else []
    granted += [days(decision.minutes)] if decision.minutes else []
    return f"{OUTCOMES['approved']}{_(' : ')}{_(' et ').join(granted)}"
