"""Which lines of the ledger to show."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import Optional

from webapp.forms.fields import DateField


class JournalForm(FlaskForm):
    """A group, a kind of movement, days booked from and to; in the address, so that a page can be passed on."""

    class Meta:
        csrf = False

    group = SelectField(_l("Groupe"), [Optional()], choices=[], validate_choice=False)
    kind = SelectField(_l("Mouvement"), [Optional()], choices=[], validate_choice=False)
    since = DateField(_l("Compté du"), [Optional()])
    until = DateField(_l("Au"), [Optional()])
    au = DateField(_l("Écrit jusqu’au"), [Optional()])
