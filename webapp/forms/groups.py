"""An organisation that lends people, as a coordinator adds it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from webapp.forms.fields import CleanField, EmailField, PhoneField, PickField, Required


class GroupForm(FlaskForm):
    """Its name, what it is, whose it is, where its people work."""

    name = CleanField(_l("Nom"), [Required(_l("Donnez le nom du groupe."))], max_length=200)
    kind = PickField(_l("Qui est-ce\u202f?"), choices=[])
    parent = PickField(_l("Sous"), choices=[])
    commune = CleanField(_l("Commune de son site"), [Optional()], max_length=120)


class ReferentForm(FlaskForm):
    """Who answers for a group, and how to reach them."""

    name = CleanField(_l("Nom"), [Required(_l("Donnez le nom de la personne."))], max_length=100)
    email = EmailField(_l("Son adresse e-mail"), [Required(_l("Donnez l’adresse où lui écrire."))])
    phone = PhoneField(_l("Son téléphone"), [Optional()])
