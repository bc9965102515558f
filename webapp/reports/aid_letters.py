"""The letter that tells a firm what its advance is worth as aid, by Regulation (EU) 2023/2831, with the sum behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from babel.numbers import format_decimal
from flask_babel import force_locale
from flask_babel import gettext as _

from webapp.domain.advances import PlannedInstalment
from webapp.domain.dossiers import DE_MINIMIS_CENTS, DE_MINIMIS_YEARS, present_value_cents
from webapp.reports.pdf import set_pdf
from webapp.reports.sentences import say_date, say_euros

TEMPLATE = Path(__file__).with_name("aid_letter.typ")

#: the letter is written in French, whoever prints it
LANGUAGE = "fr"


@dataclass(frozen=True)
class AidLetter:
    """What the letter says: from whom, to whom, the advance, its plan, the rate, and what comes of it."""

    lender: str
    contact: str
    place: str
    firm: str
    firm_facts: str
    project: str
    amount_cents: int
    equivalent_cents: int
    decided_on: date
    starts_on: date
    plan: Sequence[PlannedInstalment]
    rate_bp: int
    rate_words: str
    declared_cents: int | None


def write_aid_letter(letter: AidLetter) -> bytes:
    """The letter as a PDF/UA-1 file of the day of the decision; the same facts give the same bytes."""
    with force_locale(LANGUAGE):
        values = {
            "title": _("Valeur d’aide de votre avance"),
            "language": LANGUAGE,
            "lender": letter.lender,
            "contact": letter.contact,
            "firm": letter.firm,
            "firm_facts": letter.firm_facts,
            "dated": _("%(place)s, le %(day)s", place=letter.place, day=say_date(letter.decided_on)),
            "footer": _("Aide de minimis, %(firm)s", firm=letter.firm),
            "worth": [_("Équivalent-subvention brut"), say_euros(letter.equivalent_cents)],
            "sentences": _sentences(letter),
            "method": {"title": _("Comment ce montant est calculé"), "sentences": _method(letter)},
            "table": _table(letter),
            "closing": _("Pour %(lender)s", lender=letter.lender),
        }
    day = letter.decided_on
    return set_pdf(TEMPLATE, values, datetime(day.year, day.month, day.day, tzinfo=UTC))


def _sentences(letter: AidLetter) -> list[str]:
    said = [
        _(
            "Le comité d’agrément vous a accordé le %(day)s une avance remboursable de %(amount)s, sans intérêt "
            "ni garantie, pour le projet « %(project)s ».",
            day=say_date(letter.decided_on),
            amount=say_euros(letter.amount_cents),
            project=letter.project,
        ),
        _(
            "Cette avance est une aide de minimis. Elle est accordée en application du règlement (UE) 2023/2831 "
            "de la Commission du 13 décembre 2023 relatif à l’application des articles 107 et 108 du traité sur "
            "le fonctionnement de l’Union européenne aux aides de minimis (JO L, 2023/2831, 15.12.2023)."
        ),
        _(
            "Son équivalent-subvention brut est de %(amount)s. C’est ce montant, et non celui de l’avance, qui "
            "compte comme aide.",
            amount=say_euros(letter.equivalent_cents),
        ),
        _(
            "Une entreprise unique peut recevoir %(most)s d’aides de minimis sur %(years)s ans, toutes aides de "
            "minimis ensemble. Déclarez ce montant à qui vous les demande.",
            most=say_euros(DE_MINIMIS_CENTS),
            years=DE_MINIMIS_YEARS,
        ),
    ]
    if letter.declared_cents is not None:
        said.append(
            _(
                "Vous avez déclaré %(amount)s d’autres aides de minimis reçues sur cette période.",
                amount=say_euros(letter.declared_cents),
            )
        )
    return said


def _method(letter: AidLetter) -> list[str]:
    return [
        _(
            "Une avance sans intérêt vaut les intérêts qu’un prêt au taux de référence aurait coûtés, ramenés au "
            "jour du versement : le montant de l’avance, moins ses échéances actualisées à ce taux."
        ),
        _(
            "Taux de référence à ce jour : %(rate)s %%, marge comprise. %(words)s.",
            rate=_percent(letter.rate_bp),
            words=letter.rate_words.rstrip("."),
        ),
        _(
            "Chaque échéance est divisée par (1 + taux) élevé au nombre de jours depuis le %(day)s, divisé par "
            "365. La différence est arrondie au centime supérieur.",
            day=say_date(letter.starts_on),
        ),
    ]


def _table(letter: AidLetter) -> dict[str, Any]:
    rows, total = [], 0
    for part in letter.plan:
        worth = present_value_cents(part, letter.starts_on, letter.rate_bp)
        total += part.amount_cents
        rows.append([str(part.number), say_date(part.due_on), say_euros(part.amount_cents), say_euros(worth)])
    return {
        "title": _("Le détail"),
        "heads": [_("Échéance"), _("Le"), _("Montant"), _("Valeur au jour du versement")],
        "rows": rows,
        "total": [_("En tout"), "", say_euros(total), say_euros(letter.amount_cents - letter.equivalent_cents)],
    }


def _percent(rate_bp: int) -> str:
    return format_decimal(rate_bp / 100, "0.##", locale=LANGUAGE)
