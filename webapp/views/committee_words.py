"""The words of dossiers and sittings: states, rules, what is missing, recusals, decisions."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from webapp.domain.eligibility import Verdict
from webapp.forms.sittings import CHOICES
from webapp.reports.dossier_names import (
    KINDS,
    MISSING,
    OUTCOMES,
    PURPOSES,
    REASONS,
    RECUSAL_REASONS,
    SITTING_KINDS,
    SOURCE_LABELS,
    VERDICT_WORDS,
    aid_words,
    decision_words,
    jobs_words,
    rule_words,
)

__all__ = [
    "CHOICES",
    "KINDS",
    "MISSING",
    "OUTCOMES",
    "PURPOSES",
    "REASONS",
    "RECUSAL_REASONS",
    "SITTING_KINDS",
    "SOURCE_LABELS",
    "aid_words",
    "decision_words",
    "jobs_words",
    "rule_words",
]


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

RECUSAL_STATES = {
    "proposed": Badge(_l("à vérifier"), "warm", "warning"),
    "confirmed": Badge(_l("ne vote pas"), "", "check"),
    "lifted": Badge(_l("levée")),
}

VERDICTS = {
    Verdict.MET: Badge(VERDICT_WORDS[Verdict.MET], "wind", "check"),
    Verdict.NOT_MET: Badge(VERDICT_WORDS[Verdict.NOT_MET], "brick", "warning"),
    Verdict.UNKNOWN: Badge(VERDICT_WORDS[Verdict.UNKNOWN], "warm", "question"),
}
