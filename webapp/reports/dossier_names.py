"""The words of dossiers, rules and decisions: the same on pages, in mails and in papers."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.days import show_days
from webapp.domain.dossiers import DeMinimis
from webapp.domain.eligibility import Finding, Verdict
from webapp.models.dossiers import Decision
from webapp.reports.sentences import report_language, say_euros

#: of a day that a committee grants
MINUTES_PER_DAY = 420

PURPOSES: dict[str, Any] = {
    "machine": _l("Une machine, un équipement"),
    "growth": _l("Se développer, embaucher"),
    "cash": _l("Passer un creux de trésorerie"),
    "takeover": _l("Reprendre une entreprise"),
    "other": _l("Autre chose"),
}

KINDS: dict[str, Any] = {
    "accounts": _l("Comptes des dernières années"),
    "plan": _l("Plan d’affaires, prévisionnel"),
    "quote": _l("Devis"),
    "other": _l("Autre document"),
}

SOURCE_LABELS: dict[str, Any] = {
    "bank": _l("Banque"),
    "region": _l("Région ou autre collectivité"),
    "own": _l("Apport de l’entreprise ou des associés"),
    "other": _l("Autres"),
}

REASONS: dict[str, Any] = {
    "documents": _l("Il manque des documents"),
    "figures": _l("Il manque des chiffres, ou ils sont à revoir"),
    "meeting": _l("Le comité souhaite rencontrer l’entreprise"),
    "financing": _l("Le reste du financement n’est pas encore réuni"),
    "other_adjourned": _l("Autre raison"),
    "not_eligible": _l("Une règle du territoire n’est pas remplie"),
    "not_viable": _l("Le projet ne paraît pas pouvoir rembourser"),
    "no_need": _l("Un autre financement convient mieux"),
    "no_mission": _l("Aucune mission de compétences ne l’accompagne"),
    "other_refused": _l("Autre raison"),
}

MISSING: dict[str, Any] = {
    "project": _l("Le récit du projet"),
    "amount_or_days": _l("L’avance ou les jours demandés"),
    "jobs": _l("Les emplois promis"),
    "funding": _l("Le reste du financement"),
    "aid": _l("Les aides reçues en trois ans"),
    "founded_on": _l("La date de création de l’entreprise"),
    "accounts": _l("Les comptes des dernières années"),
    "plan": _l("Le plan d’affaires"),
}

VERDICT_WORDS: dict[str, Any] = {
    Verdict.MET: _l("remplie"),
    Verdict.NOT_MET: _l("non remplie"),
    Verdict.UNKNOWN: _l("non vérifiée"),
}

RECUSAL_REASONS: dict[str, Any] = {
    "finances": _l("son organisme finance le projet"),
    "excluded": _l("son organisme est client, fournisseur ou concurrent"),
    "competitor": _l("son organisme est un concurrent"),
    "supplier": _l("son organisme est fournisseur ou client"),
    "interest": _l("un lien avec l’entreprise"),
}

SITTING_KINDS: dict[str, Any] = {"meeting": _l("Réunion"), "written": _l("Consultation écrite")}

OUTCOMES: dict[str, Any] = {"approved": _l("Accordé"), "adjourned": _l("Ajourné"), "refused": _l("Refusé")}


def rule_words(finding: Finding) -> str:
    """A rule of the territory in words, with its figure."""
    value = finding.value or 0
    sentences: dict[str, Any] = {
        "in_territory": lambda: _("L’entreprise est dans le territoire"),
        "independent": lambda: _("Elle est indépendante d’un grand groupe"),
        "max_staff": lambda: _("%(count)s salariés au plus", count=value),
        "money_min_euros": lambda: _("Avance de %(amount)s au moins", amount=say_euros(value * 100)),
        "money_max_euros": lambda: _("Avance de %(amount)s au plus", amount=say_euros(value * 100)),
        "sector_only": lambda: _("Son code APE commence par %(list)s", list=_alternatives(finding)),
        "sector_never": lambda: _("Son code APE ne commence pas par %(list)s", list=_alternatives(finding)),
        "money_min_jobs": lambda: _("%(count)s emplois promis au moins", count=value),
        "money_needs_mission": lambda: _("Une mission de compétences l’accompagne"),
        "money_min_months": lambda: _("Entreprise créée depuis %(count)s mois au moins", count=value),
        "money_max_months": lambda: _("Entreprise créée depuis %(count)s mois au plus", count=value),
        "money_max_euros_per_job": lambda: _("%(amount)s par emploi au plus", amount=say_euros(value * 100)),
    }
    return str(sentences[finding.rule]()) if finding.rule in sentences else finding.rule


def _alternatives(finding: Finding) -> str:
    *some, last = finding.divisions or ("",)
    return _("%(some)s ou %(last)s", some=", ".join(some), last=last) if some else last


def jobs_words(created: int, preserved: int) -> str:
    """Jobs promised, in words."""
    new = ngettext("%(num)s emploi créé", "%(num)s emplois créés", created) if created else _("aucun emploi créé")
    kept = ngettext("%(num)s préservé", "%(num)s préservés", preserved) if preserved else _("aucun préservé")
    return _("%(created)s et %(preserved)s", created=new, preserved=kept)


def aid_words(aid: DeMinimis) -> str:
    """The sum of de minimis aid in one sentence."""
    if aid.sum_cents is None:
        return _("L’entreprise n’a pas encore déclaré les aides qu’elle a reçues.")
    if aid.verdict is Verdict.NOT_MET:
        return _(
            "Avec ce projet, l’entreprise aurait reçu %(sum)s d’aides en trois ans : plus que les 300 000 € permis.",
            sum=say_euros(aid.sum_cents),
        )
    return _(
        "Avec ce projet, l’entreprise aurait reçu %(sum)s d’aides en trois ans, sur les 300 000 € permis.",
        sum=say_euros(aid.sum_cents),
    )


def decision_words(decision: Decision) -> str:
    """What was decided, in a line."""
    if decision.outcome != "approved":
        reason = REASONS[decision.reason] if decision.reason else ""
        return f"{OUTCOMES[decision.outcome]}{_(' : ')}{reason}"
    granted = [say_euros(decision.amount_cents)] if decision.amount_cents else []
    granted += [say_days(decision.minutes)] if decision.minutes else []
    return f"{OUTCOMES['approved']}{_(' : ')}{_(' et ').join(granted)}"


def say_days(minutes: int) -> str:
    """Minutes of a grant in days of seven hours: "2 jours", "1 j 2 h"."""
    days, rest = divmod(minutes, MINUTES_PER_DAY)
    return (
        show_days(minutes, MINUTES_PER_DAY, report_language())
        if rest
        else ngettext("%(num)s jour", "%(num)s jours", days)
    )
