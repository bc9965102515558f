"""The days of a report: minutes as days, the bar of a pledge, a firm with or without its name, what a day counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from webapp.domain.ledger import Balance
from webapp.reports.document import Bar, Cell, Column, Part, Table, Unit
from webapp.reports.sentences import report_language
from webapp.reports.wording import cell_text

#: The states of days as the reports name them, in the order of every drawing, and what each counts (docs/figures.md).
STATES: dict[str, Any] = {
    "confirmed": _l("Confirmés"),
    "deemed": _l("Réputés confirmés"),
    "declared": _l("Déclarés"),
    "disputed": _l("Contestés"),
    "reserved": _l("Réservés"),
}


class Days:
    """Minutes of a convention as its days, in columns and in words."""

    def __init__(self, minutes_per_day: int) -> None:
        self.minutes_per_day = minutes_per_day

    def table(
        self,
        code: str,
        caption: str,
        columns: Sequence[Column],
        rows: Iterable[tuple[Cell, ...]],
        total: tuple[Cell, ...] | None = None,
    ) -> Table:
        return Table(code, caption, tuple(columns), tuple(rows), total, self.minutes_per_day)

    def said(self, minutes: int) -> str:
        column = Column("", Unit.DAYS)
        return cell_text(minutes, column, self.table("", "", (), ()), report_language())

    def about(self, minutes: int) -> str:
        """An estimate, to half a day: it knows no better."""
        return self.said(round(minutes * 2 / self.minutes_per_day) * self.minutes_per_day // 2)


def bar_of(name: str, balance: Balance, days: Days) -> Bar:
    """What a group promised, and what became of it."""
    parts = [Part(state, str(word), getattr(balance.counters, state)) for state, word in STATES.items()]
    parts.append(Part("lapsed", _("D’années passées"), balance.lapsed))
    said = _(
        "%(given)s sur %(pledged)s", given=days.said(balance.counters.delivered), pledged=days.said(balance.pledged)
    )
    return Bar(name, balance.cap, tuple(parts), said, balance.pledged)


class Helped(Protocol):
    """A mission, by its firm."""

    @property
    def company(self) -> str: ...
    @property
    def commune(self) -> str: ...
    @property
    def staff(self) -> int | None: ...


def firm_name(mission: Helped, *, with_names: bool) -> str:
    """The firm of a mission, by its name or by its town and size."""
    if with_names:
        return mission.company
    if mission.staff is None:
        return _("Une entreprise, %(town)s", town=mission.commune)
    return ngettext("%(town)s, %(num)s personne", "%(town)s, %(num)s personnes", mission.staff, town=mission.commune)


def day_definitions(minutes_per_day: int) -> tuple[tuple[str, str], ...]:
    """What each figure of days counts."""
    return (
        (
            _("Un jour"),
            _(
                "%(minutes)s minutes, comme la convention le fixe. Le temps est compté en minutes.",
                minutes=minutes_per_day,
            ),
        ),
        (_("Promis"), _("Jours promis par le groupe, avenants compris.")),
        (_("Réservés"), _("Gardés pour des missions convenues et pas encore donnés.")),
        (_("Déclarés"), _("Dits par l’expert, l’entreprise n’a pas encore répondu.")),
        (_("Confirmés"), _("Confirmés par l’entreprise, ou réglés par un animateur.")),
        (_("Réputés confirmés"), _("L’entreprise n’a pas répondu dans le délai annoncé.")),
        (_("Contestés"), _("L’expert et l’entreprise ne disent pas la même chose ; ils occupent l’engagement.")),
        (_("Donnés"), _("Déclarés, confirmés et réputés confirmés.")),
        (
            _("Libres"),
            _(
                "Promis et dépassement convenu, moins réservés, donnés, contestés, et ce qui restait des années passées."
            ),
        ),
        (
            _("Arrêté à un jour"),
            _("Ce qui était écrit au journal à la fin de ce jour, à Paris. Une correction plus tardive n’y est pas."),
        ),
    )
