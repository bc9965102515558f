"""An expert and what they offer, as a coordinator notes them."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import Optional, ValidationError

from webapp.forms.fields import (
    ChoiceField,
    CleanField,
    DurationField,
    EmailField,
    PhoneField,
    PickField,
    Required,
    TextField,
)
from webapp.forms.needs import PLACE_LABELS

FARTHEST_KM = 1000
MOST_MINUTES = 100_000
#: Said of somebody else: the need's form lets a manager say "les deux me vont".
PLACES = PLACE_LABELS | {"either": _l("Sur place ou à distance")}


class PersonForm(FlaskForm):
    """Who it is."""

    group = PickField(_l("Groupe"), choices=[])
    name = CleanField(_l("Nom"), [Required(_l("Donnez le nom de la personne."))], max_length=100)
    job = CleanField(_l("Sa fonction"), [Optional()], max_length=120)
    email = EmailField(_l("Son adresse e-mail"), [Required(_l("Donnez son adresse\u00a0: les demandes y partent."))])
    phone = PhoneField(_l("Son téléphone"), [Optional()])
    commune = CleanField(_l("Commune où elle travaille"), [Optional()], max_length=120)


class OfferForm(FlaskForm):
    """One offer: in which words, where, how far, how much."""

    form_key = HiddenField()
    title = CleanField(_l("Ce que la personne propose"), [Required(_l("Dites ce qu’elle propose."))], max_length=160)
    text = TextField(_l("En quelques mots"), [Optional()], max_length=4000)
    place = ChoiceField(_l("Où se voir\u202f?"), _l("Dites où se voir."), choices=list(PLACES.items()))
    radius = CleanField(_l("Jusqu’à quelle distance"), [Optional()], max_length=10)
    per_year = DurationField(_l("Temps donné par an"), [Optional()])

    def validate_radius(self, field: Field) -> None:
        """Whole kilometres."""
        if field.data and not (field.data.isascii() and field.data.isdigit() and 1 <= int(field.data) <= FARTHEST_KM):
            raise ValidationError(gettext("Donnez un nombre de kilomètres, de 1 à %(most)s.", most=FARTHEST_KM))

    def validate_per_year(self, field: Field) -> None:
        """More than nothing, less than a lifetime."""
        if field.data and not 0 < field.data <= MOST_MINUTES:
            raise ValidationError(gettext("Cette durée est trop longue."))


class ExpertForm(PersonForm, OfferForm):
    """Who it is, and a first offer."""
