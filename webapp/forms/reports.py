"""Forms of the reports: the day at whose end the figures are taken, and whether firms are named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import Optional

from webapp.forms.fields import DateField, choices_of


class NamesForm(FlaskForm):
    """Whether firms are named."""

    names = SelectField(
        _l("Entreprises"),
        [Optional()],
        choices=choices_of([("", _l("Sans leur nom")), ("yes", _l("Avec leur nom"))]),
        validate_choice=False,
    )

    @property
    def with_names(self) -> bool:
        return bool(self.names.data == "yes")


class BilanForm(NamesForm):
    """Which bilan is looked at, or published."""

    as_of = DateField(_l("Arrêté au"), [Optional()])


class GroupReportForm(NamesForm):
    """Which quarter of a group is looked at, or published."""

    quarter = SelectField(_l("Trimestre"), [Optional()], validate_choice=False)

    def offer(self, quarters: Iterable[tuple[str, Any]]) -> None:
        """Let one of these quarters be chosen."""
        self.quarter.choices = choices_of(quarters)
