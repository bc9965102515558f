"""Sentences of the desk: why an offer may not be proposed, what a rule asks for, the terms of a score, the journal."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from webapp.clock import local_date
from webapp.domain.census import is_stale
from webapp.domain.eligibility import Finding, Rule, Verdict
from webapp.models.events import Event
from webapp.models.needs import Need, NeedRole
from webapp.models.offers import Offer
from webapp.reports.names import CORRECTIONS
from webapp.services.candidates import Candidate
from webapp.services.shortlists import Ranked
from webapp.views.desk.labels import (
    DECLINE_REASONS,
    DOUBTS,
    GROUP_FACTS,
    NEED_STATES,
    ROLE_STATES,
    STEPS,
    THEMES,
    Badge,
)
from webapp.views.filters import date_day, days

#: Words of a need that a card says nothing answers, at most; shorter ones ("mi", "pr") tell a reader nothing.
UNANSWERED_SHOWN, SHORTEST_SHOWN = 3, 3

#: why something happened, where the journal says it
_REASONS_TOLD = {
    "decline": DECLINE_REASONS,
    "correct": CORRECTIONS,
    "change": GROUP_FACTS,
    "tick_theme": THEMES,
    "untick_theme": THEMES,
}


def need_badge(need: Need) -> Badge:
    """The state of a need; an open one says how far its roles are."""
    if need.state != "open":
        return NEED_STATES[need.state]
    states = {role.state for role in need.roles}
    for state in ("unanswered", "open", "proposed", "filled", "done"):
        if state in states:
            return ROLE_STATES[state]
    return NEED_STATES["open"]


def role_badge(role: NeedRole) -> Badge:
    """The state of one role."""
    return ROLE_STATES[role.state]


def refusal(finding: Finding) -> str:
    """Why an offer may not be proposed now, as the coordinator reads it."""
    value = finding.value
    sentences = {
        "offered": lambda: _("L’offre ou l’expert n’est plus disponible"),
        "pledge": lambda: _("Son groupe n’a pas d’engagement en cours ici"),
        "excluded": lambda: _("Client, fournisseur ou concurrent de cette entreprise"),
        "engaged": lambda: _("Déjà sollicité pour ce besoin"),
        "paused": lambda: _("En pause jusqu’au %(day)s", day=date_day(finding.until) if finding.until else ""),
        "asked_too_often": lambda: ngettext(
            "Déjà sollicité %(num)s fois en 90 jours", "Déjà sollicité %(num)s fois en 90 jours", value or 0
        ),
        "place": lambda: _("Ne peut pas travailler de cette façon (sur place ou à distance)"),
        "radius": lambda: _("Ne se déplace pas à plus de %(km)s km", km=value),
        "unreachable": lambda: _("Son adresse e-mail ne reçoit plus"),
    }
    return sentences[finding.rule]() if finding.rule in sentences else rule(finding)


def rule(finding: Finding) -> str:
    """A rule of a territory or of a group, in words, whatever its verdict."""
    value = finding.value
    sentences = {
        "in_territory": lambda: _("Dans le territoire"),
        "independent": lambda: _("Indépendante d’un grand groupe"),
        "max_staff": lambda: _("%(count)s salariés au plus", count=format_decimal(value or 0)),
        "max_km": lambda: _("À %(km)s km au plus d’un site du groupe", km=value),
        "not_competitor": lambda: _("Pas concurrente du groupe"),
    }
    return sentences.get(finding.rule, lambda: finding.rule)()


def condition(asked: Rule) -> str:
    """A condition of a group, in words."""
    return rule(Finding(asked.code, Verdict.UNKNOWN, asked.value))


def is_met(finding: Finding) -> bool:
    return finding.verdict is Verdict.MET


def is_unknown(finding: Finding) -> bool:
    return finding.verdict is Verdict.UNKNOWN


def terms(entry: Ranked, minutes_per_day: int) -> list[tuple[str, str, float]]:
    """The terms of a score: name, finding, effect of 0..1; they add up to the score."""
    candidate = entry.candidate
    findings = {
        "theme": _theme(entry),
        "distance": _distance(candidate, entry),
        "days": _days_left(candidate, entry, minutes_per_day),
        "asked": _asked(candidate),
        "absence": _absence(candidate),
    }
    names = {
        "theme": _("Thème"),
        "distance": _("Distance"),
        "days": _("Jours du groupe"),
        "asked": _("Sollicitations"),
        "absence": _("Absence"),
    }
    rows = [(_("Mots"), _words(entry), entry.words / 100)]
    told = [term for term in entry.terms if term.finding != "unticked"]
    rows += [(names[term.code], findings[term.code], term.effect / 100) for term in told]
    return rows


def _words(entry: Ranked) -> str:
    said = _nearness(entry.words)
    rarest = [word for word in entry.unanswered if len(word) >= SHORTEST_SHOWN][:UNANSWERED_SHOWN]
    if not entry.words or not rarest:
        return said
    quoted = ", ".join(_("«\u00a0%(words)s\u00a0»", words=word) for word in rarest)
    return _("%(said)s\u202f; rien sur %(words)s", said=said, words=quoted)


def _nearness(words: int) -> str:
    if words >= 75:
        return _("Très proches de l’offre")
    if words >= 55:
        return _("Proches de l’offre")
    return _("Assez proches") if words >= 40 else _("Un peu proches") if words else _("Aucun mot commun")


def _finding(entry: Ranked, code: str) -> str:
    return next((term.finding for term in entry.terms if term.code == code), "")


def _theme(entry: Ranked) -> str:
    return _("Coché pour ce besoin") if _finding(entry, "theme") == "ticked" else _("Un autre que celui coché")


def _distance(candidate: Candidate, entry: Ranked) -> str:
    finding = _finding(entry, "distance")
    if finding == "remote":
        return _("À distance, sans trajet")
    if candidate.distance_km is None:
        return _("Non vérifiée : un lieu manque")
    if finding == "either":
        return _("%(km)s km, à distance possible", km=candidate.distance_km)
    return _("%(km)s km", km=candidate.distance_km)


def _days_left(candidate: Candidate, entry: Ranked, minutes_per_day: int) -> str:
    finding = _finding(entry, "days")
    if candidate.pledge is None:
        return _("Pas d’engagement en cours")
    free = days(max(candidate.free_minutes, 0), minutes_per_day)
    cap = candidate.pledge.pledged_minutes + candidate.pledge.overrun_minutes
    said = _("%(free)s libres sur %(cap)s", free=free, cap=format_decimal(round(cap / minutes_per_day, 1)))
    tails = {
        "exhausted": _("pas assez : un oui serait mis en attente"),
        "nearly_exhausted": _("presque épuisé"),
        "behind": _("groupe en retard"),
    }
    return f"{said}, {tails[finding]}" if finding in tails else said


def _asked(candidate: Candidate) -> str:
    if not candidate.asked:
        return _("Jamais sollicité depuis 90 jours")
    times = ngettext("%(num)s fois en 90 jours", "%(num)s fois en 90 jours", candidate.asked)
    if candidate.answered == candidate.asked:
        return _("%(times)s, a répondu", times=times)
    if not candidate.answered:
        return times
    return ngettext("%(times)s, %(num)s réponse", "%(times)s, %(num)s réponses", candidate.answered, times=times)


def _absence(candidate: Candidate) -> str:
    absence = candidate.absence
    if absence is None:
        return _("Aucune annoncée")
    return _("Du %(start)s au %(end)s", start=date_day(absence.starts_on), end=date_day(absence.ends_on))


def doubts(need: Need) -> list[str]:
    """What looks doubtful in a request."""
    return [str(DOUBTS.get(code, code)) for code in need.doubts.split()]


def step(event: Event) -> str:
    """What happened, in words; "" for what a journal does not tell."""
    said = STEPS.get(f"{event.object_kind} {event.step}")
    if said is None:
        return ""
    reason = _REASONS_TOLD.get(event.step, {}).get(event.reason)
    return f"{said} ({reason})" if reason else str(said)


def is_stale_offer(offer: Offer, today: date) -> bool:
    """True for an offer that nobody has confirmed for eighteen months."""
    return is_stale(offer.confirmed_on, local_date(offer.created_at), today)


def waited(since: datetime, today: date) -> int:
    """Days of the calendar since a moment, as its basket counts them, the day itself not counted."""
    return (today - local_date(since)).days
