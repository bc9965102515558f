"""The minutes of a sitting: who was there, who stood aside, what was decided and by how many votes, the register.

They name organisations and firms, no person: what is published is never changed, not even to forget somebody.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask_babel import force_locale, format_time, ngettext
from flask_babel import gettext as _

from webapp.clock import PARIS, local_date
from webapp.domain.committees import Ballot
from webapp.models.advances import Advance
from webapp.models.committees import AgendaItem, Sitting
from webapp.models.dossiers import Decision
from webapp.reports import dossier_names as names
from webapp.reports.pdf import set_pdf
from webapp.reports.sentences import say_date, say_euros

TEMPLATE = Path(__file__).with_name("minutes.typ")

#: minutes are written in French, whatever their reader speaks
LANGUAGE = "fr"


@dataclass(frozen=True)
class Decided:
    """One dossier of a sitting and what became of it."""

    item: AgendaItem
    decision: Decision
    ballot: Ballot
    quorum: int
    #: organisations that stood aside
    barred: Sequence[str] = ()
    advance: Advance | None = None
    #: what the committee told the firm
    words: str = ""


@dataclass(frozen=True)
class Minutes:
    """What the minutes of a sitting are made of."""

    sitting: Sitting
    seated: Sequence[str]
    present: Sequence[str]
    decided: Sequence[Decided]
    #: firms whose dossier was carried over for want of a quorum
    carried: Sequence[str] = ()
    next_on: date | None = None
    remarks: str = ""


def minutes_values(minutes: Minutes) -> dict[str, Any]:
    """The minutes in words, as they are frozen."""
    with force_locale(LANGUAGE):
        sitting = minutes.sitting
        held_on = local_date(sitting.starts_at)
        return {
            "title": _("Procès-verbal de la séance du %(day)s", day=say_date(held_on)),
            "subtitle": _("Comité d’agrément : %(place)s", place=sitting.territory.name),
            "author": sitting.territory.operator_name,
            "language": LANGUAGE,
            "day": held_on.isoformat(),
            "facts": _facts(minutes),
            "decisions": [_decided(each) for each in minutes.decided],
            "register": _register(minutes.decided),
            "closing": _closing(minutes),
            "labels": {
                "presence": _("Qui siégeait"),
                "decisions": _("Les décisions"),
                "register": _("Extrait du registre des décisions"),
                "closing": _("Pour finir"),
                "signature": _("Pour le comité"),
                "fingerprint": _("Empreinte (SHA-256) :"),
            },
        }


def minutes_text(values: Mapping[str, Any]) -> str:
    """The minutes as canonical JSON: the same values, the same text, the same hash."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_minutes(values: Mapping[str, Any], version: int) -> bytes:
    """The minutes as a PDF/UA-1 file of the day of the sitting; the same values and version give the same bytes."""
    with force_locale(LANGUAGE):
        frame = {
            "version": _("Version %(version)s", version=version),
            "fingerprint": fingerprint_of(minutes_text(values)),
        }
    day = datetime.fromisoformat(values["day"]).replace(tzinfo=UTC)
    return set_pdf(TEMPLATE, {**values, **frame}, day)


def _facts(minutes: Minutes) -> list[list[str]]:
    sitting = minutes.sitting
    start, end = (
        format_time(moment.astimezone(PARIS), "short", rebase=False) for moment in (sitting.starts_at, sitting.ends_at)
    )
    absent = [name for name in minutes.seated if name not in minutes.present]
    is_written = sitting.kind == "written"
    rows = [
        (_("De quelle façon"), str(names.SITTING_KINDS[sitting.kind])),
        (
            _("Quand"),
            _("%(day)s, de %(start)s à %(end)s", day=say_date(local_date(sitting.starts_at)), start=start, end=end),
        ),
        (_("Lieu"), sitting.place),
        (_("Ont répondu") if is_written else _("Présents"), ", ".join(minutes.present) or _("personne")),
        (_("N’ont pas répondu") if is_written else _("Absents"), ", ".join(absent)),
    ]
    return [[label, value] for label, value in rows if value]


def _decided(each: Decided) -> dict[str, Any]:
    dossier, ballot = each.item.dossier, each.ballot
    said = [
        _(
            "Pouvaient voter : %(members)s. Ont pris part : %(present)s. Quorum : %(quorum)s, atteint.",
            members=ballot.members,
            present=ballot.present,
            quorum=each.quorum,
        ),
        _(
            "Votes : %(for)s pour, %(against)s contre, %(abstained)s abstentions.",
            **{"for": ballot.in_favour, "against": ballot.against, "abstained": ballot.abstained},
        ),
    ]
    if each.barred:
        said.append(_("N’ont ni lu le dossier ni voté : %(names)s.", names=", ".join(each.barred)))
    if not each.item.is_complete:
        said.append(_("Le dossier a été présenté incomplet, pour une raison écrite."))
    return {
        "title": f"{each.item.position}. {dossier.company.name}",
        "name": dossier.title,
        "outcome": each.decision.outcome,
        "said": names.decision_words(each.decision),
        "votes": said,
        "terms": _terms(each),
        "conditions": [condition.words for condition in each.advance.conditions] if each.advance else [],
        "conditions_title": _("Avant le versement"),
        "words": each.words,
    }


def _terms(each: Decided) -> list[str]:
    decision, advance, said = each.decision, each.advance, []
    if decision.amount_cents:
        said.append(_("Avance de %(amount)s, sans intérêt ni garantie.", amount=say_euros(decision.amount_cents)))
    if advance is not None and advance.schedules:
        plan = advance.schedules[0]
        said.append(
            ngettext(
                "Remboursée en une échéance, à partir du %(day)s.",
                "Remboursée en %(num)s échéances, à partir du %(day)s.",
                plan.count,
                day=say_date(plan.instalments[0].due_on),
            )
        )
    if decision.grant_equivalent_cents is not None:
        said.append(_("Équivalent-subvention brut : %(amount)s.", amount=say_euros(decision.grant_equivalent_cents)))
    if decision.minutes:
        said.append(
            _(
                "Jours de compétences : %(time)s, demandés aux experts le jour même.",
                time=names.say_days(decision.minutes),
            )
        )
    if decision.valid_until:
        said.append(_("Décision valable jusqu’au %(day)s.", day=say_date(decision.valid_until)))
    return said


def _register(decided: Sequence[Decided]) -> dict[str, Any]:
    rows = [
        [
            str(each.decision.id),
            say_date(each.decision.decided_on),
            each.item.dossier.company.name,
            str(names.OUTCOMES[each.decision.outcome]),
            say_euros(each.decision.amount_cents) if each.decision.amount_cents else "",
            names.say_days(each.decision.minutes) if each.decision.minutes else "",
        ]
        for each in decided
    ]
    heads = [_("N°"), _("Décidé le"), _("Entreprise"), _("Décision"), _("Avance"), _("Jours")]
    return {"heads": heads, "rows": rows}


def _closing(minutes: Minutes) -> list[str]:
    said = [minutes.remarks] if minutes.remarks else []
    said += [_("Faute de quorum, ce dossier est reporté : %(firm)s.", firm=firm) for firm in minutes.carried]
    said.append(
        _("Prochaine séance : le %(day)s.", day=say_date(minutes.next_on))
        if minutes.next_on
        else _("La date de la prochaine séance n’est pas fixée.")
    )
    return said
