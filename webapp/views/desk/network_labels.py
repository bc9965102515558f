"""The tables of the network, in words and figures of people."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from webapp.domain.outcomes import JobTotal
from webapp.domain.sizes import SIZE_CODES
from webapp.services.network import Answers, Difference, Network, TerritoryFigures
from webapp.views.desk.opinion_table import say_content
from webapp.views.desk.territory_labels import POLICY, RULES, say_policy, say_rule
from webapp.views.filters import number, percent

SIZE_NAMES = {
    "under_10": _l("moins de 10 salariés"),
    "under_20": _l("10 à 19"),
    "under_50": _l("20 à 49"),
    "under_250": _l("50 à 249"),
    "from_250": _l("250 et plus"),
    "unknown": _l("effectif inconnu"),
}


def _days(days: Fraction) -> str:
    return str(number(float(round(days, 2)), 2))


def figure_rows(network: Network) -> list[list[Any]]:
    """One row a territory; its days lead to their lines, those of every convention to the conventions."""
    rows = []
    for each in network.territories:
        place = each.territory.name
        pledged, given, ever = (_days(days) for days in (each.present.pledged, each.present.given, each.ever.given))
        all_of_it = url_for("desk.conventions_index", territoire=each.territory.id)
        delay = each.answers.first_answer_days
        rows.append(
            [
                place,
                _link(
                    pledged, _lines(each, "pledged"), _("%(place)s, jours promis : %(days)s", place=place, days=pledged)
                ),
                _link(
                    given, _lines(each, "delivered"), _("%(place)s, jours donnés : %(days)s", place=place, days=given)
                ),
                _link(ever, all_of_it, _("%(place)s, donnés en tout : %(days)s", place=place, days=ever)),
                str(each.missions),
                _("aucune réponse") if delay is None else str(number(delay, 1)),
                _yes(each.answers),
                say_content(each.opinions.firms),
            ]
        )
    return rows


def _lines(figures: TerritoryFigures, figure: str) -> str:
    if figures.convention is None:
        return ""
    return url_for("desk.conventions_lines", convention_id=figures.convention.id, figure=figure)


def _link(text: str, href: str, name: str) -> dict[str, str]:
    return {"text": text, "href": href if text != "0" else "", "name": name}


def total_row(network: Network) -> list[Any]:
    """The sums; what is a median of each territory has none."""
    present, ever = network.present, network.ever
    content = say_content(network.opinions.firms)
    return [
        _("Réseau"),
        _days(present.pledged),
        _days(present.given),
        _days(ever.given),
        str(network.missions),
        "",
        _yes(network.answers),
        content,
    ]


def _yes(answers: Answers) -> str:
    if answers.acceptance is None:
        return _("aucune demande")
    return _("%(share)s, %(yes)s sur %(over)s", share=percent(answers.acceptance), yes=answers.yes, over=answers.over)


def size_rows(network: Network) -> list[list[Any]]:
    """Missions by size of the firm, a row a territory, then the network."""
    rows = [
        [each.territory.name, *(str(each.sizes.get(code, 0)) for code in SIZE_CODES)] for each in network.territories
    ]
    return [*rows, [_("Réseau"), *(str(network.size(code)) for code in SIZE_CODES)]]


def job_rows(network: Network) -> list[list[Any]]:
    """Jobs by territory; those created lead to the firms of its convention."""
    rows = []
    for each in network.territories:
        created, *others = _jobs(each.jobs)
        href = url_for("desk.outcomes_show", convention_id=each.convention.id) if each.convention else ""
        name = _("%(place)s, emplois créés : %(jobs)s", place=each.territory.name, jobs=created)
        rows.append([each.territory.name, {"text": created, "href": href, "name": name}, *others])
    return rows


def job_total(network: Network) -> list[str]:
    """The jobs of the network, in which a firm of two territories counts once."""
    return [_("Réseau"), *_jobs(network.jobs.total)]


def job_size_rows(network: Network) -> list[list[str]]:
    """Jobs by size of the firm, where one of that size was asked."""
    sized = [(code, network.jobs.of_size(code)) for code in SIZE_CODES]
    return [[str(SIZE_NAMES[code]), *_jobs(total)] for code, total in sized if total.asked]


def _jobs(total: JobTotal) -> list[str]:
    """Created, preserved, how many firms answered; what nobody has answered is not nought."""
    answers = _rate(total)
    if not total.answered:
        return [_("pas dit"), _("pas dit"), answers]
    return [str(number(total.created / 100)), str(number(total.preserved / 100)), answers]


def _rate(total: JobTotal) -> str:
    if total.rate is None:
        return _("personne n’a encore été questionné")
    share = percent(total.rate)
    return _("%(answered)s sur %(asked)s, %(share)s", answered=total.answered, asked=total.asked, share=share)


def difference_rows(differences: list[Difference]) -> list[list[Any]]:
    """What is not the same everywhere, a row a term or a rule."""
    return [[_name(each.code), *(_value(each.code, value) for value in each.values)] for each in differences]


def _name(code: str) -> str:
    if code.startswith("rule:"):
        rule = code.removeprefix("rule:")
        return str(RULES.get(rule, rule))
    name, unit = POLICY[code]
    return f"{name} ({unit})" if unit else str(name)


def _value(code: str, value: Any) -> str:
    return say_rule(value) if code.startswith("rule:") else say_policy(code, value)
