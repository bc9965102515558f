"""The manager's form, in three steps: who, which firm, what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional, ValidationError

from webapp.domain.requests import THEMES, WISHES
from webapp.forms.documents import Document, read_document
from webapp.forms.fields import (
    ChoiceField,
    CleanField,
    DateField,
    EmailField,
    FirmNumberField,
    NotBefore,
    PhoneField,
    Required,
    TextField,
    choices_of,
)

THEME_LABELS = {
    "hr": _l("Ressources humaines"),
    "sales": _l("Commercial"),
    "communication": _l("Communication"),
    "production": _l("Production"),
    "quality": _l("Qualité"),
    "maintenance": _l("Maintenance"),
    "supply": _l("Achats et logistique"),
    "finance": _l("Finance et gestion"),
    "it": _l("Informatique"),
    "safety": _l("Santé et sécurité"),
    "environment": _l("Énergie et environnement"),
    "strategy": _l("Stratégie"),
    "law": _l("Droit des affaires"),
}
WISH_LABELS = {
    "hours": _l("Quelques heures"),
    "day": _l("1 jour"),
    "days_3": _l("2 à 3 jours"),
    "days_5": _l("4 à 5 jours"),
    "unknown": _l("Je ne sais pas"),
}
PLACE_LABELS = {"on_site": _l("Sur place"), "remote": _l("À distance"), "either": _l("Les deux me vont")}
STAFF_LIMIT = 99_999


class ThemesField(SelectMultipleField):
    """Themes to tick; what is no theme is passed over."""

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        labels = choices_of((code, THEME_LABELS[code]) for code in THEMES)
        super().__init__(label, validators, choices=labels, validate_choice=False, filters=[known_themes], **options)


def known_themes(codes: Iterable[str] | None) -> list[str]:
    """The themes among some codes, in the order of the form."""
    named = set(codes or ())
    return [code for code in THEMES if code in named]


class OnceForm(FlaskForm):
    """A form for the public: a key that makes it count once, and a field that only robots fill in."""

    form_key = HiddenField()
    #: an odd name, so that no password manager takes it for one it knows
    second_town = StringField()

    @property
    def is_trapped(self) -> bool:
        return bool(self.second_town.data)

    def typed(self) -> dict[str, Any]:
        """What was typed, field by field, to be shown again as it was."""
        skipped = {"form_key", "second_town", "csrf_token", "attachment"}
        return {field.name: _typed(field) for field in self if field.name not in skipped}


def _typed(field: Any) -> Any:
    return field.typed or field._value() if isinstance(field, CleanField) else field.data


class PersonForm(OnceForm):
    """First step: who asks."""

    name = CleanField(_l("Votre nom"), [Required(_l("Donnez votre prénom et votre nom."))], max_length=100)
    role = CleanField(_l("Votre fonction"), [Optional()], max_length=100)
    email = EmailField(_l("Votre adresse e-mail"), [Required(_l("Donnez une adresse où vous écrire."))])
    phone = PhoneField(_l("Votre téléphone"), [Optional()])


class FirmForm(OnceForm):
    """Second step: which firm. `choice` appears when a name means several communes."""

    name = CleanField(_l("Nom de l’entreprise"), [Required(_l("Donnez le nom de l’entreprise, même provisoire."))])
    number = FirmNumberField(_l("Numéro SIRET"), [Optional()])
    unregistered = BooleanField(_l("Mon entreprise n’est pas encore immatriculée"))
    commune = CleanField(_l("Commune"), [Required(_l("Donnez la commune où travaille l’entreprise."))])
    choice = RadioField(_l("Laquelle de ces communes ?"), [Optional()], choices=[], validate_choice=False)
    trade = CleanField(
        _l("Que fait-elle ?"), [Required(_l("Dites en quelques mots ce que fait l’entreprise."))], max_length=120
    )
    staff = CleanField(_l("Combien de personnes y travaillent ?"), [Optional()], max_length=12)

    def validate_staff(self, field: CleanField) -> None:
        """A whole number, which `staff_count` then gives."""
        if field.errors:
            return
        digits = (field.data or "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        if not (digits.isascii() and digits.isdigit() and int(digits) <= STAFF_LIMIT):
            raise ValidationError(_l("Donnez un nombre, par exemple 8. Vous comptez aussi."))

    @property
    def staff_count(self) -> int | None:
        digits = "".join(character for character in self.staff.data or "" if character.isdigit())
        return int(digits) if digits else None


class WordsForm(OnceForm):
    """Third step: what for. `today` is set by the view: no help is of use before."""

    today: date = date.min

    text = TextField(
        _l("Votre besoin"), [Required(_l("Dites en quelques mots ce dont vous avez besoin."))], max_length=4000
    )
    themes = ThemesField(_l("De quoi s’agit-il plutôt ?"), [Optional()])
    wish = ChoiceField(
        _l("Combien de temps, à votre avis ?"),
        _l("Choisissez une durée, ou « Je ne sais pas »."),
        choices=[(code, WISH_LABELS[code]) for code in WISHES],
    )
    deadline = DateField(_l("Avant quelle date ?"), [Optional(), NotBefore(lambda form: form.today)])
    place = ChoiceField(
        _l("Où se voir ?"),
        _l("Dites où vous aimeriez vous voir, ou « Les deux me vont »."),
        choices=list(PLACE_LABELS.items()),
    )
    attachment = FileField(_l("Votre document"))
    without_attachment = BooleanField(_l("Retirer ce document"))

    #: the document, once its content was checked
    document: Document | None = None

    def validate_attachment(self, field: FileField) -> None:
        """Look into the document; what is wrong with it is said, the rest of the form stays."""
        self.document = read_document(field)
