"""Forms of the reports: the day at whose end the figures are taken, and whether firms are named."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import Optional

from webapp.forms.fields import DateField, choices_of


class BilanForm(FlaskForm):
    """Which bilan is looked at, or published."""

    as_of = DateField(_l("Arrêté au"), [Optional()])
    names = SelectField(
        _l("Entreprises"),
        [Optional()],
        choices=choices_of([("", _l("Sans leur nom")), ("yes", _l("Avec leur nom"))]),
        validate_choice=False,
    )

    @property
    def with_names(self) -> bool:
        return bool(self.names.data == "yes")
