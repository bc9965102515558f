"""The packet of a sitting as a tagged, bookmarked PDF: a cover with the agenda, then a chapter a dossier.

Each reader has a packet of their own: a dossier on which a member stands aside keeps its number and says nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask_babel import format_time, ngettext
from flask_babel import gettext as _

from webapp.clock import PARIS
from webapp.domain.dossiers import DeMinimis
from webapp.domain.eligibility import Finding
from webapp.domain.naf import show_naf
from webapp.models.committees import Sitting
from webapp.models.dossiers import Dossier
from webapp.reports import dossier_names as names
from webapp.reports.pdf import set_pdf
from webapp.reports.sentences import report_language, say_date, say_euros

TEMPLATE = Path(__file__).with_name("packet.typ")


@dataclass(frozen=True)
class Chapter:
    """One dossier of a packet, and who may read it. `dossier` None: it is withheld from this reader."""

    number: int
    dossier: Dossier | None = None
    findings: Sequence[Finding] = ()
    missing: Sequence[str] = ()
    #: why it is laid incomplete
    reason: str = ""
    leverage_hundredths: int | None = None
    #: None where no reference rate is set
    equivalent_cents: int | None = None
    de_minimis: DeMinimis | None = None
    readers: Sequence[str] = ()
    barred: Sequence[str] = ()
    missions: int = 0


@dataclass(frozen=True)
class Packet:
    """What a reader is given before a sitting."""

    sitting: Sitting
    reader: str
    chapters: Sequence[Chapter]
    drawn_up_on: date


def write_packet(packet: Packet) -> bytes:
    """The packet as a PDF/UA-1 file; the same facts give the same bytes."""
    sitting = packet.sitting
    chapters = [_chapter(chapter) for chapter in packet.chapters]
    values = {
        "title": _("Séance du %(day)s", day=say_date(sitting.starts_at.astimezone(PARIS).date())),
        "subtitle": _("Dossiers du comité : %(place)s", place=sitting.territory.name),
        "footer": _("Confidentiel, pour %(reader)s", reader=packet.reader),
        "author": sitting.territory.operator_name,
        "language": report_language(),
        "facts": _cover(packet),
        "agenda": _("Ordre du jour"),
        "heads": [_("Dossier"), _("Demandé"), _("Page")],
        "note": _(
            "Chaque dossier reste entre les membres qui peuvent en juger. Un dossier vous concerne ? Dites-le "
            "sur sa page avant la séance : il ne vous sera plus montré."
        ),
        "labels": _labels(),
        "chapters": chapters,
    }
    day = packet.drawn_up_on
    return set_pdf(TEMPLATE, values, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _cover(packet: Packet) -> list[list[str]]:
    sitting = packet.sitting
    hours = [
        format_time(moment.astimezone(PARIS), "short", rebase=False) for moment in (sitting.starts_at, sitting.ends_at)
    ]
    when = (
        _("jusqu’à %(hour)s", hour=hours[1])
        if sitting.kind == "written"
        else _("%(start)s à %(end)s", start=hours[0], end=hours[1])
    )
    rows = [
        (_("De quelle façon"), str(names.SITTING_KINDS[sitting.kind])),
        (_("Heure"), when),
        (_("Lieu"), sitting.place),
        (_("Pour"), packet.reader),
        (_("Établi le"), say_date(packet.drawn_up_on)),
    ]
    return [[label, value] for label, value in rows if value]


def _labels() -> dict[str, str]:
    return {
        "project": _("Le projet"),
        "funding": _("Le plan de financement"),
        "rules": _("Les règles du territoire"),
        "aid": _("Les aides de minimis"),
        "need": _("Le besoin et la mission"),
        "documents": _("Les documents"),
        "missing": _("Il manque encore"),
        "total": _("En tout"),
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    dossier = chapter.dossier
    if dossier is None:
        return {
            "title": _("%(number)s. Dossier non communiqué", number=chapter.number),
            "asked": "",
            "withheld": _("Vous ne votez pas sur ce dossier : il ne vous est pas communiqué."),
        }
    return {
        "title": f"{chapter.number}. {dossier.company.name}",
        "name": dossier.title,
        "place": _(
            "%(trade)s, %(commune)s",
            trade=dossier.company.trade or _("métier inconnu"),
            commune=dossier.company.commune.name,
        ),
        "asked": _asked(dossier),
        "withheld": "",
        "project": dossier.project,
        "facts": _facts(dossier),
        "funding": _funding(chapter, dossier),
        "rules": [
            [names.rule_words(found), str(found.verdict), str(names.VERDICT_WORDS[found.verdict])]
            for found in chapter.findings
        ],
        "aid": _aid(chapter),
        "need": _need(chapter, dossier),
        "documents": [
            [str(names.KINDS[each.kind]), each.file.name, say_date(each.created_at.astimezone(PARIS).date())]
            for each in dossier.documents
        ],
        "readers": _readers(chapter),
        "missing": [str(names.MISSING[code]) for code in chapter.missing],
        "reason": _("Présenté quand même : %(reason)s", reason=chapter.reason) if chapter.reason else "",
    }


def _asked(dossier: Dossier) -> str:
    asked = [say_euros(dossier.asked_cents)] if dossier.asked_cents else []
    asked += [names.say_days(dossier.wished_minutes)] if dossier.wished_minutes else []
    return _(" et ").join(asked) or _("pas encore dit")


def _facts(dossier: Dossier) -> list[list[str]]:
    unknown = _("pas encore dit")
    jobs = names.jobs_words(dossier.jobs_created or 0, dossier.jobs_preserved or 0)
    if dossier.jobs_by:
        jobs += _(", d’ici le %(day)s", day=say_date(dossier.jobs_by))
    company = dossier.company
    rows = [
        (_("Pour"), str(names.PURPOSES[dossier.purpose])),
        (_("Avance demandée"), say_euros(dossier.asked_cents) if dossier.asked_cents else _("aucune")),
        (_("Jours souhaités"), names.say_days(dossier.wished_minutes) if dossier.wished_minutes else _("aucun")),
        (_("Emplois promis"), unknown if dossier.jobs_created is None and dossier.jobs_preserved is None else jobs),
        (_("Salariés"), unknown if company.staff is None else str(company.staff)),
        (_("Entreprise créée le"), say_date(dossier.founded_on) if dossier.founded_on else unknown),
        (_("Code APE"), show_naf(company.naf) if company.naf else unknown),
    ]
    return [[label, value] for label, value in rows]


def _funding(chapter: Chapter, dossier: Dossier) -> dict[str, Any]:
    rows = [[_("Avance demandée"), say_euros(dossier.asked_cents)]] if dossier.asked_cents else []
    for row in dossier.funding:
        source = str(names.SOURCE_LABELS[row.source])
        rows.append([f"{source} ({row.group.name})" if row.group else source, say_euros(row.amount_cents)])
    total = (dossier.asked_cents or 0) + sum(row.amount_cents for row in dossier.funding)
    leverage = chapter.leverage_hundredths
    said = _("%(amount)s d’autre argent pour un euro d’avance.", amount=say_euros(leverage)) if leverage else ""
    return {"rows": rows, "total": say_euros(total), "said": said}


def _aid(chapter: Chapter) -> list[str]:
    if chapter.de_minimis is None:
        return []
    worth = (
        _("Sans taux de référence, la valeur d’aide de l’avance n’est pas connue : l’avance entière est comptée.")
        if chapter.equivalent_cents is None
        else _(
            "Cette avance vaudrait %(amount)s d’aide au sens du règlement (UE) 2023/2831.",
            amount=say_euros(chapter.equivalent_cents),
        )
    )
    return [names.aid_words(chapter.de_minimis), worth]


def _need(chapter: Chapter, dossier: Dossier) -> list[str]:
    said = []
    if dossier.need is not None:
        said.append(_("Le besoin : « %(title)s ».", title=dossier.need.title or dossier.need.text[:160]))
    if dossier.wished_minutes:
        said.append(
            _("L’entreprise souhaite %(time)s d’experts avec ce projet.", time=names.say_days(dossier.wished_minutes))
        )
    if chapter.missions:
        said.append(
            ngettext(
                "Une mission de compétences est convenue ou a eu lieu.",
                "%(num)s missions de compétences sont convenues ou ont eu lieu.",
                chapter.missions,
            )
        )
    return said or [_("Aucun besoin de compétences n’accompagne ce dossier.")]


def _readers(chapter: Chapter) -> list[str]:
    said = [
        _(
            "Peuvent les lire, sur la page du dossier : %(names)s, et l’animateur.",
            names=", ".join(chapter.readers) or _("personne"),
        )
    ]
    if chapter.barred:
        said.append(
            _("Ne le peuvent pas, parce qu’ils ne votent pas ici : %(names)s.", names=", ".join(chapter.barred))
        )
    return said
