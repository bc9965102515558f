"""What an expert changes in their space, and the address by which they ask for its link."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field
from wtforms.validators import StopValidation

from webapp.forms.fields import DateField, EmailField, NotBefore, Required

#: how far ahead somebody may be away, in years
FAR = 2


class AddressForm(FlaskForm):
    """Where to mail the link of the space."""

    email = EmailField(
        lazy_gettext("Votre adresse e-mail"), [Required(lazy_gettext("Donnez l’adresse où nous vous écrivons."))]
    )


class NotTooFar:
    """The date must lie within the years to come that anybody plans for."""

    def __call__(self, form: AwayForm, field: Field) -> None:
        if field.data and field.data.year > form.today.year + FAR:
            raise StopValidation(gettext("Choisissez une date avant la fin de %(year)s.", year=form.today.year + FAR))


class AwayForm(FlaskForm):
    """`today` is set by the view: nobody is away in the past."""

    today: date = date.min


class PauseForm(AwayForm):
    """Until when no request may come."""

    until = DateField(
        lazy_gettext("Jusqu’au"),
        [
            Required(lazy_gettext("Donnez la date jusqu’à laquelle faire une pause.")),
            NotBefore(lambda form: form.today),
            NotTooFar(),
        ],
    )


class AbsenceForm(AwayForm):
    """Days of absence, both included."""

    starts_on = DateField(
        lazy_gettext("Du"), [Required(lazy_gettext("Donnez le premier jour de votre absence.")), NotTooFar()]
    )
    ends_on = DateField(
        lazy_gettext("Au (compris)"),
        [
            Required(lazy_gettext("Donnez le dernier jour de votre absence.")),
            NotBefore(lambda form: form.today),
            NotTooFar(),
        ],
    )

    def validate_ends_on(self, field: Field) -> None:
        """The last day does not come before the first."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise StopValidation(gettext("Le dernier jour vient avant le premier. Vérifiez les deux dates."))
